// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics

// All that reading programs of PyTorch says to the user.
extension Diagnostic {
  static func torchProgram(at place: SourceLocation, _ reason: String) -> Diagnostic {
    Diagnostic(
      id: "torch.program", "this is no program of torch.export: \(reason)", at: place,
      suggestion: "write it with Scripts/torch-export/rafter_torch_export.py of this version")
  }

  static func torchShapes(at place: SourceLocation, _ name: String, _ reason: String) -> Diagnostic
  {
    Diagnostic(
      id: "torch.shape-mismatch", "\(name): \(reason)", at: place,
      suggestion:
        "the file was changed, or the operator is one that we read wrongly: export it again")
  }

  static func torchUnknownOperator(at place: SourceLocation, _ base: String, count: Int)
    -> Diagnostic
  {
    Diagnostic(
      .warning, id: "torch.unknown-operator",
      "operator aten::\(base) is not known (\(count == 1 ? "1 node" : "\(count) nodes")); its bytes are "
        + "counted, its arithmetic is not", at: place,
      suggestion: "where it has a simpler form, export with `program.run_decompositions()`")
  }
}
