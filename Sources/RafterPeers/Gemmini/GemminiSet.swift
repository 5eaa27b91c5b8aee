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
    summary: Summary("cycles of ResNet-50 by three mappings", peers: "DOSA 35 %"),
    builtIn: ["gemmini/resnet50-layers.csv"],
    form: "a .csv of layers with \(GemminiRow.columns.joined(separator: ", "))"
  ) { files throws(DiagnosticList) in
    try files.checkTables([GemminiRow.self])
    let machine = try Library.machine("gemmini")
    let shipped = try GemminiRow.read(
      CaseTable(Library.caseFile("gemmini/resnet50-layers.csv")))
    let rows = try files.rows(GemminiRow.self, orBuiltIn: "gemmini/resnet50-layers.csv")
    return try GemminiComparison(rows, fittedOn: shipped, machine: machine).findings
  }
}

/// Rows beside the model: with their mapping, with the cutting of Gemmini's own library, and with our own search.
struct GemminiComparison {
  let rows: [GemminiRow]
  private let shipped: [GemminiRow]
  private let machine: Accelerator
  private let array: GemminiArray
  /// The constants, from the shipped rows with their mapping whatever is compared.
  let fit: GemminiFit

  private static let meanTolerance = 0.25
  private static let leastRankCorrelation = 0.95
  /// 3 of 24 rows.
  private static let offByTwo = 0.125

  init(_ rows: [GemminiRow], fittedOn shipped: [GemminiRow], machine: Accelerator)
    throws(DiagnosticList)
  {
    guard let sides = machine.fanOuts.first?.axes, sides.count == 2 else {
      throw DiagnosticList(.noBuiltIn(machine.name))
    }
    let array = GemminiArray(rows: sides[0].size, columns: sides[1].size)
    self.rows = rows
    self.shipped = shipped
    self.machine = machine
    self.array = array
    fit = GemminiFit(shipped.map { (Self.demand($0, array), $0.cycles) })
  }

  private static func demand(_ row: GemminiRow, _ array: GemminiArray) -> GemminiModel.Demand {
    GemminiModel.Demand(
      GemminiCut(row.tiling), stride: row.stride, array: row.array(array),
      elementBytes: row.elementBytes)
  }

  /// Cycles of a cutting of a row.
  func cycles(_ cut: GemminiCut, of row: GemminiRow) -> Cycles {
    fit.model.cycles(
      GemminiModel.Demand(
        cut, stride: row.stride, array: row.array(array), elementBytes: row.elementBytes))
  }

  var findings: ValidationSet.Findings {
    let given = rows.map { row in
      ValidationRow(
        counted: row.name, "cycles, given mapping", unit: "cycle", published: row.cycles.value,
        predicted: cycles(GemminiCut(row.tiling), of: row).value)
    }
    let tiler = rows.compactMap { row in
      row.tilerCycles.map { measured in
        ValidationRow(
          counted: row.name, "cycles, Gemmini's tiler", unit: "cycle", published: measured.value,
          predicted: GemminiTiler(row: row, array: row.array(array)).cut().map {
            cycles($0, of: row).value
          })
      }
    }
    let own = rows.map { row in
      ValidationRow(
        shown: row.name, "cycles, own search, beside the better of two mappings", unit: "cycle",
        published: row.best.value,
        predicted: GemminiCutSearch(array: row.array(array), model: fit.model).best(row)?
          .cycles.value)
    }
    return ValidationSet.Findings(
      rows: given + tiler + own + sums(given, "given mapping")
        + rank(given, "given mapping", isJudged: true)
        + sums(tiler, "Gemmini's tiler") + rank(tiler, "Gemmini's tiler", isJudged: false)
        + sums(own, "own search", isJudged: !tiler.isEmpty)
        + rank(own, "own search", isJudged: false),
      fitted: constants, notes: notes(given: given, tiler: tiler, own: own), rooflines: [roofline])
  }

  /// The figures over some rows, each as its distance from the best it can be.
  ///
  /// Own search is judged beside the better of two mappings; where only one ran, that may be far from good, and it is shown.
  private func sums(_ some: [ValidationRow], _ which: String, isJudged: Bool = true)
    -> [ValidationRow]
  {
    guard !some.isEmpty else { return [] }
    let name = "\(some.count) rows, \(which)"
    let errors = some.compactMap(\.error)
    let far = errors.count { $0 > 1 || $0 < -0.5 }
    let share = errors.isEmpty ? nil : Double(far) / Double(errors.count)
    return [
      ("mean error", errors.meanMagnitude, Self.meanTolerance),
      ("share of rows off by 2 or more", share, Self.offByTwo),
    ].map { quantity, value, tolerance in
      isJudged
        ? ValidationRow(over: name, quantity, value, tolerance: tolerance)
        : ValidationRow(shown: name, quantity, unit: "1", published: 0, predicted: value)
    }
  }

