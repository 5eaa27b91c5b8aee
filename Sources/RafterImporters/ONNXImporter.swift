// SPDX-License-Identifier: Apache-2.0
public import RafterDiagnostics

/// Reads an ONNX model and finds the shape of every tensor.
public enum ONNXImporter {
  /// Reads a model, binds its inputs and walks its graph once, folding constants forward.
  ///
  /// - Throws: all that is wrong with the file, the bindings or the graph.
  public static func resolve(bytes: FileBytes, source: String, bindings: [InputBinding])
    throws(DiagnosticList) -> ResolvedGraph
  {
    let model = try ONNXReader.read(bytes, source: source)
    var graph = try GraphResolver.resolve(
      model, bytes: bytes, source: source, bindings: bindings)
    graph.diagnostics += ExternalFiles.check(model, source: source)
    return graph
  }
}
