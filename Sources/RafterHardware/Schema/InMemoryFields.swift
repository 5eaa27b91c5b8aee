// SPDX-License-Identifier: Apache-2.0
import RafterDocuments

extension AcceleratorFields {
  /// The kinds of arithmetic.
  static let computeKinds = ["multipliers", "in-memory"]

  /// The widest converter or weight.
  private static let bits = 1...64

  private static let eventEnergy = Record(
    "event energies", "The energies of the events of an in-memory array; 0 pJ for what it has not.",
    fields: InMemoryEnergies.Event.allCases.map { event in
      Field(event.rawValue, .quantity(Rules.energyPerEvent), Self.summary(of: event))
    } + inherited)

  private static func summary(of event: InMemoryEnergies.Event) -> String {
    switch event {
    case .cell: "One cell for one step."
    case .bitline: "One column of active rows for one step."
    case .dac: "One row driven for one step."
    case .adc: "One conversion."
    case .accumulate: "The adders of one column for one step."
    case .datapath: "The datapath at the columns, for one output."
    }
  }

  private static let rewrite = Record(
    "rewrite", "How weights are written into the array.",
    fields: [
      Field("bandwidth", .quantity(Rules.bandwidth.orWord("unknown")), "The width of the port."),
      Field("energy", .quantity(Rules.energyPerBit), "The energy of writing a bit into a cell."),
    ] + inherited)

  static let inMemory = Record(
    "in-memory array", "An array of memory cells that multiplies where the weights lie.",
    fields: [
      Field("rows", .count(sides), .required, "Rows of cells."),
      Field("columns", .count(sides), .required, "Columns of cells."),
      Field("active-rows", .count(sides), "Rows that are summed in one step; all if left out."),
      Field("bits-per-cell", .count(bits), "Bits of a weight that a cell stores; 1 if left out."),
      Field(
        "cells-per-weight", .count(sides),
        "Cells of one weight, side by side; as many as its bits need if left out."),
      Field(
        "extra-columns", .count(0...1_000_000),
        "Columns that a weight takes beside those that store it; none if left out."),
      Field(
        "input-bits-per-step", .count(bits), .required, "Bits of an input that enter in one step."),
      Field("dac-bits", .count(bits), "The resolution of the row drivers."),
      Field("adc-bits", .count(bits), "The resolution of the column converters."),
      Field("columns-per-adc", .count(sides), "Columns that share a converter; 1 if left out."),
      Field(
        "cycles-per-step", .quantity(Rules.fill),
        "Cycles of one step, all conversions included; one for each column of a converter if left"
          + " out."),
      Field(
        "style", .word(InMemoryArray.Style.allCases.map(\.rawValue)), .required,
        "How a column sums."),
      Field("energy", .record(eventEnergy), eventEnergy.summary),
      Field("rewrite", .record(rewrite), rewrite.summary),
      Field(
        "buffering", .word(MemoryLevel.Buffering.allCases.map(\.rawValue)),
        "Double: half of the cells are written while the others work; single if left out."),
      Field(
        "quoted-includes", .word(InMemoryArray.Scope.allCases.map(\.rawValue)),
        "What the TOPS/W that its makers quote includes."),
    ] + inherited)
}
