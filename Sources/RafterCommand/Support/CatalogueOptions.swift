// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Rafter

/// Which machines `rafter list accelerators` shows.
struct CatalogueOptions: ParsableArguments {
  @Option(
    name: .customLong("class"),
    help: ArgumentHelp(
      "Of this class: \(Identity.Class.allCases.map(\.rawValue).joined(separator: ", ")) (repeatable).",
      valueName: "class"))
  var classes: [String] = []
  @Option(
    name: .customLong("vendor"), help: ArgumentHelp("Made by (repeatable).", valueName: "maker"))
  var vendors: [String] = []
  @Option(
    name: .customLong("year"),
    help: ArgumentHelp(
      "Of this year, or from one to another: 2022, 2020..2023, 2020..", valueName: "years"))
  var years: String?
  @Option(
    name: .customLong("node"),
    help: ArgumentHelp(
      "In this process, or from one to another: \"7 nm\", \"4 nm..7 nm\".", valueName: "nodes"))
  var nodes: String?
  @Option(
    name: .customLong("operands"),
    help: ArgumentHelp(
      "That compute in this format; peaks are those in it: int8.", valueName: "format"))
  var operands: String?
  @Option(
    name: .long,
    help: ArgumentHelp("With at least this dense peak: \"100 Top/s\".", valueName: "rate"))
  var minPeak: String?
  @Option(name: .long, help: ArgumentHelp("With at most this dense peak.", valueName: "rate"))
  var maxPeak: String?
  @Option(
    name: .long,
    help: ArgumentHelp("With at least this outermost memory: \"16 GiB\".", valueName: "bytes"))
  var minMemory: String?
  @Option(
    name: .long, help: ArgumentHelp("With at most this outermost memory.", valueName: "bytes"))
  var maxMemory: String?
  @Option(
    name: .customLong("text"),
    help: ArgumentHelp("With this text in name, title or maker.", valueName: "text"))
  var text: String?
  @Flag(name: .long, help: "Only the names, one a line.")
  var names = false

  /// An option that was given; nil for none.
  var given: String? {
    let all: [(String, Bool)] = [
      ("--class", !classes.isEmpty), ("--vendor", !vendors.isEmpty), ("--year", years != nil),
      ("--node", nodes != nil), ("--operands", operands != nil), ("--min-peak", minPeak != nil),
      ("--max-peak", maxPeak != nil), ("--min-memory", minMemory != nil),
      ("--max-memory", maxMemory != nil), ("--text", text != nil), ("--names", names),
    ]
    return all.first { $0.1 }?.0
  }

  /// The filter; everything that is wrong with it at once.
  func filter() throws(DiagnosticList) -> CatalogueFilter {
    var filter = CatalogueFilter()
    var faults: [Diagnostic] = []
    func attempt<Value>(_ work: () throws(DiagnosticList) -> Value?) -> Value? {
      do throws(DiagnosticList) { return try work() } catch {
        faults += error.diagnostics
        return nil
      }
    }
    let words = Identity.Class.allCases.map(\.rawValue)
    for word in classes {
      if let known = Identity.Class(rawValue: word.lowercased()) {
        filter.classes.insert(known)
      } else {
        faults.append(.unknownWord(word, of: "--class", among: words))
      }
    }
    filter.vendors = vendors
    filter.text = text
    if let operands {
      let known = NumberFormat.allCases.filter { $0.family != .other }
      filter.operand = known.first { $0.rawValue == operands }
      if filter.operand == nil {
        faults.append(.unknownWord(operands, of: "--operands", among: known.map(\.rawValue)))
      }
    }
    filter.years = attempt { () throws(DiagnosticList) in
      try years.flatMap { text throws(DiagnosticList) in try Self.years(text) }
    }
    filter.nodes = attempt { () throws(DiagnosticList) in
      try nodes.flatMap { text throws(DiagnosticList) in try Self.nodes(text) }
    }
    filter.peaks = attempt { () throws(DiagnosticList) in try Self.range(minPeak, maxPeak, "peak") }
    filter.capacities = attempt { () throws(DiagnosticList) in
      try Self.range(minMemory, maxMemory, "memory")
    }
    guard faults.isEmpty else { throw DiagnosticList(faults) }
    return filter
  }

  /// `2022`, `2020..2023`, `2020..`, `..2019`.
  private static func years(_ text: String) throws(DiagnosticList) -> ClosedRange<Int> {
    let ends = Self.ends(text)
    let least = ends.least.isEmpty ? 0 : Int(ends.least)
    let most = ends.most.isEmpty ? 9999 : Int(ends.most)
    guard let least, let most, least <= most, !text.isEmpty, text != ".." else {
      throw DiagnosticList(.notARange(text, "--year", example: "2022, or 2020..2023"))
    }
    return least...most
  }

  /// `7 nm`, `4 nm..7 nm`, in either order.
  private static func nodes(_ text: String) throws(DiagnosticList) -> ClosedRange<ProcessNode> {
    let ends = Self.ends(text)
    let first: ProcessNode =
      try ends.least.isEmpty ? ProcessNode(0.1) : quantity(ends.least, "--node")
    let last: ProcessNode = try ends.most.isEmpty ? ProcessNode(1e6) : quantity(ends.most, "--node")
    return min(first, last)...max(first, last)
  }

  private static func range<D>(_ least: String?, _ most: String?, _ what: String)
    throws(DiagnosticList) -> ClosedRange<Quantity<D>>?
  {
    guard least != nil || most != nil else { return nil }
    var lower = Quantity<D>(-Double.infinity)
    var upper = Quantity<D>(Double.infinity)
    if let least { lower = try quantity(least, "--min-\(what)") }
    if let most { upper = try quantity(most, "--max-\(what)") }
    guard lower <= upper else {
      throw DiagnosticList(.emptyRange("--min-\(what)", least ?? "", "--max-\(what)", most ?? ""))
    }
    return lower...upper
  }

  private static func quantity<D>(_ text: String, _ option: String) throws(DiagnosticList)
    -> Quantity<D>
  {
    do throws(QuantityTextError) {
      return try Quantity<D>(text: text)
    } catch {
      let examples = ["nm": "7 nm", "op/s": "100 Top/s", "B": "16 GiB"]
      let unit = D.exponents.symbol
      throw DiagnosticList(
        .notARange(text, option, example: examples[unit] ?? "a number in \(unit)"))
    }
  }

  /// What stands before and after two points; the same twice without them.
  private static func ends(_ text: String) -> (least: String, most: String) {
    guard let points = text.firstRange(of: "..") else { return (text, text) }
    return (
      String(text[..<points.lowerBound]).trimmed, String(text[points.upperBound...]).trimmed
    )
  }
}
