// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterQuantities
import RafterWorkload

// What can be wrong with an in-memory array.

extension Diagnostic {
  static func noArray(_ title: String, at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      id: "accelerator.imc", "\(title) is in-memory and has no array", at: place,
      suggestion: "add `imc: {rows: ..., columns: ..., input-bits-per-step: 1, style: analog}`")
  }

  static func arrayOfOther(_ title: String, at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      id: "accelerator.imc", "\(title) has an in-memory array and is of another kind", at: place,
      suggestion: "add `kind: in-memory`, or remove it")
  }

  static func activeRows(_ active: Int, of rows: Int, at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      id: "accelerator.imc", "\(active) rows are active and the array has \(rows)", at: place,
      suggestion: "at most all rows can be")
  }

  static func tooWide(
    _ format: String, columns: Int, of all: Int, at place: SourceLocation
  ) -> Diagnostic {
    Diagnostic(
      id: "accelerator.imc-width",
      "a weight of \(format) takes \(columns) columns and the array has \(all)", at: place,
      suggestion: "remove the format, or check bits-per-cell, cells-per-weight and extra-columns")
  }

  static func tooFewCells(_ format: String, bits: Int, at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      id: "accelerator.imc-width",
      "the cells of one weight hold \(bits) bits, fewer than a weight of \(format) has", at: place,
      suggestion: "raise cells-per-weight, or leave it out: then it follows from the bits")
  }

  static func openEvents(_ events: [String], _ title: String, at place: SourceLocation)
    -> Diagnostic
  {
    Diagnostic(
      .warning, id: "accelerator.imc-energy",
      "the energies of \(title) leave open: \(events.joined(separator: ", "))", at: place,
      suggestion: "add them, as `0 pJ` where the array has no such part, or as `unknown`")
  }

  static func noRewrite(_ title: String, at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      .warning, id: "accelerator.imc-rewrite",
      "nothing says how fast weights are written into \(title): it takes no time", at: place,
      suggestion: "add `rewrite: {bandwidth: ..., energy: ...}`")
  }

  static func sharedBeyondArray(_ operand: Operand, side: String, at place: SourceLocation)
    -> Diagnostic
  {
    Diagnostic(
      .warning, id: "accelerator.imc-sharing",
      "\(operand == .inputs ? "inputs are multicast" : "outputs are summed") along '\(side)' before"
        + " they reach a memory: conversions of the arrays along it are counted once",
      at: place,
      suggestion: "put a memory that holds \(operand.rawValue) between '\(side)' and the array")
  }
}
