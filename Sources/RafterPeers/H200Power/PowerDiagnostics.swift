// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics

// What can be wrong with measured power.
extension Diagnostic {
  static func powerFormat(_ format: String, at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      id: "peers.unsupported-format",
      "the format '\(format)' has other energies than the 16-bit formats that are fitted",
      at: place,
      suggestion: "give rows of bfloat16 or float16 only")
  }

  static func noPowerRows(_ file: String) -> Diagnostic {
    Diagnostic(
      id: "peers.no-rows", "'\(file)' has no row that is not suspect",
      at: SourceLocation(file: file), suggestion: "give at least one row with 0 under 'suspect'")
  }
}
