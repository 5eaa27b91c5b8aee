// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterQuantities
import RafterWorkload

/// The state of the walk over a model's nodes.
struct GraphWalk {
  /// The names that are visible in a graph, a body or a function.
  struct Scope {
    var names: [String: Int] = [:]
    var opsets: [String: Int]
    /// What the call gave the attributes of a function; empty elsewhere.
    var callAttributes: [String: ONNXAttribute] = [:]
    /// Whether names of outer scopes are out of sight (functions).
    var isClosed = false
    /// Declared types, made when first asked for.
    var declared: [String: ONNXValueInfo]?
    var valueInfos: [ONNXValueInfo] = []
  }

  let source: String
  let bytes: FileBytes
  let functions: [CalledFunction: ONNXFunction]
  /// The sizes that symbols were bound to.
  let symbols: [String: Int]
  var tensors: [TensorInfo] = []
  var nodes: [ResolvedNode] = []
  var scopes: [Scope] = []
  var report = WalkReport()
  private var macTotal = 0
  private var vectorTotal = 0
  private var byteTotal = 0
  /// How many more nodes are walked: bodies and functions can hold one another very often.
  private var nodesLeft = 2_000_000
  /// How many of the tensors, the first ones, are inputs of the main graph.
  private(set) var inputCount = 0
  /// How many more nodes are walked to follow loops turn by turn.
  var turnsLeft = 50_000
  let opsets: [String: Int]

  init(_ model: ONNXModel, bytes: FileBytes, source: String, symbols: [String: Int]) {
    self.source = source
    self.bytes = bytes
    self.symbols = symbols
    opsets = model.opsets
    var functions: [CalledFunction: ONNXFunction] = [:]
    for function in model.functions { functions[CalledFunction(function)] = function }
    self.functions = functions
  }

  /// Walks the main graph.
  mutating func run(_ graph: ONNXGraph, inputs: [TensorInfo]) -> (inputs: [Int], outputs: [Int]) {
    scopes.append(Scope(opsets: opsets, valueInfos: graph.valueInfos + graph.outputs))
    let given = inputs.map { define($0) }
    inputCount = given.count
    addInitializers(graph)
    tie(graph.initializers)
    walk(graph.nodes, depth: 0, firstNumber: 0)
    return (given, graph.outputs.compactMap { lookup($0.name) })
  }

  /// Walks nodes that are in order.
  mutating func walk(_ list: [ONNXNode], depth: Int, firstNumber: Int) {
    let numbers = NodeNumbers.numbers(list, from: firstNumber)
    for (place, node) in list.enumerated() {
      guard nodesLeft > 0 else {
        report.absurd(
          .absurdTotal(source, "2000000 nodes, once functions and bodies are written out"))
        return
      }
      nodesLeft -= 1
      turnsLeft -= 1
      visit(node, depth: depth, number: numbers[place])
    }
  }

  private mutating func visit(_ node: ONNXNode, depth: Int, number: Int) {
    if let function = functions[CalledFunction(node)] {
      call(function, from: node, depth: depth, number: number)
      return
    }
    switch (node.domain.isONNX, node.`operator`) {
    case (true, "Constant"): constant(node, depth: depth, number: number)
    case (true, "If"): branch(node, depth: depth, number: number)
    case (true, "Loop"): loop(node, depth: depth, number: number)
    case (true, "Scan"): scan(node, depth: depth, number: number)
    case (true, "SequenceMap"): sequenceMap(node, depth: depth, number: number)
    default: apply(node, depth: depth, number: number)
    }
  }

  // MARK: Names

  /// Adds a tensor and makes its name visible.
  @discardableResult mutating func define(_ tensor: TensorInfo) -> Int {
    tensors.append(tensor)
    if let shape = tensor.shape, let format = tensor.format {
      byteTotal = min(byteTotal &+ format.bytes(of: shape.elements), Self.limit)
      if byteTotal == Self.limit { report.absurd(.absurdTotal(source, "2^60 bytes")) }
    }
    scopes[scopes.count - 1].names[tensor.name] = tensors.count - 1
    return tensors.count - 1
  }

  /// The tensor of a name; nil for the empty name.
  func lookup(_ name: String) -> Int? {
    guard !name.isEmpty else { return nil }
    for scope in scopes.reversed() {
      if let index = scope.names[name] { return index }
      if scope.isClosed { return nil }
    }
    return nil
  }

