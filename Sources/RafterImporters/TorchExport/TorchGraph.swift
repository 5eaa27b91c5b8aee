// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterQuantities
import RafterWorkload

/// Turns a program of PyTorch into a graph with costs, call by call; its shapes are those that PyTorch found.
struct TorchGraph {
  private let program: TorchProgram
  private let source: String
  private var graph: ResolvedGraph
  private var infos: [TensorInfo] = []
  /// Operators without a row: the first place and how many there are.
  private var unknown: [(base: String, place: SourceLocation, count: Int)] = []
  private var firstUnknown: String?
  private var faults: [Diagnostic] = []

  /// The graph of a program.
  ///
  /// - Throws: `torch.shape-mismatch` where shapes contradict an operator.
  static func resolve(_ program: TorchProgram, source: String) throws(DiagnosticList)
    -> ResolvedGraph
  {
    var builder = TorchGraph(program, source)
    for call in program.calls { builder.apply(call) }
    guard builder.faults.isEmpty else { throw DiagnosticList(builder.faults) }
    builder.graph.outputs = program.outputs
    if let first = builder.unknown.first, let node = builder.firstUnknown {
      builder.graph.uncounted = UncountedWork(
        unknownNodes: builder.unknown.reduce(0) { $0 + $1.count }, shapelessNodes: 0,
        firstOperator: "aten::\(first.base)", firstNode: node)
    }
    builder.graph.diagnostics = builder.unknown.map {
      .torchUnknownOperator(at: $0.place, $0.base, count: $0.count)
    }
    return builder.graph
  }

  private init(_ program: TorchProgram, _ source: String) {
    self.program = program
    self.source = source
    graph = ResolvedGraph(name: program.name, source: source)
    var storages: [String: Int] = [:]
    for (index, tensor) in program.tensors.enumerated() {
      var resolved = ResolvedTensor(
        name: tensor.name, shape: tensor.shape, format: tensor.format, isConstant: false)
      var info = TensorInfo(name: tensor.name, type: TensorType(tensor.format, tensor.shape))
      switch tensor.origin {
      case .input:
        graph.inputs.append(index)
        graph.bindings.append("\(tensor.name)=\(tensor.shape.asShape)")
      case .constant:
        // A literal of the program, not a weight.
        resolved.isConstant = true
        info.origin = .sizes
      case .parameter, .buffer:
        resolved.isConstant = true
        info.origin = .file
        let first = tensor.storage.map { name in
          storages[name] ?? index
        }
        if let storage = tensor.storage { storages[storage] = first }
        resolved.parameter = first ?? index
        info.parameter = first ?? index
      case .activation: break
      }
      graph.tensors.append(resolved)
      infos.append(info)
    }
  }

  private mutating func apply(_ call: TorchProgram.Call) {
    let base = TorchCall.base(of: call.target)
    var view = TorchCall(base: base, arguments: call.arguments, shapes: [:])
    for argument in call.arguments {
      if let name = argument.value["tensor"]?.string, let index = program.index[name] {
        view.shapes[argument.key] = program.tensors[index].shape
      }
    }
    guard var rule = TorchOperators.rule(base) else {
      let names = call.arguments.flatMap { view.tensors($0.key) }
      note(base, call.place)
      firstUnknown = firstUnknown ?? call.name
      add(call, TorchRule("aten::\(base)", []), names.map { program.index[$0] }, [:])
      return
    }
    if base == "convolution", view.int("transposed") == 1 { rule.name = "ConvTranspose" }
    var inputs: [Int?] = []
    for operand in rule.operands {
      let found = view.tensors(operand).map { program.index[$0] }
      // A scalar takes no place among arithmetic operands; a bias left out keeps its own.
      if found.isEmpty, Self.keepsPlaces.contains(rule.name) { inputs.append(nil) }
      inputs += found
    }
    while inputs.last == .some(nil) { inputs.removeLast() }
    if rule.name == "Cast", let from = inputs.first ?? nil, let to = call.outputs.first ?? nil,
      program.tensors[from].format == program.tensors[to].format
    {
      rule = TorchRule("Identity", [], .view)
    }
    add(call, rule, inputs, rule.attributes?(view) ?? [:])
  }

  /// Operators whose inputs are told apart by their places.
  private static let keepsPlaces: Set<String> = [
    "Conv", "ConvTranspose", "Gemm", "LayerNormalization", "BatchNormalization", "Attention",
    "GroupNormalization",
  ]

