// SPDX-License-Identifier: Apache-2.0
import RafterQuantities
import RafterSurvey

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// How the survey's findings are said.
enum SurveyWords {
  /// Said wherever an energy ridge is printed.
  static let energyRidgeBound =
    "energy ridge: E_op out of published TOPS/W, which hold static power and some memory, so a lower bound"

  /// Said of a fit through several classes, whose slope mixes growth with the choice of class; nil for one.
  static func mixture(_ entries: [SurveyEntry]) -> String? {
    let classes = SurveyClass.allCases.filter { own in entries.contains { $0.surveyClass == own } }
    guard classes.count > 1 else { return nil }
    return "one line through \(classes.count) classes: "
      + classes.map(\.rawValue).joined(separator: ", ")
  }

  static func title(_ trend: Trend) -> String {
    let points = trend.selection == .record ? "record of " : ""
    return "\(points)\(trend.quantity.rawValue) against \(trend.axis.column.rawValue)"
  }

  /// One line: `doubles every 3.5 years (95 %: 2.7 to 4.9), n = 54, R2 = 0.49`.
  static func summary(_ trend: Trend) -> String {
    let quality = "n = \(trend.line.n), R2 = \(Format.fixed(trend.line.r2, decimals: 2))"
    switch trend.axis {
    case .year:
      let range = doubling(trend)
      guard trend.isSignificant else {
        return "no significant trend: the 95 % interval of the growth contains none "
          + "(doubling \(range)), \(quality)"
      }
      let verb = trend.line.slope > 0 ? "doubles" : "halves"
      return
        "\(verb) every \(years(trend.doublingTime.magnitude)) years (95 %: \(range)), \(quality)"
    case .node, .precision:
      let bounds =
        "\(Format.fixed(trend.interval.lowerBound, decimals: 2)) to "
        + Format.fixed(trend.interval.upperBound, decimals: 2)
      guard trend.isSignificant else {
        return "no significant trend: the 95 % interval of the exponent (\(bounds)) contains zero, "
          + quality
      }
      let axis = trend.axis == .node ? "node" : "bit product"
      return
        "goes with \(axis)^\(Format.fixed(trend.exponent, decimals: 2)) (95 %: \(bounds)), \(quality)"
    }
  }

  static func sentences(_ trend: Trend) -> [String] {
    var lines = [summary(trend)]
    if trend.axis == .year {
      lines.append(
        "x\(Format.fixed(trend.factorPerYear, decimals: 2)) a year (95 %: "
          + "x\(Format.fixed(trend.interval.lowerBound.exponential, decimals: 2)) to "
          + "x\(Format.fixed(trend.interval.upperBound.exponential, decimals: 2)))")
    }
    if let first = trend.points.min(by: { $0.x < $1.x }),
      let best = trend.points.max(by: { $0.y < $1.y })
    {
      lines.append("first: \(point(first, trend)); best: \(point(best, trend))")
    }
    if let mixture = mixture(trend.points.map(\.entry)) { lines.append(mixture) }
    if trend.quantity == .energyRidge { lines.append(energyRidgeBound) }
    lines.append(
      "least squares of log2 of the value over points, not chips; interval by Student-t, "
        + "\(trend.line.n - 2) degrees of freedom")
    return lines
  }

  private static func point(_ point: Trend.Point, _ trend: Trend) -> String {
    let year = point.entry.number(.year).map { " (\(Int($0)))" } ?? ""
    let unit = trend.quantity.unit.isEmpty ? "" : " \(trend.quantity.unit)"
    return "\(point.entry.name)\(year) \(Format.significant(point.y))\(unit)"
  }

  private static func doubling(_ trend: Trend) -> String {
    guard let range = trend.doublingInterval else { return "falling" }
    let (low, high) = (range.lowerBound.magnitude, range.upperBound.magnitude)
    let ends = [min(low, high), max(low, high)]
    let upper = ends[1].isFinite ? years(ends[1]) : "never"
    return "\(years(ends[0])) to \(upper)"
  }

  private static func years(_ value: Double) -> String {
    Format.fixed(value, decimals: value < 9.95 ? 1 : 0)
  }
}

extension Double {
  /// Two to the power of the number.
  fileprivate var exponential: Double { exp2(self) }
}
