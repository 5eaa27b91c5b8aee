// SPDX-License-Identifier: Apache-2.0
public import RafterDiagnostics
public import RafterHardware
public import RafterQuantities

/// Which machines of a list are shown; what is nil or empty lets all pass.
public struct CatalogueFilter: Sendable, Hashable {
  /// The classes to show.
  public var classes: Set<Identity.Class> = []
  /// The makers to show, whatever their case.
  public var vendors: [String] = []
  /// The years to show.
  public var years: ClosedRange<Int>?
  /// The nodes to show.
  public var nodes: ClosedRange<ProcessNode>?
  /// The format that one operand has to have.
  public var operand: NumberFormat?
  /// The peaks to show: of the operand asked for, else of any.
  public var peaks: ClosedRange<Throughput>?
  /// The capacities of the outermost memory to show.
  public var capacities: ClosedRange<ByteCount>?
  /// A text in name, title, vendor or class, whatever its case.
  public var text: String?

  /// Lets all machines pass.
  public init() {}

  /// Whether a machine is shown; one of which a number is not known is not, where that number is asked for.
  public func shows(_ entry: CatalogueEntry) -> Bool {
    let about = entry.about
    let peak = entry.peak(of: operand)
    guard classes.isEmpty || about.class.map(classes.contains) ?? false,
      vendors.isEmpty || vendors.contains(where: { same($0, about.vendor ?? "") }),
      passes(about.year, years), passes(entry.node, nodes), operand == nil || peak != nil,
      passes(peak?.throughput, peaks), passes(entry.capacity, capacities)
    else { return false }
    guard let text = text?.lowercased() else { return true }
    return [entry.name, entry.title, about.vendor ?? "", about.class?.rawValue ?? ""]
      .contains { $0.lowercased().contains(text) }
  }

  /// What is asked for and that no machine of a list has: misspelt makers, and formats that none computes.
  public func unknown(among entries: [CatalogueEntry]) -> [Diagnostic] {
    let makers = Set(entries.compactMap(\.about.vendor)).sorted()
    var found = vendors.filter { vendor in !makers.contains { same($0, vendor) } }
      .map { Diagnostic.unknownVendor($0, among: makers) }
    if let operand, entries.allSatisfy({ $0.peak(of: operand) == nil }) {
      let formats = entries.flatMap { $0.peaks.flatMap { [$0.format.inputs, $0.format.weights] } }
      found.append(
        .formatOfNone(operand, among: NumberFormat.allCases.filter(Set(formats).contains)))
    }
    return found
  }

  private func passes<Value>(_ value: Value?, _ range: ClosedRange<Value>?) -> Bool {
    guard let range else { return true }
    return value.map(range.contains) ?? false
  }

  private func same(_ a: String, _ b: String) -> Bool { a.lowercased() == b.lowercased() }
}
