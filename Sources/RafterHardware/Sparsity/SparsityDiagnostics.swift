// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics

// What can be wrong with what a description says about zeros.

extension Diagnostic {
  static func notAStructure(_ text: String, at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      id: "accelerator.sparsity", "'\(text)' is not a structure of zeros", at: place,
      suggestion: "write how many of how many may be other than zero: `2:4`")
  }

  static func withoutEffect(_ key: String, _ other: String, at place: SourceLocation)
    -> Diagnostic
  {
    Diagnostic(
      id: "accelerator.sparsity", "'\(key)' is given and nothing says what '\(other)' works on",
      at: place, suggestion: "add `\(other): [weights]`, or remove it")
  }

  static func codeAndOverhead(_ operand: String, at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      id: "accelerator.sparsity",
      "the \(operand) have both a 'format' and a 'format-overhead'", at: place,
      suggestion: "keep one: a format says its own metadata")
  }
}
