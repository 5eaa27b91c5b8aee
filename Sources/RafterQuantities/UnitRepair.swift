// SPDX-License-Identifier: Apache-2.0

/// Guesses the unit that was meant by a text that is none.
enum UnitRepair {
  /// The whole unit with an unknown part replaced by what was probably meant, or nil.
  ///
  /// A part that may mean two things names both: `KiB or kB/s`.
  static func suggestion(for symbol: String, in text: String) -> String? {
    guard let repaired = spelling(of: symbol)?.joined(separator: " or ") else { return nil }
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map {
      $0.trimmingSpaces() == symbol ? repaired : $0.trimmingSpaces()
    }
    return parts.joined(separator: "/")
  }

  /// What one part of a unit was meant to be, the likeliest first.
  private static func spelling(of symbol: String) -> [String]? {
    if let known = whole[symbol] { return known }
    if let named = spelledOut(symbol) { return [named] }
    // `GBps`, `Gbps` and `Gbitps`.
    if symbol.hasSuffix("ps") {
      let amount = String(symbol.dropLast(2))
      if let unit = UnitText.single(amount), isCount(unit) {
        return [amount + "/s"]
      }
      if let units = whole[amount] { return [units.joined(separator: " or ") + "/s"] }
    }
    return otherCase(symbol)
  }

  /// A unit by a long name, or by that of another habit, with or without prefix.
  private static func spelledOut(_ symbol: String) -> String? {
    let lowercased = symbol.lowercased()
    if let unit = names[symbol] ?? names[lowercased] { return unit }
    for (prefix, _) in UnitText.prefixes where symbol.hasPrefix(prefix) {
      let rest = String(symbol.dropFirst(prefix.count))
      let candidate = (names[rest] ?? names[rest.lowercased()]).map { prefix + $0 }
      if let candidate, UnitText.single(candidate) != nil { return candidate }
    }
    return nil
  }

  /// Known units that differ in upper and lower case only.
  private static func otherCase(_ symbol: String) -> [String]? {
    let wanted = symbol.lowercased()
    var found: [String] = []
    for prefix in [""] + UnitText.prefixes.map(\.0) {
      for atom in UnitText.atoms.keys.sorted() where (prefix + atom).lowercased() == wanted {
        let candidate = prefix + atom
        // Nobody counts thousandths of a byte: `mb` is `MB`.
        guard let unit = UnitText.single(candidate), !found.contains(candidate),
          unit.scale >= 1 || !isCount(unit)
        else { continue }
        found.append(candidate)
      }
    }
    return found.isEmpty ? nil : Array(found.prefix(2))
  }

  private static func isCount(_ unit: UnitText) -> Bool {
    [.byte, .bit, .operation, .mac].contains { unit.exponents == UnitExponents($0) }
  }

  private static let whole: [String: [String]] = [
    "K": ["KiB", "kB"], "k": ["KiB", "kB"], "KB": ["KiB", "kB"],
    "M": ["MiB", "MB"], "G": ["GiB", "GB"], "T": ["TiB", "TB"],
    "Kb": ["kbit"], "kb": ["kbit"], "Mb": ["Mbit"], "Gb": ["Gbit"], "Tb": ["Tbit"], "b": ["bit"],
    "Kib": ["Kibit"], "Mib": ["Mibit"], "Gib": ["Gibit"],
    "mhz": ["MHz"], "Mhz": ["MHz"], "MHZ": ["MHz"],
    "mm^2": ["mm2"], "mm\u{b2}": ["mm2"], "um^2": ["um2"],
    "um\u{b2}": ["um2"], "\u{b5}m2": ["um2"], "\u{b5}m\u{b2}": ["um2"], "\u{b5}m^2": ["um2"],
    "pj": ["pJ"], "mw": ["mW"], "mv": ["mV"], "\u{3bc}m2": ["um2"],
  ]

  private static let names: [String: String] = [
    "byte": "B", "bytes": "B", "bits": "bit", "clk": "cycle", "clock": "cycle", "clocks": "cycle",
    "cyc": "cycle", "flop": "op", "flops": "op", "FLOPS": "OPS", "FLOPs": "op", "ops": "op",
    "op": "op", "operation": "op", "operations": "op", "mac": "MAC",
    "macs": "MAC", "sec": "s", "secs": "s", "second": "s", "seconds": "s", "S": "s",
    "joule": "J", "joules": "J", "watt": "W", "watts": "W", "hertz": "Hz", "volt": "V",
    "volts": "V", "cycle": "cycle", "cycles": "cycle",
  ]
}