  /// What is missing to the same order as RTL; judged with the published mapping, shown with the other two.
  private func rank(_ some: [ValidationRow], _ which: String, isJudged: Bool) -> [ValidationRow] {
    guard let correlation = Self.correlation(some) else { return [] }
    let (name, quantity) = ("\(some.count) rows, \(which)", "1 - rank correlation")
    return [
      isJudged
        ? ValidationRow(
          over: name, quantity, 1 - correlation, tolerance: 1 - Self.leastRankCorrelation)
        : ValidationRow(
          shown: name, quantity, unit: "1", published: 0, predicted: 1 - correlation)
    ]
  }

  private static func correlation(_ rows: [ValidationRow]) -> Double? {
    let counted = rows.map { row in
      ValidationRow(
        counted: row.name, row.quantity, unit: row.unit, published: row.published,
        predicted: row.predicted)
    }
    return ValidationOutcome(.gemmini, ValidationSet.Findings(rows: counted)).rankCorrelation
  }

  private var constants: [FittedConstant] {
    let error = fit.errorsLeavingOneOut.meanMagnitude
    let from = "from the \(shipped.count) shipped rows with their mapping"
    return [
      FittedConstant(
        "cycles between two products at least, \(from)", fit.model.issue.value, unit: "cycle",
        leaveOneOut: error),
      FittedConstant(
        "bandwidth of transfers, \(from)", fit.model.bandwidth.value, unit: "B/cycle",
        leaveOneOut: error),
    ]
  }
}

/// What is said beside the numbers.
extension GemminiComparison {
  private func notes(given: [ValidationRow], tiler: [ValidationRow], own: [ValidationRow])
    -> [String]
  {
    var notes = [
      "the array is that of the built-in gemmini, or as wide as a mapping unrolls; scratchpad and accumulator are those of each row, for one tile"
    ]
    let unstated = rows.filter { $0.statedArray == nil }
    if let most = unstated.map(\.tiling.unrolled).max(), 2 * most <= min(array.rows, array.columns)
    {
      notes.append(
        "no mapping unrolls over more than \(most): if the array was smaller, or its elements wider than a byte, as of a Gemmini in fp32, say so in columns 'array_rows', 'array_columns' and 'element_bytes'; without them its cycles come out too low"
      )
    }
    let analytic = rows.compactMap { row in
      row.analyticCycles.map { $0.ratio(to: row.cycles) - 1 }
    }
    if let mean = analytic.meanMagnitude {
      notes.append("DOSA's model on these rows: mean error \(Text.percent(mean))")
    }
    if !tiler.isEmpty {
      notes.append(
        "the cutting of Gemmini's tiler follows from its rule, and nothing is fitted to its cycles: \(Self.summary(tiler))"
      )
    }
    let mapped = rows.map { row in
      ValidationRow(
        counted: row.name, "cycles", unit: "cycle", published: row.best.value,
        predicted: GemminiSearch(machine: machine).cycles(row)?.value)
    }
    notes += [
      "own search cuts each row anew with the model's constants, so no RTL ran what it found; it is held to the better of the two mappings that ran: \(Self.summary(own))",
      "the search of `rafter map` knows no cycles between products and overlaps transfers fully, so its cycles are a bound: \(Self.summary(mapped))",
    ]
    return notes
  }

  private static func summary(_ rows: [ValidationRow]) -> String {
    let errors = rows.compactMap(\.error)
    let rank = correlation(rows).map { ", rank correlation \(Text.number($0))" } ?? ""
    return
      "mean error \(Text.percent(errors.meanMagnitude ?? 0)), signed \(Text.percent(errors.mean ?? 0)), above in \(errors.count { $0 > 0 }) of \(errors.count) rows\(rank)"
  }

  /// What ran with the given mapping, at the bytes that this brings, under the peak and the bus.
  private var roofline: MeasuredRoofline {
    let peak = Operations(2 * array.rows * array.columns) / Cycles(1) * machine.clock
    let bus = machine.memories.first?.ports.first?.bandwidth.value.perSecond(at: machine.clock)
    return MeasuredRoofline(
      machine: machine.name, ceilings: [.init("int8", peak: peak)],
      slopes: bus.map { [.init("bus", bandwidth: $0)] } ?? [],
      points: rows.filter { $0.array(array) == array && $0.elementBytes == 1 }.map { row in
        let cut = GemminiCut(row.tiling)
        let bytes = GemminiModel.Demand(cut, stride: row.stride, array: array).bytes
        func rate(_ cycles: Cycles) -> Throughput {
          row.macs.operations / (cycles / machine.clock)
        }
        return MeasuredRoofline.Point(
          row.name, intensity: row.macs.operations / bytes, measured: rate(row.cycles),
          predicted: rate(cycles(cut, of: row)))
      })
  }
}

extension GemminiRow {
  /// The fewer cycles of the mappings that ran.
  fileprivate var best: Cycles { min(cycles, tilerCycles ?? cycles) }
}
