// SPDX-License-Identifier: Apache-2.0
import RafterQuantities

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// An axis of a plot.
struct PlotAxis {
  enum Scale {
    case linear(low: Double, high: Double)
    case logarithmic(LogAxis)
    /// Words at equal distances, the first at the start.
    case categories(count: Int)
  }

  var scale: Scale
  var title: String
  var ticks: [(value: Double, label: String)]
  /// Pixels of its ends.
  var start: Double
  var end: Double

  /// The pixel of a value; of a category by its number.
  func position(_ value: Double) -> Double {
    switch scale {
    case .linear(let low, let high): start + (value - low) / (high - low) * (end - start)
    case .logarithmic(let axis): axis.position(value)
    case .categories(let count): start + (value + 0.5) / Double(max(1, count)) * (end - start)
    }
  }

  /// A part of the pixels between two neighbours of the axis: years or words.
  func room(for part: Double) -> Double {
    switch scale {
    case .linear(let low, let high): part * (end - start).magnitude / (high - low)
    case .categories(let count): part * (end - start).magnitude / Double(max(1, count))
    case .logarithmic: 0
    }
  }

  func contains(_ value: Double) -> Bool {
    switch scale {
    case .linear(let low, let high): value >= low && value <= high
    case .logarithmic(let axis): axis.contains(value)
    case .categories(let count): value >= 0 && value < Double(count)
    }
  }

  /// Years, a tick for each or every second one.
  static func years(_ values: [Double], from start: Double, to end: Double) -> PlotAxis {
    let low = (values.min() ?? 2015) - 0.7
    let high = (values.max() ?? 2025) + 0.7
    let step = high - low > 11 ? 2.0 : 1
    let first = (low / step).rounded(.up) * step
    let ticks = stride(from: first, through: high, by: step).map { ($0, "\(Int($0))") }
    return PlotAxis(
      scale: .linear(low: low, high: high), title: "year", ticks: ticks, start: start, end: end)
  }

  /// Decades, or 1, 2, 5 where there are few of them; numbers with an SI prefix of a unit.
  static func decades(
    _ values: [Double], title: String, unit: String = "", from start: Double, to end: Double,
    margin: Double = 0.5
  ) -> PlotAxis {
    let axis = LogAxis.around(values, margin: margin, from: start, to: end)
    let low = axis.low * log10(2)
    let high = axis.high * log10(2)
    let steps: [Double] = high - low > 2.2 ? [1] : [1, 2, 5]
    var ticks: [(Double, String)] = []
    for decade in stride(from: low.rounded(.down), through: high, by: 1) {
      for step in steps {
        let value = pow(10, decade) * step
        guard axis.contains(value) else { continue }
        let parts = Format.prefixed(value, digits: 1)
        let text = unit.isEmpty ? plain(value) : "\(parts.number) \(parts.prefix)\(unit)"
        ticks.append((value, text))
      }
    }
    return PlotAxis(
      scale: .logarithmic(axis), title: title, ticks: ticks, start: start, end: end)
  }

  /// Process nodes, newer ones to the right.
  static func nodes(_ values: [Double], from start: Double, to end: Double) -> PlotAxis {
    let axis = LogAxis.around(values, margin: 0.3, from: end, to: start)
    let named = [180.0, 130, 90, 65, 40, 28, 22, 16, 12, 7, 5, 3].filter(axis.contains)
    return PlotAxis(
      scale: .logarithmic(axis), title: "process node, nm",
      ticks: named.map { ($0, "\(Int($0))") }, start: start, end: end)
  }

  /// Words in an order.
  static func categories(_ words: [String], title: String, from start: Double, to end: Double)
    -> PlotAxis
  {
    PlotAxis(
      scale: .categories(count: words.count), title: title,
      ticks: words.enumerated().map { (Double($0), $1) }, start: start, end: end)
  }

  /// A tick in words: `0.001`, `1`, `10 000`, `1e6`.
  static func plain(_ value: Double) -> String {
    value >= 1e6 || value < 1e-4
      ? "1e\(Int(log10(value).rounded()))" : Format.significant(value, digits: 1)
  }
}
