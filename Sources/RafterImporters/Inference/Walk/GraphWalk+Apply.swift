// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterQuantities
import RafterWorkload

// One node: its rule, or what can be said without one.
extension GraphWalk {
  /// What the rules say of a node before its outputs become tensors.
  private struct Findings {
    var outputs: [TensorType]
    var values: [Numbers]?
    var origin: TensorInfo.Origin
    /// Whether the shapes stand on firm ground, so that the work can be counted.
    var isSound = true
  }

  mutating func apply(_ node: ONNXNode, depth: Int, number: Int) {
    let inputs = node.inputs.map { lookup($0) }
    let view = view(of: node, inputs: inputs)
    let rule = OperatorTable.rule(view.`operator`, domain: view.domain)
    let found: Findings
    if let rule {
      found = findings(rule, view, node, number)
    } else {
      let types = declaredTypes(node)
      let isDeclared = types.allSatisfy { $0.shape != nil }
      report.unknownOperator(
        OperatorTable.Key(domain: view.domain, name: view.`operator`), at: place(node, number),
        isDeclared: isDeclared)
      found = Findings(outputs: types, values: nil, origin: .run)
    }
    let outputs = define(found, node, inputs: inputs, rule: rule)
    var resolved = ResolvedNode(
      name: name(node, number), operator: view.`operator`, domain: view.domain,
      opset: view.opset, depth: depth, inputs: inputs, outputs: outputs,
      attributes: view.attributes.compactMapValues(\.resolved), kind: rule?.kind ?? .other,
      isFolded: found.origin < .run, isFree: rule?.isFree ?? false)
    resolved.elementsRead = [Int](repeating: 0, count: inputs.count)
    if !resolved.isFolded {
      if let rule, found.isSound { count(rule, view, found.outputs, into: &resolved, node, number) }
      countReads(&resolved, rule: rule)
    }
    nodes.append(resolved)
  }

  func view(of node: ONNXNode, inputs: [Int?]) -> NodeView {
    var view = NodeView(
      operator: node.`operator`, domain: node.domain.isONNX ? "" : node.domain,
      opset: opset(node), attributes: attributes(node),
      inputs: inputs.map { $0.map { tensors[$0] } }, outputs: node.outputs)
    // A tensor that was asked for but cannot be found is a fault reported by the checks before.
    if case .tensor(let tensor)? = view.attributes["value"] {
      view.attributeValue = numbers(tensor)
    }
    return view
  }

  // MARK: Shapes and values

  private mutating func findings(
    _ rule: OperatorRule, _ view: NodeView, _ node: ONNXNode, _ number: Int
  ) -> Findings {
    do throws(RuleFailure) {
      var outputs = Array(try rule.infer(view).prefix(node.outputs.count))
      while outputs.count < node.outputs.count { outputs.append(.unknown) }
      for output in outputs {
        guard let shape = output.shape else { continue }
        if let side = shape.first(where: { $0 < 0 }) {
          throw .invalid("the result \(shape.asShape) would have a side of \(side)")
        }
        guard try Count.product(shape) <= GraphChecks.elementLimit else {
          throw .invalid("the result \(shape.asShape) has more than 2^48 elements")
        }
      }
      for (place, declared) in declaredTypes(node, where: outputs.map { $0.isOpen }) {
        outputs[place].shape = outputs[place].shape ?? declared.shape
        outputs[place].format = outputs[place].format ?? declared.format
      }
      let origin = origin(rule, view)
      var found = Findings(outputs: outputs, values: nil, origin: origin)
      guard origin < .run, let fold = rule.fold,
        outputs.allSatisfy({ $0.shape.map { $0.elements <= Numbers.most } ?? false })
      else { return found }
      found.values = try fold(view, outputs)
      return found
    } catch {
      explain(error, view, node, number)
      return Findings(
        outputs: declaredTypes(node), values: nil, origin: .run, isSound: false)
    }
  }

  /// Reports why a rule failed; what follows from another node's failure is not said again.
  private mutating func explain(
    _ failure: RuleFailure, _ view: NodeView, _ node: ONNXNode, _ number: Int
  ) {
    let key = OperatorTable.Key(domain: view.domain, name: view.`operator`)
    switch failure {
    case .unknownInput: break
    case .dataDependent(let reason):
      report.openShape(key, at: place(node, number), reason: reason)
    case .unsupported(let what):
      report.openShape(key, at: place(node, number), reason: "\(what) are not supported yet")
    case .invalid(let reason, let remedy):
      let shapes = view.inputs.compactMap { $0 }.map { input in
        "\(input.name) \(input.shape?.asShape ?? "of unknown shape")"
      }
      report.error(
        .misshapen(
          place(node, number), operator: view.`operator`, reason: reason, remedy: remedy,
          inputs: shapes.joined(separator: ", ")))
    }
  }

  private func origin(_ rule: OperatorRule, _ view: NodeView) -> TensorInfo.Origin {
    switch rule.constancy {
    case .never: return .run
    case .ofShapes:
      // The length of a sequence is known with its items, whenever these are made.
      return view.inputs.allSatisfy { $0?.shape != nil || $0?.type.items != nil } ? .sizes : .run
    case .ofInputs:
      let given = view.inputs.compactMap { $0?.origin }
      return given.max() ?? .run
    }
  }

