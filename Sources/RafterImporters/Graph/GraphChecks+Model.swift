// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics

extension GraphChecker {
  /// Refuses training graphs by what makes them so.
  mutating func checkTraining(_ model: ONNXModel) {
    if model.trainingInfos > 0 {
      add(.trainingInfo(source, count: model.trainingInfos))
    }
    var training: [ONNXNode] = []
    for nodes in [model.graph.nodes] + model.functions.map(\.nodes) {
      Self.visit(nodes) { if $0.isForTraining { training.append($0) } }
    }
    guard let first = training.first else { return }
    add(.trainingNode(at: place(of: first), operator: first.operator, count: training.count))
  }

  /// Visits nodes and those of their bodies, in the order of the file.
  static func visit(_ nodes: [ONNXNode], _ body: (ONNXNode) -> Void) {
    for node in nodes {
      body(node)
      for inner in node.bodies { visit(inner.nodes, body) }
    }
  }

  /// Checks the versions of the format and of the domains in use.
  mutating func checkVersions(_ model: inout ONNXModel) {
    if model.irVersion > GraphChecks.newestIR {
      add(.newIR(source, version: model.irVersion))
    }
    // The first two versions of the format had no opset imports; their operators are those of opset 1.
    if model.opsets[""] == nil, (1...2).contains(model.irVersion) { model.opsets[""] = 1 }
    check(opsets: model.opsets)
    let calls = Set(model.functions.map(\.domain))
    var domains: Set<String> = []
    Self.visit(model.graph.nodes) { domains.insert($0.domain) }
    for domain in domains.sorted() where model.opsets[domain] == nil {
      // A version of the domain of a function is of no use: the function itself is in the file.
      guard !calls.contains(domain) else {
        model.opsets[domain] = 1
        continue
      }
      add(.noOpset(source, domain: domain, size: fileSize))
    }
  }

  private mutating func check(opsets: [String: Int]) {
    guard let version = opsets[""] else { return }
    if version < 1 || version > GraphChecks.impossibleOpset {
      add(.impossibleOpset(source, version: version))
    } else if version > GraphChecks.newestOpset {
      add(.newOpset(source, version: version))
    }
  }

  /// Checks model-local functions: names, order, and that none calls itself.
  mutating func checkFunctions(_ model: inout ONNXModel) {
    var places: [FunctionKey: Int] = [:]
    for (index, function) in model.functions.enumerated() {
      if places.updateValue(index, forKey: function.key) != nil {
        add(.duplicateFunction(source, name: function.name, domain: function.domain))
      }
    }
    for index in model.functions.indices {
      var function = model.functions[index]
      var makers = Dictionary(
        function.inputs.map { ($0, Maker.input) }, uniquingKeysWith: { first, _ in first })
      addOutputs(of: function.nodes, to: &makers)
      let visible = Set(makers.keys)
      for node in function.nodes.indices {
        checkAttributes(of: &function.nodes[node], outer: visible)
      }
      function.nodes = order(function.nodes, makers: makers, visible: visible)
      for output in function.outputs where !visible.contains(output) {
        add(
          .unmadeOutput(
            source, output: output, function: function.name,
            nearest: nearest(to: output, among: visible)))
      }
      check(opsets: function.opsets)
      model.functions[index] = function
    }
    let calls = model.functions.map { function -> [Int] in
      var called: [Int] = []
      Self.visit(function.nodes) { if let place = places[$0.key] { called.append(place) } }
      return called
    }
    for cycle in GraphOrder.sort(count: calls.count, reads: calls).cycles {
      add(.recursiveFunction(source, names: cycle.reversed().map { model.functions[$0].name }))
    }
  }
}

/// What a node and the function that it calls have in common.
private struct FunctionKey: Hashable {
  var domain: String
  var name: String
  var overload: String
}

extension ONNXFunction {
  fileprivate var key: FunctionKey { FunctionKey(domain: domain, name: name, overload: overload) }
}

extension ONNXNode {
  fileprivate var key: FunctionKey {
    FunctionKey(domain: domain, name: `operator`, overload: overload)
  }

  /// Whether it occurs in training only: gradients and optimizers.
  fileprivate var isForTraining: Bool {
    switch domain {
    case "ai.onnx.preview.training", "ai.onnx.training": true
    case "com.microsoft":
      `operator`.hasSuffix("Grad") || `operator`.contains("Optimizer")
        || ["InPlaceAccumulator", "InPlaceAccumulatorV2", "YieldOp"].contains(`operator`)
    case "": ["Gradient", "Adam", "Adagrad", "Momentum", "SGD"].contains(`operator`)
    default: false
    }
  }
}
