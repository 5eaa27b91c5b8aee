// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterImporters
import RafterQuantities

/// The trace of the PyTorch profiler: operators with their shapes, and on a GPU the kernels that they started.
enum KinetoTrace {
  /// Whether a text is one.
  static func recognises(_ root: JSONTree) -> Bool { root["traceEvents"]?.elements != nil }

  private struct Operator {
    var name: String
    var begin: Double
    var end: Double
    var process: String
    var thread: String
    var id: Int?
    var inputs: [ProfiledNode.Tensor]
  }

  /// One node for each operator and its shapes, with the least time of all its runs, and what was left out.
  ///
  /// The time of an operator is that of the kernels it started; without any, that of the operator itself, if no other runs
  /// inside it.
  static func nodes(_ root: JSONTree) -> (nodes: [ProfiledNode], notes: [String]) {
    var operators: [Operator] = []
    var kernels: [Int: Double] = [:]
    var lost = 0
    let starts = starts(root)
    for event in root["traceEvents"]?.elements ?? [] {
      guard event["ph"]?.string == "X", let duration = event["dur"]?.double else { continue }
      let arguments = event["args"]
      let id = id(arguments)
      // Profilers before PyTorch 1.13 write `Kernel`, `Memcpy`, `Operator`.
      switch event["cat"]?.string?.lowercased() {
      case "kernel", "gpu_memcpy", "gpu_memset", "memcpy", "memset":
        if let id = id ?? arguments?["correlation"]?.integer.flatMap({ starts[$0] }) {
          kernels[id, default: 0] += duration
        } else {
          lost += 1
        }
      case "cpu_op", "operator":
        guard let name = event["name"]?.string, let begin = event["ts"]?.double else { continue }
        let process = text(event["pid"])
        operators.append(
          Operator(
            name: name, begin: begin, end: begin + duration, process: process,
            thread: "\(process) \(text(event["tid"]))", id: id, inputs: tensors(arguments)))
      default: continue
      }
    }
    var notes: [String] = []
    if lost > 0 {
      notes.append(
        "left out: \(Format.count(lost, "kernel")) of which the trace does not say what operator started it"
      )
      // What an operator takes on the processor is no time of its work then.
      if kernels.isEmpty { return ([], notes) }
    }
    if !kernels.isEmpty {
      // Numbers are of one process: a kernel does not say whose it takes.
      let shared = sharedIds(operators)
      let before = operators.count
      operators.removeAll { $0.id.map(shared.contains) ?? false }
      if operators.count < before {
        notes.append(
          "left out: \(Format.count(before - operators.count, "operator")); several processes give their kernels the same numbers; read one process at a time"
        )
      }
    }
    return (merged(timed(operators, kernels)), notes)
  }

  /// The number that operators and what they started share.
  private static func id(_ arguments: JSONTree?) -> Int? {
    arguments?["External id"]?.integer ?? arguments?["external id"]?.integer
  }

  /// The operators of calls to the driver, by the number that a call and its kernel share: not every profiler writes the operator at the kernel.
  private static func starts(_ root: JSONTree) -> [Int: Int] {
    var starts: [Int: Int] = [:]
    for event in root["traceEvents"]?.elements ?? [] {
      guard
        ["cuda_runtime", "cuda_driver", "runtime"].contains(event["cat"]?.string?.lowercased()),
        let call = event["args"]?["correlation"]?.integer, let id = id(event["args"])
      else { continue }
      starts[call] = id
    }
    return starts
  }

  /// Numbers that operators of more than one process have.
  private static func sharedIds(_ operators: [Operator]) -> Set<Int> {
    var owners: [Int: String] = [:]
    var shared: Set<Int> = []
    for own in operators {
      guard let id = own.id else { continue }
      if let other = owners[id], other != own.process { shared.insert(id) }
      owners[id] = own.process
    }
    return shared
  }

  /// A process or thread, which is a number or a text.
  private static func text(_ id: JSONTree?) -> String {
    id?.string ?? id?.integer.map(String.init) ?? ""
  }

  /// Operators with the microseconds that are their own.
  private static func timed(_ operators: [Operator], _ kernels: [Int: Double]) -> [(
    Operator, Double
  )] {
    if !kernels.isEmpty {
      return operators.compactMap { own in
        own.id.flatMap { kernels[$0] }.map { (own, $0) }
      }
    }
    // In the order of their begin, what follows inside is the first to be nested.
    let order = operators.enumerated().sorted {
      ($0.element.thread, $0.element.begin, -$0.element.end, $0.offset)
        < ($1.element.thread, $1.element.begin, -$1.element.end, $1.offset)
    }.map(\.element)
    return order.indices.compactMap { place in
      let own = order[place]
      let next = place + 1 < order.count ? order[place + 1] : nil
      let isLeaf = next.map { $0.thread != own.thread || $0.begin >= own.end } ?? true
      // A product is one node, whatever it calls.
      return isLeaf ? (own, own.end - own.begin) : nil
    }
  }

  private static func merged(_ timed: [(Operator, Double)]) -> [ProfiledNode] {
    var order: [String] = []
    var nodes: [String: ProfiledNode] = [:]
    for (own, microseconds) in timed where microseconds > 0 && !own.inputs.isEmpty {
      let shapes = own.inputs.map { "\($0.shape)" }.joined()
      let key = "\(own.name) \(shapes)"
      let time = Seconds(microseconds * 1e-6)
      if var seen = nodes[key] {
        seen.time = min(seen.time, time)
        seen.runs += 1
        nodes[key] = seen
        continue
      }
      order.append(key)
      let sizes = own.inputs.map { $0.shape.map(String.init).joined(separator: "x") }
      nodes[key] = ProfiledNode(
        name: "\(own.name) \(sizes.joined(separator: " "))", kind: own.name, inputs: own.inputs,
        outputs: [], weightBytes: nil, time: time, runs: 1)
    }
    return order.compactMap { nodes[$0] }
  }

  /// Tensors are those inputs that have a shape; a list of tensors has a list of shapes.
  private static func tensors(_ arguments: JSONTree?) -> [ProfiledNode.Tensor] {
    let shapes = arguments?["Input Dims"]?.elements ?? []
    let types = arguments?["Input type"]?.elements ?? []
    return shapes.enumerated().flatMap { place, shape -> [ProfiledNode.Tensor] in
      let type = place < types.count ? types[place].string ?? "" : ""
      guard let sizes = shape.integers else {
        return (shape.elements ?? []).compactMap(\.integers).filter { !$0.isEmpty }.map {
          ProfiledNode.Tensor(shape: $0, type: type)
        }
      }
      return sizes.isEmpty ? [] : [ProfiledNode.Tensor(shape: sizes, type: type)]
    }
  }
}
