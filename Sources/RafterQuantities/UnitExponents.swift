// SPDX-License-Identifier: Apache-2.0

/// The units that all others are made of.
public enum BaseUnit: Int, Sendable, Hashable, CaseIterable {
  case operation, mac, byte, bit, cycle, second, joule, squareMillimetre, nanometre, volt

  /// As written in files and reports.
  public var symbol: String {
    switch self {
    case .operation: "op"
    case .mac: "MAC"
    case .byte: "B"
    case .bit: "bit"
    case .cycle: "cycle"
    case .second: "s"
    case .joule: "J"
    case .squareMillimetre: "mm2"
    case .nanometre: "nm"
    case .volt: "V"
    }
  }
}

/// The power of every base unit in a unit: a bandwidth is byte^1 second^-1.
public struct UnitExponents: Sendable, Hashable {
  private var powers: [Int]

  /// A plain number.
  public init() { powers = Array(repeating: 0, count: BaseUnit.allCases.count) }

  /// One base unit.
  public init(_ unit: BaseUnit) {
    self.init()
    powers[unit.rawValue] = 1
  }

  /// The power of one base unit.
  public subscript(_ unit: BaseUnit) -> Int { powers[unit.rawValue] }

  /// Whether no unit is left.
  public var isPlain: Bool { powers.allSatisfy { $0 == 0 } }

  /// Whether the unit's text begins with a symbol that SI prefixes are put before.
  ///
  /// Square millimetres, nanometres and cycles take none, nor does a pure reciprocal.
  var takesPrefix: Bool {
    guard let first = BaseUnit.allCases.first(where: { self[$0] > 0 }) else { return false }
    if self == Self(.cycle) - Self(.second) { return true }
    return ![.squareMillimetre, .nanometre, .cycle].contains(first)
  }

  /// The exponents of a product.
  public static func + (a: Self, b: Self) -> Self {
    var sum = a
    for i in sum.powers.indices { sum.powers[i] += b.powers[i] }
    return sum
  }

  /// The exponents of a ratio.
  public static func - (a: Self, b: Self) -> Self {
    var difference = a
    for i in difference.powers.indices { difference.powers[i] -= b.powers[i] }
    return difference
  }

  /// The unit as text: `op/s`, `B/cycle`; watt and hertz by name.
  public var symbol: String {
    if self == Self(.joule) - Self(.second) { return "W" }
    if self == Self(.cycle) - Self(.second) { return "Hz" }
    func names(_ sign: Int) -> [String] {
      BaseUnit.allCases.flatMap { unit in
        Array(repeating: unit.symbol, count: max(0, sign * self[unit]))
      }
    }
    let over = names(1)
    let under = names(-1)
    let head = over.isEmpty ? "1" : over.joined(separator: "*")
    return ([head] + under).joined(separator: "/")
  }
}