  private mutating func note(_ base: String, _ place: SourceLocation) {
    if let known = unknown.firstIndex(where: { $0.base == base }) {
      unknown[known].count += 1
    } else {
      unknown.append((base, place, 1))
    }
  }

  private mutating func add(
    _ call: TorchProgram.Call, _ rule: TorchRule, _ inputs: [Int?],
    _ attributes: [String: ONNXAttribute]
  ) {
    let row = OperatorTable.rule(rule.name, domain: "")
    let given = inputs.compactMap(\.self)
    let isFolded =
      rule.work == .constant || !given.isEmpty && given.allSatisfy { infos[$0].origin < .run }
    var node = ResolvedNode(
      name: call.name, operator: rule.name, domain: "", opset: 23, depth: 0, inputs: inputs,
      outputs: call.outputs, attributes: attributes.compactMapValues(\.resolved),
      kind: row?.kind ?? Self.kind(of: rule.name), isFolded: isFolded, isFree: rule.work == .view)
    if rule.work == .linear || rule.work == .bilinear { node.kind = .gemm }
    if rule.work == .pairs { node.kind = .matmul }
    node.elementsRead = inputs.map { input in
      rule.work == .view || isFolded ? 0 : input.map { program.tensors[$0].shape.elements } ?? 0
    }
    for case let output? in call.outputs where isFolded {
      graph.tensors[output].isConstant = true
      let holdsWeights = given.contains { infos[$0].origin == .file && infos[$0].parameter != nil }
      infos[output].origin = holdsWeights ? .file : .sizes
      if holdsWeights {
        infos[output].parameter = output
        graph.tensors[output].parameter = nil
      }
    }
    if !isFolded, rule.work != .view {
      count(rule, row, attributes, into: &node, at: call.place)
    }
    var parameters: Set<Int> = []
    for input in given where infos[input].origin == .file {
      let parameter = infos[input].parameter ?? input
      guard !isFolded, parameters.insert(parameter).inserted else { continue }
      node.parameterBytes += program.tensors[parameter].format.bytes(
        of: program.tensors[parameter].shape.elements)
    }
    graph.nodes.append(node)
  }

  /// What an operator is that ONNX has none of.
  private static func kind(of name: String) -> OperatorKind {
    ["Roll", "Flip", "Im2Col"].contains(name) ? .dataMovement : .other
  }

  private mutating func count(
    _ rule: TorchRule, _ row: OperatorRule?, _ attributes: [String: ONNXAttribute],
    into node: inout ResolvedNode, at place: SourceLocation
  ) {
    var view = NodeView(
      operator: rule.name, domain: "", opset: 23, attributes: attributes,
      inputs: node.inputs.map { $0.map { infos[$0] } },
      outputs: node.outputs.map { $0.map { program.tensors[$0].name } ?? "" })
    let outputs = node.outputs.map { $0.map { infos[$0].type } ?? .unknown }
    guard !outputs.isEmpty else { return }
    do throws(RuleFailure) {
      var cost: NodeCost
      switch rule.work {
      case .linear: cost = try TorchCosts.linear(view, outputs)
      case .recurrent: cost = try TorchCosts.recurrent(view, outputs)
      case .bilinear: cost = try TorchCosts.bilinear(view, outputs)
      case .pairs: cost = try TorchCosts.pairs(view, outputs)
      case .summed:
        cost = try row?.cost(view, outputs) ?? NodeCost()
        // What is added to the product.
        cost.vectorOperations += outputs[0].shape?.elements ?? 0
      default:
        // Reductions take their axes as an input there; all that is read is counted.
        if rule.name.hasPrefix("Reduce") {
          view.opset = 13
          view.attributes["axes"] = .ints([0])
        }
        if rule.name == "Resize" {
          cost = try TorchCosts.resize(view, outputs)
        } else {
          cost = try row?.cost(view, outputs) ?? NodeCost()
        }
      }
      node.nests = cost.nests
      node.macsWithoutPadding = cost.macsWithoutPadding ?? node.macs
      node.vectorOperations = cost.vectorOperations
      if let kind = cost.kind { node.kind = kind }
      for (input, elements) in cost.elementsRead where input < node.elementsRead.count {
        node.elementsRead[input] = elements
      }
    } catch {
      guard faults.count < 8 else { return }
      faults.append(.torchShapes(at: place, rule.name, error.text))
    }
  }
}