  // MARK: Outputs

  private mutating func define(
    _ found: Findings, _ node: ONNXNode, inputs: [Int?], rule: OperatorRule?
  ) -> [Int?] {
    let made = found.origin < .run
    let sources = inputs.prefix(rule?.dataInputs ?? 0).compactMap { $0 }
    let kept = rule?.keepsParameter == true ? sources.first.flatMap { tensors[$0].parameter } : nil
    let holdsWeights = made && sources.contains { tensors[$0].parameter != nil }
    var out: [Int?] = []
    for (place, name) in node.outputs.enumerated() {
      guard !name.isEmpty else {
        out.append(nil)
        continue
      }
      var tensor = TensorInfo(name: name, type: found.outputs[place], origin: found.origin)
      if let values = found.values, place < values.count {
        tensor.value = values[place].stored(as: tensor.format)
      }
      let index = define(tensor)
      if made {
        // What is made of weights before the run is stored as a weight of its own.
        let isOwn = holdsWeights || tensor.isParameter
        tensors[index].parameter = place == 0 ? kept ?? (isOwn ? index : nil) : isOwn ? index : nil
      }
      out.append(index)
    }
    return out
  }

  /// The types that the file declares for a node's outputs; sides are open unless they are numbers or bound
  /// symbols.
  mutating func declaredTypes(_ node: ONNXNode) -> [TensorType] {
    var types = [TensorType](repeating: .unknown, count: node.outputs.count)
    let all = [Bool](repeating: true, count: types.count)
    for (place, declared) in declaredTypes(node, where: all) { types[place] = declared }
    return types
  }

  private mutating func declaredTypes(_ node: ONNXNode, where wanted: [Bool]) -> [(
    Int, TensorType
  )] {
    guard wanted.contains(true), let scope = scopes.indices.last else { return [] }
    if scopes[scope].declared == nil {
      scopes[scope].declared = Dictionary(
        scopes[scope].valueInfos.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    }
    return node.outputs.enumerated().compactMap { place, name in
      guard wanted[place], let info = scopes[scope].declared?[name] else { return nil }
      let sides = info.shape?.map { side -> Int? in
        switch side {
        case .fixed(let size): size
        case .symbol(let symbol): symbols[symbol]
        case .unknown: nil
        }
      }
      let known = sides?.compactMap(\.self)
      let isKnown = known?.count == sides?.count && (try? Count.product(known ?? [])) != nil
      return (
        place,
        TensorType(NumberFormat(onnxDataType: info.elementType), isKnown ? known : nil)
      )
    }
  }
}

// MARK: Work

extension GraphWalk {
  private mutating func count(
    _ rule: OperatorRule, _ view: NodeView, _ outputs: [TensorType],
    into resolved: inout ResolvedNode, _ node: ONNXNode, _ number: Int
  ) {
    guard outputs.first?.shape != nil || outputs.isEmpty else { return }
    do throws(RuleFailure) {
      let cost = try rule.cost(view, outputs)
      resolved.nests = cost.nests
      resolved.macsWithoutPadding = cost.macsWithoutPadding ?? resolved.macs
      resolved.vectorOperations = cost.vectorOperations
      if let kind = cost.kind { resolved.kind = kind }
      for (input, elements) in cost.elementsRead where input < resolved.elementsRead.count {
        resolved.elementsRead[input] = elements == 0 ? -1 : elements
      }
      count(macs: resolved.boundedMACs, vectorOperations: resolved.vectorOperations)
    } catch {
      explain(error, view, node, number)
    }
  }

  /// Elements read of each input: all of a data input, none of an argument, unless the cost rule said otherwise.
  private func countReads(_ resolved: inout ResolvedNode, rule: OperatorRule?) {
    let data = rule.map { $0.isFree ? 0 : $0.dataInputs } ?? Int.max
    var parameters: Set<Int> = []
    var bytes = 0
    for (place, input) in resolved.inputs.enumerated() {
      guard let input else { continue }
      let said = resolved.elementsRead[place]
      if said != 0 {
        resolved.elementsRead[place] = max(said, 0)
      } else if place < data {
        resolved.elementsRead[place] = tensors[input].shape?.elements ?? 0
      }
      if place < (rule?.dataInputs ?? .max), let parameter = tensors[input].parameter,
        parameters.insert(parameter).inserted
      {
        let tensor = tensors[parameter]
        bytes &+= tensor.format?.bytes(of: tensor.shape?.elements ?? 0) ?? 0
      }
    }
    resolved.parameterBytes = bytes
  }
}

extension TensorType {
  /// Whether something is missing that a declaration could fill in.
  fileprivate var isOpen: Bool { items == nil && (shape == nil || format == nil) }
}

extension ONNXAttribute {
  /// As reports and grouping see it; nil for tensors and graphs.
  var resolved: NodeAttribute? {
    switch self {
    case .float(let value): .float(value)
    case .int(let value): .int(value)
    case .string(let value): .string(value)
    case .floats(let values): .floats(values)
    case .ints(let values): .ints(values)
    case .strings(let values): .strings(values)
    case .tensor, .graph, .tensors, .graphs, .reference, .other: nil
    }
  }
}
