// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterQuantities

/// Energies of a MAC of weights of some bits at one voltage.
struct ColonnadeRow: CaseRow, Sendable, Hashable {
  var bits: Int
  var voltage: Voltage
  /// With inputs of one bit.
  var oneBit: EnergyPerMAC
  /// With inputs of as many bits.
  var equalBits: EnergyPerMAC

  /// And at least one pair of the energies at a voltage: `fJ_per_MAC_1b_input_0.8V` with `fJ_same_0.8V`.
  static let columns = ["bits"]

  /// The rows of a table: the widths of each voltage it has columns for.
  static func read(_ table: CaseTable) throws(DiagnosticList) -> [ColonnadeRow] {
    var table = table
    let pairs = ColonnadeColumns(&table).pairs
    var rows: [ColonnadeRow] = []
    for pair in pairs {
      for row in table.rows {
        let bits = table.count("bits", row)
        let one = table.number(pair.oneBit, row, least: 1e-6)
        let equal = table.number(pair.equalBits, row, least: 1e-6)
        guard let bits, let one, let equal else { continue }
        rows.append(
          ColonnadeRow(
            bits: bits, voltage: pair.voltage, oneBit: EnergyPerMAC(one * 1e-15),
            equalBits: EnergyPerMAC(equal * 1e-15)))
      }
    }
    try table.finish()
    return rows
  }
}

/// The columns of energies in a table of Colonnade: two for each voltage, whose name carries it.
struct ColonnadeColumns {
  /// The two columns of a voltage.
  struct Pair {
    var voltage: Voltage
    var oneBit: String
    var equalBits: String
  }

  /// The pairs, in the order of the head.
  private(set) var pairs: [Pair] = []

  /// What a column is called between its unit and its voltage.
  private static let oneBit = "per_MAC_1b_input"
  private static let equalBits = ["per_MAC_same_input_bits", "same"]
  /// What its values are read in.
  private static let unit = "fJ"

  /// Finds them, and reports those that have no partner, another unit or a name that is misspelt.
  init(_ table: inout CaseTable) {
    let heads = table.columns.compactMap { head in Self.parts(head).map { (head: head, own: $0) } }
    var voltages: [String] = []
    for voltage in heads.map(\.own.voltage) where !voltages.contains(voltage) {
      voltages.append(voltage)
    }
    table.reportTwice { Self.parts($0) != nil || $0 == "bits" }
    for text in voltages {
      guard let number = Double(text), (0.1...10) ~= number else {
        for (head, own) in heads where own.voltage == text && Self.isKnown(own.kind) {
          table.report(
            .peerForm(
              "'\(head)'", expected: "\(Self.unit)_\(own.kind)_0.8V, with a voltage",
              at: table.headPlace(of: head)))
        }
        continue
      }
      let own = heads.filter { $0.own.voltage == text }
      let one = Self.column([Self.oneBit], own, text, &table)
      let equal = Self.column(Self.equalBits, own, text, &table)
      // Columns of other quantities may carry a voltage too.
      guard one != .none || equal != .none else { continue }
      switch (one, equal) {
      case (.found(let one), .found(let equal)):
        pairs.append(Pair(voltage: Voltage(number), oneBit: one, equalBits: equal))
      case (.none, _):
        table.report(
          .missingColumn(
            "\(Self.unit)_\(Self.oneBit)_\(text)V", at: table.headPlace(of: own[0].head)))
      case (_, .none):
        table.report(
          .missingColumn("\(Self.unit)_same_\(text)V", at: table.headPlace(of: own[0].head)))
      default: break
      }
    }
    // Not even a misspelt one.
    if pairs.isEmpty, table.problems.isEmpty {
      for name in ["\(Self.unit)_\(Self.oneBit)_0.8V", "\(Self.unit)_same_0.8V"] {
        table.report(.missingColumn(name, at: table.headPlace(of: "bits")))
      }
    }
  }

  /// What a head says: its unit, which energy it is, and the voltage as written.
  private struct Parts: Equatable {
    var unit: String
    var kind: String
    var voltage: String
  }

  /// `fJ`, `same` and `0.8` of `fJ_same_0.8V`; nil for heads of another form.
  private static func parts(_ head: String) -> Parts? {
    let words = head.split(separator: "_", omittingEmptySubsequences: false)
    guard words.count >= 3, let last = words.last, last.hasSuffix("V") || last.hasSuffix("v")
    else { return nil }
    return Parts(
      unit: String(words[0]), kind: words[1..<(words.count - 1)].joined(separator: "_"),
      voltage: String(last.dropLast()))
  }

  private static func isKnown(_ kind: String) -> Bool {
    kind == oneBit || equalBits.contains(kind)
  }

  private enum Search: Equatable {
    case found(String)
    /// There is one that is wrong, which is reported.
    case wrong
    case none
  }

  /// Looks for the column of an energy at a voltage among those of that voltage.
  private static func column(
    _ kinds: [String], _ heads: [(head: String, own: Parts)], _ voltage: String,
    _ table: inout CaseTable
  ) -> Search {
    for (head, own) in heads where kinds.contains(own.kind) {
      let wanted = "\(unit)_\(own.kind)_\(voltage)V"
      if head == wanted { return .found(head) }
      table.report(slip(head, own.unit, meant: wanted, at: table.headPlace(of: head)))
      return .wrong
    }
    for (head, own) in heads where !isKnown(own.kind) {
      guard let near = Suggestion.nearest(to: own.kind, among: kinds) else { continue }
      table.report(
        slip(
          head, own.unit, meant: "\(unit)_\(near)_\(voltage)V", at: table.headPlace(of: head)))
      return .wrong
    }
    return .none
  }

  /// A column with another unit, whose values have to be brought to ours, or with a name that is misspelt.
  private static func slip(
    _ head: String, _ unit: String, meant name: String, at place: SourceLocation
  ) -> Diagnostic {
    // Units are read at the end of a name.
    if let own = UnitSuffix("x_\(unit)"), let wanted = UnitSuffix("x_\(Self.unit)"),
      let factor = own.factor(to: wanted), abs(factor - 1) > 1e-9
    {
      return .otherUnit(head, own, meant: name, wanted, factor: factor, at: place)
    }
    return .misspeltColumn(head, meant: name, at: place)
  }
}
