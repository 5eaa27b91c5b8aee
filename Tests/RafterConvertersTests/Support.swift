// SPDX-License-Identifier: Apache-2.0
import RafterConverters
import RafterDiagnostics
import RafterHardware
import Testing

/// Converts a text, reads what comes out, and gives both.
func converted(_ text: String, file: String = "machine.yaml") throws -> (Conversion, Accelerator) {
  let conversion = try Conversion.read(text: text, file: file)
  return (conversion, try AcceleratorReader.read(text: conversion.text, file: "converted.yaml").0)
}

/// The diagnostics of a text that cannot be converted.
func refusal(_ text: String, file: String = "machine.yaml") -> [Diagnostic] {
  switch Result(catching: { () throws(DiagnosticList) in try Conversion.read(text: text, file: file)
  })
  {
  case .success: return []
  case .failure(let list): return list.diagnostics.filter { $0.severity == .error }
  }
}

extension Conversion {
  /// Notes of a kind, as sentences.
  func notes(_ id: String) -> [String] { notes.filter { $0.id == id }.map(\.message) }
}
