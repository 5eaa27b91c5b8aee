// SPDX-License-Identifier: Apache-2.0
package import RafterDiagnostics

/// Finds the shape of every tensor of a model, evaluates what is known before the run, and counts the work of
/// every node.
package enum GraphResolver {
  /// Binds every input to a concrete size and walks the nodes once, in order, keeping concrete shapes and
  /// evaluating every small tensor whose inputs are known; there is no symbolic algebra [workloads 6].
  ///
  /// - Throws: everything wrong with the graph, the bindings or the shapes, with the warnings.
  package static func resolve(
    _ model: ONNXModel, bytes: FileBytes, source: String, bindings: [InputBinding]
  ) throws(DiagnosticList) -> ResolvedGraph {
    let (checked, notes) = try GraphChecks.check(model, bytes: bytes, source: source)
    let weights = Set(checked.graph.initializers.map(\.name))
    // Files of IR 3 list their weights among the inputs.
    let inputs = checked.graph.inputs.filter { !weights.contains($0.name) }
    let bound = try InputBinder.bind(inputs, bindings, source: source)
    var walk = GraphWalk(checked, bytes: bytes, source: source, symbols: bound.symbols)
    let ends = walk.run(checked.graph, inputs: bound.tensors)
    let diagnostics = DiagnosticList(notes + walk.report.diagnostics)
    if diagnostics.hasErrors { throw diagnostics }
    return ResolvedGraph(
      name: checked.graph.name.isEmpty ? source : checked.graph.name, source: source,
      tensors: walk.tensors.map(\.resolved), nodes: walk.nodes, inputs: ends.inputs,
      outputs: ends.outputs, bindings: bound.texts, diagnostics: diagnostics.diagnostics)
  }
}

extension TensorInfo {
  /// The tensor as reports and grouping see it.
  fileprivate var resolved: ResolvedTensor {
    ResolvedTensor(
      name: name, shape: shape, format: format, isConstant: origin < .run, parameter: parameter,
      value: value?.doubles)
  }
}
