// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterHardware
import RafterQuantities

extension ValidationSet {
  /// Cycles of ResNet-50's layers on Gemmini's RTL.
  public static let gemmini = ValidationSet(
    name: "gemmini",
    source: "FireSim RTL runs of ucb-bar/dosa (MICRO 2023), one of its configurations",
    kindOfTruth: "RTL",
    peers: [
      "DOSA's analytical model with the same mapping: 35 % on these rows, two off by 3.9 times; 26.1 % over its 222 points (computed from its data)"
    ],
    builtIn: ["gemmini/resnet50-layers.csv"],
    form: "a .csv of layers with \(GemminiRow.columns.joined(separator: ", "))"
  ) { files throws(DiagnosticList) in
    try files.checkTables([GemminiRow.columns])
    let machine = try Library.machine("gemmini")
    let shipped = try GemminiRow.read(
      CaseTable(Library.caseFile("gemmini/resnet50-layers.csv")))
    var rows: [GemminiRow] = []
    for table in try files.tables(GemminiRow.columns, orBuiltIn: "gemmini/resnet50-layers.csv") {
      rows += try GemminiRow.read(table)
    }
    return try GemminiComparison(rows, fittedOn: shipped, machine: machine).findings
  }
}

/// Rows beside the model with their mapping, and beside our own search.
struct GemminiComparison {
  let rows: [GemminiRow]
  private let shipped: [GemminiRow]
  private let search: GemminiSearch
  private let array: GemminiArray
  /// The constants, from the shipped rows whatever is compared.
  let fit: GemminiFit

  private static let meanTolerance = 0.25
  private static let leastRankCorrelation = 0.95
  /// 3 of 24 rows.
  private static let offByTwo = 0.125
  private static let quantity = "cycles, given mapping"

  init(_ rows: [GemminiRow], fittedOn shipped: [GemminiRow], machine: Accelerator)
    throws(DiagnosticList)
  {
    guard let sides = machine.fanOuts.first?.axes, sides.count == 2 else {
      throw DiagnosticList(.noBuiltIn(machine.name))
    }
    let array = GemminiArray(rows: sides[0].size, columns: sides[1].size)
    self.rows = rows
    self.shipped = shipped
    self.array = array
    search = GemminiSearch(machine: machine)
    fit = GemminiFit(shipped.map { (GemminiModel.Demand($0, array: array), $0.cycles) })
  }

  var findings: ValidationSet.Findings {
    var given: [ValidationRow] = []
    var own: [ValidationRow] = []
    var roofs = RoofCheck()
    for row in rows {
      let predicted = fit.model.cycles(GemminiModel.Demand(row, array: array))
      given.append(
        ValidationRow(
          counted: row.name, Self.quantity, unit: "cycle", published: row.cycles.value,
          predicted: predicted.value))
      let better = min(row.cycles, row.tilerCycles ?? row.cycles)
      own.append(
        ValidationRow(
          shown: row.name, "cycles, own search, beside the better of two mappings", unit: "cycle",
          published: better.value, predicted: search.cycles(row)?.value))
      let least = row.macs / MACsPerCycle(Double(array.rows * array.columns))
      for (which, cycles) in [("given mapping", row.cycles), ("tiler", row.tilerCycles)] {
        guard let cycles else { continue }
        roofs.add("\(row.name), \(which)", share: least.ratio(to: cycles))
      }
    }
    return ValidationSet.Findings(
      rows: given + own + sums(given, "given mapping") + roofs.rows,
      fitted: constants, notes: notes(given: given, own: own) + [roofs.summary] + roofs.notes)
  }

  /// The figures over all rows, each as its distance from the best it can be.
  private func sums(_ given: [ValidationRow], _ which: String) -> [ValidationRow] {
    let name = "\(given.count) rows, \(which)"
    let errors = given.compactMap(\.error)
    let far = errors.count { $0 > 1 || $0 < -0.5 }
    var rows = [
      ValidationRow(
        over: name, "mean error", errors.meanMagnitude, tolerance: Self.meanTolerance),
      ValidationRow(
        over: name, "share of rows off by 2 or more",
        errors.isEmpty ? nil : Double(far) / Double(errors.count), tolerance: Self.offByTwo),
    ]
    if let correlation = correlation(given) {
      rows.append(
        ValidationRow(
          over: name, "1 - rank correlation", 1 - correlation,
          tolerance: 1 - Self.leastRankCorrelation))
    }
    return rows
  }

  private func correlation(_ rows: [ValidationRow]) -> Double? {
    let counted = rows.map { row in
      ValidationRow(
        counted: row.name, row.quantity, unit: row.unit, published: row.published,
        predicted: row.predicted)
    }
    return ValidationOutcome(.gemmini, ValidationSet.Findings(rows: counted)).rankCorrelation
  }

  private var constants: [FittedConstant] {
    let error = fit.errorsLeavingOneOut.meanMagnitude
    let from = "from the \(shipped.count) shipped rows"
    return [
      FittedConstant(
        "cycles between two products at least, \(from)", fit.model.issue.value, unit: "cycle",
        leaveOneOut: error),
      FittedConstant(
        "bandwidth of transfers, \(from)", fit.model.bandwidth.value, unit: "B/cycle",
        leaveOneOut: error),
    ]
  }

  private func notes(given: [ValidationRow], own: [ValidationRow]) -> [String] {
    var notes = [
      "array, and for own search the machine, are those of the built-in gemmini, with scratchpad and accumulator of each row"
    ]
    let analytic = rows.compactMap { row in
      row.analyticCycles.map { $0.ratio(to: row.cycles) - 1 }
    }
    if let mean = analytic.meanMagnitude {
      notes.append("DOSA's model on these rows: mean error \(Text.percent(mean))")
    }
    let errors = own.compactMap(\.error)
    notes.append(
      "own search maps each row anew, so no RTL ran what it found: its cycles are a bound, above the better of the two measured mappings in \(errors.count { $0 > 0 }) of \(errors.count) rows, mean distance \(Text.percent(errors.meanMagnitude ?? 0)), rank correlation \(Text.number(correlation(own) ?? 0))"
    )
    return notes
  }
}
