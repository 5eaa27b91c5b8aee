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
    var thread: String
    var id: Int?
    var inputs: [ProfiledNode.Tensor]
  }

  /// One node for each operator and its shapes, with the least time of all its runs.
  ///
  /// The time of an operator is that of the kernels it started; without any, that of the operator itself, if no other runs
  /// inside it.
  static func nodes(_ root: JSONTree) -> [ProfiledNode] {
    var operators: [Operator] = []
    var kernels: [Int: Double] = [:]
    for event in root["traceEvents"]?.elements ?? [] {
      guard event["ph"]?.string == "X", let duration = event["dur"]?.double else { continue }
      let arguments = event["args"]
      let id = arguments?["External id"]?.integer
      switch event["cat"]?.string {
      case "kernel", "gpu_memcpy", "gpu_memset":
        if let id { kernels[id, default: 0] += duration }
      case "cpu_op":
        guard let name = event["name"]?.string, let begin = event["ts"]?.double else { continue }
        operators.append(
          Operator(
            name: name, begin: begin, end: begin + duration, thread: thread(event), id: id,
            inputs: tensors(arguments)))
      default: continue
      }
    }
    return merged(timed(operators, kernels))
  }

  private static func thread(_ event: JSONTree) -> String {
    let id = event["tid"]
    return id?.string ?? id?.integer.map(String.init) ?? ""
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

  /// Tensors are those inputs that have a shape.
  private static func tensors(_ arguments: JSONTree?) -> [ProfiledNode.Tensor] {
    let shapes = arguments?["Input Dims"]?.elements ?? []
    let types = arguments?["Input type"]?.elements ?? []
    return shapes.enumerated().compactMap { place, shape in
      guard let sizes = shape.integers, !sizes.isEmpty else { return nil }
      return ProfiledNode.Tensor(
        shape: sizes, type: place < types.count ? types[place].string ?? "" : "")
    }
  }
}
