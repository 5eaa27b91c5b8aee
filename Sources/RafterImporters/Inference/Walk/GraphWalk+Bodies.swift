// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterQuantities
import RafterWorkload

/// What walking a branch gave.
private struct Branch {
  var nodes: [ResolvedNode]
  var outputs: [Int?]
  var report: WalkReport

  /// One whose shapes fit comes before one whose shapes contradict themselves, then the one with more multiplies.
  func isBetter(than other: Branch) -> Bool {
    let (errors, others) = (report.errorCount, other.report.errorCount)
    return errors == others ? work > other.work : errors < others
  }

  private var work: Int { nodes.reduce(0) { $0 &+ $1.boundedMACs } }
}

// Functions, branches, and what loops share with them.
extension GraphWalk {
  /// Walks a body in a scope of its own.
  ///
  /// - Parameter given: the tensors that the body's inputs are, in their order.
  /// - Returns: the tensors of its outputs; nil for one that nothing makes.
  mutating func body(_ graph: ONNXGraph, given: [Int], depth: Int, firstNumber: Int) -> [Int?] {
    var scope = Scope(
      opsets: scopes.last?.opsets ?? opsets, valueInfos: graph.valueInfos + graph.outputs)
    scope.callAttributes = scopes.last?.callAttributes ?? [:]
    for (input, tensor) in zip(graph.inputs, given) { scope.names[input.name] = tensor }
    scopes.append(scope)
    addInitializers(graph)
    walk(graph.nodes, depth: depth, firstNumber: firstNumber)
    let outputs = graph.outputs.map { lookup($0.name) }
    scopes.removeLast()
    return outputs
  }

  /// Adds the node that hands on what a body made: free, behind the body's nodes, reading the body's outputs, so
  /// that data flow through it as they do in the run.
  mutating func close(
    _ node: ONNXNode, depth: Int, number: Int, inputs: [Int?], results: [TensorInfo]
  ) {
    var outputs: [Int?] = []
    for (place, name) in node.outputs.enumerated() {
      guard !name.isEmpty else {
        outputs.append(nil)
        continue
      }
      var tensor = place < results.count ? results[place] : TensorInfo(name: name, type: .unknown)
      tensor.name = name
      outputs.append(define(tensor))
    }
    let isFolded = !results.isEmpty && results.allSatisfy { $0.origin < .run }
    nodes.append(
      ResolvedNode(
        name: name(node, number), operator: node.`operator`,
        domain: node.domain.isONNX ? "" : node.domain, opset: opset(node), depth: depth,
        inputs: inputs, outputs: outputs,
        attributes: attributes(node).compactMapValues(\.resolved), kind: .control,
        isFolded: isFolded, isFree: true,
        elementsRead: [Int](repeating: 0, count: inputs.count)))
  }

  /// What a body made, as tensors of the graph around it.
  func results(_ outputs: [Int?]) -> [TensorInfo] {
    outputs.map { $0.map { tensors[$0] } ?? TensorInfo(name: "", type: .unknown) }
  }

  // MARK: Functions

  mutating func call(_ function: ONNXFunction, from node: ONNXNode, depth: Int, number: Int) {
    let inputs = node.inputs.map { lookup($0) }
    var scope = Scope(opsets: opsets.merging(function.opsets) { $1 }, isClosed: true)
    scope.callAttributes = function.defaults.merging(attributes(node)) { $1 }
    for (name, tensor) in zip(function.inputs, inputs) { scope.names[name] = tensor }
    scopes.append(scope)
    walk(function.nodes, depth: depth + 1, firstNumber: 0)
    let outputs = function.outputs.map { lookup($0) }
    scopes.removeLast()
    close(
      node, depth: depth, number: number, inputs: outputs, results: results(outputs))
  }

  // MARK: Branches

  /// `If`: the branch that a known condition takes; of an unknown one the branch with more multiplies.
  mutating func branch(_ node: ONNXNode, depth: Int, number: Int) {
    let condition = node.inputs.first.flatMap { lookup($0) }
    let known = condition.flatMap { tensors[$0].value?.doubles.first }
    let given = attributes(node)
    let names = known.map { $0 != 0 ? ["then_branch"] : ["else_branch"] }
    let start = nodes.count
    let before = report
    var best: Branch?
    for name in names ?? ["then_branch", "else_branch"] {
      guard case .graph(let graph)? = given[name] else { continue }
      let first = NodeNumbers.first(name, of: node, number: number)
      // What is said of a branch that is not taken is not kept.
      report = before
      let outputs = body(graph, given: [], depth: depth + 1, firstNumber: first)
      let branch = Branch(nodes: Array(nodes[start...]), outputs: outputs, report: report)
      nodes.removeSubrange(start...)
      if best.map({ branch.isBetter(than: $0) }) ?? true { best = branch }
    }
    if let best { report = best.report }
    guard let best else {
      report.error(
        .misshapen(
          place(node, number), operator: "If", reason: "the branch that is taken is missing",
          remedy: nil, inputs: ""))
      close(node, depth: depth, number: number, inputs: [condition], results: [])
      return
    }
    if names == nil {
      report.warning(
        .openControl(
          place(node, number),
          reason: "the condition of If is known only in the run; the branch with more "
            + "multiplies is counted", deciders: deciders(of: [condition])))
    }
    nodes += best.nodes
    close(
      node, depth: depth, number: number, inputs: [condition] + best.outputs,
      results: results(best.outputs))
  }
}