  mutating func addInitializers(_ graph: ONNXGraph) {
    for tensor in graph.initializers {
      let info = weight(tensor, name: tensor.name)
      let index = define(info)
      if info.isParameter { tensors[index].parameter = index }
    }
  }

  /// Makes one parameter of weights that the main graph holds more than once.
  private mutating func tie(_ list: [ONNXTensor]) {
    let start = tensors.count - list.count
    let pairs = TiedWeights.pairs(of: list, in: bytes)
    for pair in pairs {
      tensors[start + pair.copy].parameter = tensors[start + pair.original].parameter
    }
    guard let first = pairs.first else { return }
    report.note(
      .tiedWeights(
        source, copy: list[first.copy].name, original: list[first.original].name,
        isTransposed: first.layout == .transposed, count: pairs.count))
  }

  /// A tensor of the file.
  func weight(_ tensor: ONNXTensor, name: String) -> TensorInfo {
    TensorInfo(
      name: name,
      type: TensorType(NumberFormat(onnxDataType: tensor.dataType), tensor.dims), origin: .file,
      value: numbers(tensor))
  }

  /// The numbers of a small tensor of the file.
  func numbers(_ tensor: ONNXTensor) -> Numbers? {
    switch TensorDecoder.values(of: tensor, in: bytes) {
    case .ints(let all)?: .integers(all)
    case .floats(let all)?: .floats(all)
    case .strings?, nil: nil
    }
  }

  // MARK: Places

  /// The version of a node's domain.
  func opset(_ node: ONNXNode) -> Int {
    let opsets = scopes.last?.opsets ?? [:]
    return opsets[node.domain] ?? (node.domain.isONNX ? opsets[""] ?? opsets["ai.onnx"] : nil) ?? 1
  }

  func name(_ node: ONNXNode, _ number: Int) -> String {
    node.name.isEmpty ? "\(node.`operator`)__\(number)" : node.name
  }

  func place(_ node: ONNXNode, _ number: Int) -> SourceLocation {
    SourceLocation(
      file: source, position: .node(name: name(node, number), index: node.index))
  }

  /// Attributes, with those that refer to the attributes of the function around them filled in.
  func attributes(_ node: ONNXNode) -> [String: ONNXAttribute] {
    guard let given = scopes.last?.callAttributes, !given.isEmpty else { return node.attributes }
    return node.attributes.compactMapValues { value in
      if case .reference(let name) = value { return given[name] }
      return value
    }
  }

  /// Adds to the totals, which must stay far from overflow.
  mutating func count(macs: Int, vectorOperations: Int) {
    macTotal = min(macTotal &+ macs, Self.limit)
    vectorTotal = min(vectorTotal &+ vectorOperations, Self.limit)
    if macTotal == Self.limit { report.absurd(.absurdTotal(source, "2^60 multiplies")) }
    if vectorTotal == Self.limit {
      report.absurd(.absurdTotal(source, "2^60 vector operations"))
    }
  }

  /// The most of anything that a model may take.
  private static let limit = 1 << 60
}

extension ResolvedNode {
  /// Its multiplies, at most 2^60: nothing traps before absurd sums have been reported.
  var boundedMACs: Int {
    nests.reduce(0) { sum, nest in
      let (product, overflow) = nest.macs.multipliedReportingOverflow(by: nest.repeats)
      return overflow ? 1 << 60 : min(sum &+ min(product, 1 << 60), 1 << 60)
    }
  }
}

/// What a model-local function is called by.
struct CalledFunction: Hashable, Sendable {
  var domain: String
  var name: String
  var overload: String

  init(_ function: ONNXFunction) {
    (domain, name, overload) = (function.domain, function.name, function.overload)
  }

  init(_ node: ONNXNode) {
    (domain, name, overload) = (node.domain, node.`operator`, node.overload)
  }
}

extension String {
  /// Whether this is the default domain.
  var isONNX: Bool { isEmpty || self == "ai.onnx" }
}

extension TensorInfo {
  /// Whether a tensor of the file counts as a parameter: shape arithmetic (64-bit integers), truth values, texts
  /// and the scalars of formulas do not.
  var isParameter: Bool {
    guard origin == .file, let shape, !shape.isEmpty, let format else { return false }
    return format != .int64 && format != .bool && format != .string
  }
}
