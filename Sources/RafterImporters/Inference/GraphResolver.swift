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
    let bound: (tensors: [TensorInfo], symbols: [String: Int], texts: [String])
    do throws(DiagnosticList) {
      bound = try InputBinder.bind(inputs, bindings, source: source)
    } catch {
      let sizes = fittingSizes(checked, inputs, bindings, bytes: bytes, source: source)
      guard let sizes else { throw error }
      // Said again, with lines that work when they are pasted.
      _ = try InputBinder.bind(inputs, bindings, source: source, sizes: sizes)
      throw error
    }
    var walk = GraphWalk(checked, bytes: bytes, source: source, symbols: bound.symbols)
    let ends = walk.run(checked.graph, inputs: bound.tensors)
    let diagnostics = DiagnosticList(notes + walk.report.diagnostics)
    if diagnostics.hasErrors { throw diagnostics }
    return ResolvedGraph(
      name: checked.graph.name.isEmpty ? source : checked.graph.name, source: source,
      tensors: walk.tensors.map(\.resolved), nodes: walk.nodes, inputs: ends.inputs,
      outputs: ends.outputs, bindings: bound.texts, diagnostics: diagnostics.diagnostics,
      uncounted: walk.uncounted)
  }

  /// A model with more nodes is not walked only to find a proposal.
  private static let trialLimit = 20_000

  /// The first of some sizes for open sides with which all shapes of the model fit; nil where the usual ones do, or none.
  private static func fittingSizes(
    _ model: ONNXModel, _ inputs: [ONNXValueInfo], _ bindings: [InputBinding], bytes: FileBytes,
    source: String
  ) -> ProposedSizes? {
    guard model.graph.nodes.count <= trialLimit else { return nil }
    for sizes in [.usual] + ProposedSizes.others {
      guard
        let closing = InputBinder.closing(inputs, bindings, source: source, sizes: sizes),
        let bound = try? InputBinder.bind(inputs, bindings + closing, source: source)
      else { return nil }
      var walk = GraphWalk(model, bytes: bytes, source: source, symbols: bound.symbols)
      _ = walk.run(model.graph, inputs: bound.tensors)
      if walk.report.errorCount == 0 { return sizes == .usual ? nil : sizes }
    }
    return nil
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
