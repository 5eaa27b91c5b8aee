// SPDX-License-Identifier: Apache-2.0
public import ArgumentParser
public import Rafter

/// Which rows of the survey.
struct SurveySelection: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Rows, as in: class=product and format=fp16/bf16 and year>=2017.", valueName: "filter"))
  var `where`: String?
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Order of the rows: a column, +column ascending, -column descending.", valueName: "column"))
  var sort: String?
  @Option(name: .long, help: "Rows that file the same operating point as another: drop, keep.")
  var duplicates: DuplicateHandling = .drop

  func filter() throws(DiagnosticList) -> SurveyFilter {
    guard let text = `where` else { return .all }
    return try SurveyFilter(text: text)
  }

  func order() throws(DiagnosticList) -> SurveyOrder? {
    guard let sort else { return nil }
    return try SurveyOrder(text: sort)
  }
}

/// What is done to figures before they are compared: nothing unless asked for.
struct SurveyComparisonOptions: ParsableArguments {
  /// The operand widths normalised to.
  enum Bits: String, ExpressibleByArgument, CaseIterable {
    case one = "1b"
    case eight = "8b"

    var product: Double { self == .one ? 1 : 64 }
  }

  @Option(
    name: .long, help: "Normalise integer formats by the bit product to: 1b, 8b (operands).")
  var normalise: Bits?
  @Option(
    name: .long,
    help: ArgumentHelp(
      "The power of the bit product that efficiency goes with.", valueName: "exponent"))
  var exponent: Double = -1
  @Option(
    name: .long,
    help: ArgumentHelp("Scale digital logic to a node: 28nm.", valueName: "node"))
  var toNode: String?
  @Option(
    name: .long,
    help: ArgumentHelp("Scale digital logic to a supply: 0.8V.", valueName: "supply"))
  var toSupply: String?
  @Option(
    name: .long,
    help: ArgumentHelp(
      "The supply of rows that file none (left out without it): 0.8V.", valueName: "supply"))
  var assumeSupply: String?

  func validate() throws {
    if toNode == nil, toSupply != nil || assumeSupply != nil {
      throw ValidationError("Scaling needs a node too: --to-node 28nm")
    }
  }

  func comparison() throws(DiagnosticList) -> FairComparison {
    var comparison = FairComparison()
    if let normalise {
      comparison.bits = .init(reference: normalise.product, exponent: exponent)
    }
    guard let toNode else { return comparison }
    comparison.technology = .init(
      node: try Self.quantity(toNode, "--to-node"),
      supply: try toSupply.map { text throws(DiagnosticList) in
        try Self.quantity(text, "--to-supply")
      } ?? Voltage(0.8),
      assumedSupply: try assumeSupply.map { text throws(DiagnosticList) in
        try Self.quantity(text, "--assume-supply")
      })
    return comparison
  }

  private static func quantity<D>(_ text: String, _ option: String) throws(DiagnosticList)
    -> Quantity<D>
  {
    do throws(QuantityTextError) {
      return try Quantity<D>(text: text)
    } catch {
      throw DiagnosticList(.notAnOptionQuantity(text, option, unit: D.exponents.symbol))
    }
  }
}

/// A design to place among the rows.
struct SurveyDesignOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Place an accelerator, a path or a built-in name, among published ones.",
      valueName: "accelerator"))
  var design: String?
  @Option(
    name: .long,
    help: ArgumentHelp("Place also what it reaches on a workload.", valueName: "workload"))
  var workload: String?
  @Option(
    name: .long,
    help: ArgumentHelp("Fix an input of the workload (repeatable).", valueName: "what=size"))
  var bind: [String] = []
  @Option(name: .long, help: ArgumentHelp("The size of its batch axis.", valueName: "n"))
  var batch: Int?
  @Option(
    name: .long,
    help:
      "The class it is placed in (default: from --where, else by its power): \(SurveyClass.allCases.map(\.rawValue).joined(separator: ", "))."
  )
  var `class`: SurveyClass?
  @Option(
    name: .long,
    help: ArgumentHelp("Formats the workload runs in: w8a8, fp8, bf16 ...", valueName: "formats"))
  var precision: String?

  func validate() throws {
    if workload != nil, design == nil {
      throw ValidationError("A workload needs a design: --design edge-npu --workload resnet50")
    }
  }

  func placements(
    in table: SurveyTable, filter: SurveyFilter, duplicates: DuplicateHandling,
    comparison: FairComparison, quiet: Bool
  ) async throws -> [DesignPlacement] {
    guard let name = design else { return [] }
    let (machine, notes) = try Loading.accelerator(name)
    if !quiet { Failure.show(notes, style: .text) }
    var design = SurveyDesign(machine, roofs: MachineRoofs.all(of: machine))
    if let workload {
      design.attained = try await attained(workload, on: name, quiet: quiet)
    }
    let chosen = `class` ?? (filter == .all ? design.likelyClass : nil)
    let company = chosen.map {
      SurveyFilter.comparison(.class, .equal, .text($0.rawValue))
    }
    let both = filter == .all ? company ?? .all : company.map { .and(filter, $0) } ?? filter
    let subset = try SurveySubset(of: table, where: both, duplicates: duplicates)
    let placements = try DesignPlacement.all(
      of: design, among: subset, comparison: comparison)
    if !quiet {
      Failure.show(placements.compactMap(\.warning), style: .text)
    }
    return placements
  }

  private func attained(_ workload: String, on name: String, quiet: Bool) async throws
    -> SurveyDesign.Attained
  {
    var options = AnalysisOptions()
    let model = try WorkloadRequest(name: workload, bind: bind, batch: batch)
      .load(precision: precision)
    if let precision, model.precision == .ofMachine {
      options.precision = try Precision(text: precision)
    }
    let analyses = try await Run.analyses(
      model.workload, on: [name], options: options, jobs: nil, quiet: quiet)
    guard let analysis = analyses.first, !analysis.isInfeasible else { throw Exit.infeasible }
    let totals = analysis.totals
    return SurveyDesign.Attained(
      workload: workload,
      runs: analysis.formatShares.map { .init(format: $0.format, share: $0.share) },
      throughput: totals.throughput, efficiency: totals.efficiency)
  }
}

/// Reads the survey for the command line.
enum SurveyLoading {
  /// The table that is built in.
  static func builtIn() throws(DiagnosticList) -> SurveyTable {
    guard let file = BuiltIn.file("chips", kind: .chips) else { return SurveyTable() }
    return try SurveyReader.read(
      text: String(decoding: file.bytes, as: UTF8.self), file: "chips.csv (built in)"
    ).table
  }

  /// The same and the built-in accelerators with their computed roofs.
  static func table() throws(DiagnosticList) -> SurveyTable {
    var table = try builtIn()
    for name in BuiltIn.names(of: .accelerator) {
      let machine = try Loading.accelerator(name).0
      table.entries += SurveyDesign(machine, roofs: MachineRoofs.all(of: machine)).entries
    }
    return table
  }
}

extension DuplicateHandling: ExpressibleByArgument {}
extension SurveyClass: ExpressibleByArgument {}
