// SPDX-License-Identifier: Apache-2.0
import RafterQuantities

/// A unit for a whole column or axis, chosen so that its largest number reads well.
struct ScaledUnit {
  /// As in a column head: `us`.
  var symbol: String
  /// Its size in base units.
  var size: Double

  /// The first of the units, largest first, that the largest value reaches; else the last.
  static func choose(_ units: [ScaledUnit], for values: [Double]) -> ScaledUnit {
    let largest = values.filter(\.isFinite).max() ?? 0
    return units.first { largest >= $0.size } ?? units[units.count - 1]
  }

  /// Seconds, so that the largest time has two digits before the point or more.
  static func time(_ values: [Double]) -> ScaledUnit {
    choose(
      [
        ScaledUnit(symbol: "s", size: 1), ScaledUnit(symbol: "ms", size: 1e-3),
        ScaledUnit(symbol: "us", size: 1e-6), ScaledUnit(symbol: "ns", size: 1e-9),
      ], for: values.map { $0 / 5 })
  }

  /// Operations per second.
  static func throughput(_ values: [Double]) -> ScaledUnit {
    choose(
      [
        ScaledUnit(symbol: "Pop/s", size: 1e15), ScaledUnit(symbol: "Top/s", size: 1e12),
        ScaledUnit(symbol: "Gop/s", size: 1e9), ScaledUnit(symbol: "Mop/s", size: 1e6),
        ScaledUnit(symbol: "op/s", size: 1),
      ], for: values.map { $0 * 4 })
  }

  /// A number of the column: three digits, and no more than six columns.
  func cell(_ value: Double?) -> String {
    guard let value, value.isFinite else { return "-" }
    let scaled = value / size
    if scaled > 0, scaled < 0.001 { return "<0.001" }
    if scaled > 0, scaled < 0.1 { return Format.fixed(scaled, decimals: 4) }
    return scaled >= 1e6 ? "\(Int(min(scaled, 1e15)))" : Format.significant(scaled)
  }
}
