// SPDX-License-Identifier: Apache-2.0

/// The name of a column that ends in its unit: `latency_ms`, `dram_GBps`, `TOPS_per_W`.
///
/// Two columns of one quantity in two units are told from two spellings of one: calling the first like the second would make every value wrong.
package struct UnitSuffix: Hashable, Sendable {
  /// What stands in front of the unit, without what joins them.
  package var stem: String
  /// The unit as it is written.
  package var unit: String
  /// The unit as it is read elsewhere: `ms` for `msec`; as it is written where it is read nowhere.
  package var spelling: String
  /// What it measures and in which size.
  package var size: UnitText

  /// Takes a name apart; nil where its end is no unit that is known.
  package init?(_ name: String) {
    let parts = name.split(separator: "_", omittingEmptySubsequences: false).map(String.init)
    // `bandwidth_GB_s` is a rate of GB, not a time.
    for count in [2, 1] where parts.count >= count {
      let unit = parts.suffix(count)
      if count == 2, unit.last != "s" { continue }
      guard let (read, spelling) = Self.read(unit.joined(separator: "/")) else { continue }
      if count == 2, !Self.isAmount(unit.first ?? "") { continue }
      var size = read
      let stem = parts.dropLast(count)
      if stem.last == "per" {
        size = UnitText(exponents: UnitExponents() - size.exponents, scale: 1 / size.scale)
      }
      self.stem = stem.joined(separator: "_")
      self.unit = unit.joined(separator: "_")
      self.spelling = spelling
      self.size = size
      return
    }
    return nil
  }

  /// The factor that turns numbers in this unit into those of another; nil where they measure different things.
  package func factor(to other: UnitSuffix) -> Double? {
    size.scale(to: other.size.exponents).map { $0 / other.size.scale }
  }

  /// How numbers are brought to another unit, in words: `divide its values by 1000`.
  package static func conversion(_ factor: Double) -> String {
    let inverse = 1 / factor
    // A thousandth is not a number of binary fractions: a factor near to a whole one is meant as it.
    func whole(_ value: Double) -> Double {
      abs(value - value.rounded()) <= 1e-9 * value ? value.rounded() : value
    }
    func text(_ value: Double) -> String {
      let value = whole(value)
      return value == value.rounded() && value < 1e15 ? "\(Int(value))" : "\(value)"
    }
    return factor < 1 && whole(inverse) == whole(inverse).rounded()
      ? "divide its values by \(text(inverse))" : "multiply its values by \(text(factor))"
  }

  /// Units that are read nowhere and stand in tables nonetheless, in base units.
  private static let foreign: [String: UnitText] = [
    "min": UnitText(exponents: UnitExponents(.second), scale: 60),
    "minutes": UnitText(exponents: UnitExponents(.second), scale: 60),
    "h": UnitText(exponents: UnitExponents(.second), scale: 3600),
    "hours": UnitText(exponents: UnitExponents(.second), scale: 3600),
    "Wh": UnitText(exponents: UnitExponents(.joule), scale: 3600),
    "mWh": UnitText(exponents: UnitExponents(.joule), scale: 3.6),
    "kWh": UnitText(exponents: UnitExponents(.joule), scale: 3.6e6),
  ]

  /// A unit as it is written here, or in the one way that it can be meant: `GBps`, `msec`, `mw`.
  private static func read(_ text: String) -> (size: UnitText, spelling: String)? {
    if let foreign = foreign[text] { return (foreign, text) }
    do {
      return (try UnitText.parse(text), text)
    } catch {
      guard case .unknownUnit(_, let suggestion?) = error, !suggestion.contains(" or ") else {
        return nil
      }
      return (try? UnitText.parse(suggestion)).map { ($0, suggestion) }
    }
  }

  /// Whether a text is a unit of what moves or is done, of which there are rates.
  private static func isAmount(_ text: String) -> Bool {
    guard let unit = read(text)?.size else { return false }
    return [.byte, .bit, .operation, .mac].contains { unit.exponents == UnitExponents($0) }
  }
}
