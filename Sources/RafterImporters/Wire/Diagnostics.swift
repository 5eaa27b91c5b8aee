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

  static func otherFile(_ source: String, _ kind: FileKind) -> Diagnostic {
    Diagnostic(
      id: "onnx.other-file", "not an ONNX model: this is \(kind.name)",
      at: SourceLocation(file: source), suggestion: kind.remedy)
  }

  static func notAModel(_ source: String) -> Diagnostic {
    Diagnostic(
      id: "onnx.not-a-model", "not an ONNX model, nor any other file that we know",
      at: SourceLocation(file: source), suggestion: "give the .onnx file")
  }

  static func noGraph(_ source: String, size: Int) -> Diagnostic {
    Diagnostic(
      id: "onnx.cut", "the file is cut at byte \(size), before its graph",
      at: SourceLocation(file: source, position: .byte(size)),
      suggestion: "export or download it again")
  }

  static func cut(
    _ source: String, size: Int, announced: Int?, part: String?, from: Int
  ) -> Diagnostic {
    let whole = announced.map { $0 == .max ? "" : " of at least \($0)" } ?? ""
    let within = part.map { ", within \($0) that begins at byte \(from)" } ?? ", within a number"
    return Diagnostic(
      id: "onnx.cut", "the file is cut at byte \(size)\(whole)\(within)",
      at: SourceLocation(file: source, position: .byte(size)),
      suggestion: "export or download it again")
  }

  static func zerosAppended(_ source: String, at offset: Int, size: Int) -> Diagnostic {
    Diagnostic(
      id: "onnx.zeros-appended",
      "the model ends at byte \(offset); the remaining \(size - offset) bytes of the file are zero",
      at: SourceLocation(file: source, position: .byte(offset)),
      suggestion: "cut them off: `truncate --size \(offset)` on a copy of the file")
  }

  static func zerosInside(_ source: String, at offset: Int, size: Int) -> Diagnostic {
    Diagnostic(
      id: "onnx.cut",
      "the file is cut at byte \(offset) of \(size): from there on it holds only zeros",
      at: SourceLocation(file: source, position: .byte(offset)),
      suggestion: "its download did not finish: get it again")
  }

  static func twoModels(_ source: String, second offset: Int) -> Diagnostic {
    Diagnostic(
      id: "onnx.two-models", "two models in one file: the second begins at byte \(offset)",
      at: SourceLocation(file: source, position: .byte(offset)),
      suggestion: "take the first apart: `head --bytes \(offset)` of the file",
      notes: ["other readers merge them in silence and count every node twice"])
  }

  static func trailingBytes(_ source: String, at offset: Int) -> Diagnostic {
    Diagnostic(
      id: "onnx.trailing-bytes",
      "the graph is complete, but what stands at byte \(offset) is no part of a model",
      at: SourceLocation(file: source, position: .byte(offset)),
      suggestion: "something was appended to the file, or its end is damaged: get it again")
  }

  static func damaged(_ source: String, at offset: Int, detail: String) -> Diagnostic {
    Diagnostic(
      id: "onnx.damaged", "the file is damaged at byte \(offset): \(detail)",
      at: SourceLocation(file: source, position: .byte(offset)),
      suggestion: "export or download it again")
  }

  static func tooDeep(_ source: String, at offset: Int) -> Diagnostic {
    Diagnostic(
      id: "onnx.too-deep",
      "graphs are nested within graphs more than \(ONNXParser.depthLimit - 1) times",
      at: SourceLocation(file: source, position: .byte(offset)),
      suggestion: "flatten the If, Loop and Scan nodes that contain one another")
  }

  static func tooMany(_ source: String, at offset: Int) -> Diagnostic {
    Diagnostic(
      id: "onnx.too-many",
      "there are more than \(ONNXParser.objectLimit) nodes, tensors and values",
      at: SourceLocation(file: source, position: .byte(offset)),
      suggestion: "the file is damaged or made to exhaust memory: export the model again")
  }
}
