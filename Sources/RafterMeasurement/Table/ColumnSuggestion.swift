// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterQuantities

/// What to say of a head that is no column: never a column in another unit, for which the values would be wrong.
enum ColumnSuggestion {
  /// The remedy for a head.
  static func text(for head: String) -> String {
    if !head.isEmpty,
      let quantity = quantities.first(where: { $0.words.contains(head.lowercased()) }),
      let unit = UnitSuffix(quantity.base)?.unit
    {
      return "add the unit of its values, '\(head)_\(unit)' or with a prefix '\(head)_m\(unit)'"
    }
    if let own = UnitSuffix(head), let remedy = known(own) { return remedy }
    if let remedy = unknownUnit(head) { return remedy }
    let names = MeasurementColumn.words.keys.sorted() + ["bytes", "operations_op", "macs_MAC"]
    return Suggestion.nearest(to: head, among: names).map { "did you mean '\($0)'?" }
      ?? "write NAME_UNIT, such as `time_us`, `dram_MB`, `vector_op` or `energy_mJ`; a column for people begins with `note`"
  }

  /// The remedy where the end of a head is nearly a unit; nil where it is nothing of the kind.
  private static func unknownUnit(_ head: String) -> String? {
    guard let end = head.lastIndex(of: "_") else { return nil }
    let (stem, unit) = (String(head[..<end]), String(head[head.index(after: end)...]))
    do {
      _ = try UnitText.parse(unit)
      return nil
    } catch {
      // `KB` may be two units.
      if case .unknownUnit(_, let found?) = error {
        let heads = found.split(separator: " ").filter { $0 != "or" }.map { "'\(stem)_\($0)'" }
        return "did you mean \(heads.joined(separator: " or "))?"
      }
    }
    let units = ["ms", "us", "ns", "mJ", "uJ", "mW", "MAC", "MB", "GB", "MiB", "GiB"]
    return Suggestion.nearest(to: unit, among: units).map { "did you mean '\(stem)_\($0)'?" }
  }

  /// What is measured beside operations and bytes.
  private static let quantities: [(of: UnitExponents, base: String, words: Set<String>)] = [
    (Second.exponents, "time_s", MeasurementColumn.plainTime),
    (Joule.exponents, "energy_J", MeasurementColumn.plainEnergy),
    (
      Per<Joule, Second>.exponents, "power_W",
      MeasurementColumn.plainPower.union(MeasurementColumn.plainCap)
    ),
  ]

  /// The remedy where the unit is known: it stays what it is.
  private static func known(_ own: UnitSuffix) -> String? {
    for quantity in quantities where own.size.exponents == quantity.of {
      guard let base = UnitSuffix(quantity.base) else { continue }
      let words = quantity.words.filter { !$0.isEmpty }.sorted()
      guard MeasurementColumn("\(words[0])_\(own.spelling)") != nil else {
        let factor = own.factor(to: base) ?? 1
        return factor == 1
          ? "call it '\(quantity.base)'"
          : "\(UnitSuffix.conversion(factor)) and call it '\(quantity.base)'"
      }
      if let near = Suggestion.nearest(to: own.stem, among: words) {
        return "did you mean '\(near)_\(own.spelling)'?"
      }
      let heads = words.map { "'\($0)_\(own.spelling)'" }.joined(separator: " or ")
      return "call it \(heads) if it is one, or begin it with `note`"
    }
    for (amount, head) in [(Byte.exponents, "dram_B"), (Operation.exponents, "operations_op")] {
      if own.size.scale(to: amount - UnitExponents(.second)) != nil {
        return "a rate is not read: multiply it by the time and call it '\(head)'"
      }
    }
    if own.size.exponents == UnitExponents(.cycle) {
      return "divide its values by the clock and call it 'time_s'"
    }
    return own.spelling == own.unit ? nil : "did you mean '\(own.stem)_\(own.spelling)'?"
  }
}
