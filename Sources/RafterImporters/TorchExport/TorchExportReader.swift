// SPDX-License-Identifier: Apache-2.0
public import RafterDiagnostics

/// Reads programs that `Scripts/torch-export` wrote: operators, shapes and types of a `torch.export` program.
///
/// Operators are counted by the rows of their ONNX twins and grouped by the same rules, so that a model reads alike
/// whichever way it left PyTorch.
public enum TorchExportReader {
  /// What the file says of itself.
  static let schema = "rafter/torch-export/1"

  /// Reads a program.
  ///
  /// - Throws: `json.syntax`, `torch.program`, `torch.shape-mismatch`, each with its place.
  public static func resolve(bytes: FileBytes, source: String, name: String) throws(DiagnosticList)
    -> ResolvedGraph
  {
    try bytes.withUnsafeBytes { pointer throws(DiagnosticList) in
      try TorchGraph.resolve(
        try TorchProgram(pointer, source: source, name: name), source: source)
    }
  }
}
