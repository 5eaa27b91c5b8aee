// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics

// All that reading a file says to the user, in one place.
extension Diagnostic {
  static func cannotOpen(_ path: String, reason: String) -> Diagnostic {
    Diagnostic(
      id: "file.cannot-open", "the file cannot be opened: \(reason)",
      at: SourceLocation(file: path), suggestion: "check the path and the right to read it")
  }

  static func cannotRead(_ path: String, reason: String) -> Diagnostic {
    Diagnostic(
      id: "file.cannot-read", "the file cannot be read: \(reason)",
      at: SourceLocation(file: path), suggestion: "copy it to a local disk and try again")
  }

  static func isDirectory(_ path: String) -> Diagnostic {
    Diagnostic(
      id: "file.is-a-directory", "this is a directory, not a file",
      at: SourceLocation(file: path), suggestion: "name the .onnx file in it")
  }

  static func streamTooLong(_ path: String, limit: Int) -> Diagnostic {
    Diagnostic(
      id: "file.stream-too-long", "more than \(limit) bytes come from a pipe",
      at: SourceLocation(file: path),
      suggestion: "save them to a file: a file is mapped and takes no memory")
  }

  static func emptyFile(_ source: String) -> Diagnostic {
    Diagnostic(
      id: "onnx.empty-file", "the file is empty", at: SourceLocation(file: source),
      suggestion: "export or download it again")
  }

  static func noGraph(_ source: String, size: Int) -> Diagnostic {
    Diagnostic(
      id: "onnx.no-graph", "there is no graph in the \(size) bytes of this file",
      at: SourceLocation(file: source),
      suggestion: "the file is cut before its graph, or is not an ONNX model: export it again")
  }

  static func fault(_ fault: WireFault, source: String, size: Int) -> Diagnostic {
    Diagnostic(
      id: "onnx.damaged", "not an ONNX model, or a damaged one: \(fault)",
      at: SourceLocation(file: source))
  }
}
