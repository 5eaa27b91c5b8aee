// SPDX-License-Identifier: Apache-2.0
public import RafterDiagnostics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What a quantity is followed along.
public enum TrendAxis: String, Sendable, Hashable, CaseIterable {
  /// Growth per year.
  case year
  /// A power of the process node.
  case node
  /// A power of the bit product.
  case precision

  /// The column of its values.
  public var column: SurveyColumn {
    switch self {
    case .year: .year
    case .node: .node
    case .precision: .bitProduct
    }
  }

  /// The abscissa of the fit: the year as it is, the others as their binary logarithm.
  func abscissa(_ value: Double) -> Double { self == .year ? value : log2(value) }
}

/// Which points a trend goes through.
public enum TrendPoints: String, Sendable, Hashable, CaseIterable {
  /// All.
  case all
  /// The best of each year that is better than every year before it.
  case record
}

/// How a quantity moved, with its uncertainty.
///
/// A least-squares line of log2 of the quantity; its slope has an interval by Student-t.
public struct Trend: Sendable, Hashable {
  /// A point of the fit.
  public struct Point: Sendable, Hashable {
    /// The row.
    public var entry: SurveyEntry
    /// On the axis, in the unit of its column.
    public var x: Double
    /// Of the quantity, in its column's unit.
    public var y: Double

    /// Creates a point.
    public init(entry: SurveyEntry, x: Double, y: Double) {
      self.entry = entry
      self.x = x
      self.y = y
    }
  }

  /// The words that reports print with each interval.
  public static let intervalRule =
    "interval of the slope by Student-t with n - 2 degrees of freedom"
  /// The probability that intervals hold.
  public static let confidence = 0.95

  /// What is followed.
  public var quantity: SurveyColumn
  /// Along what.
  public var axis: TrendAxis
  /// Which points.
  public var selection: TrendPoints
  /// The points of the fit.
  public var points: [Point]
  /// The line through (abscissa, log2 y).
  public var line: LeastSquares
  /// Where the slope lies with ``confidence``.
  public var interval: ClosedRange<Double>

  /// Fits a trend; rows without the quantity or the axis are left out.
  ///
  /// - Parameters:
  ///   - quantity: the column whose logarithm is fitted.
  ///   - axis: what it is fitted against.
  ///   - selection: all points, or the records of their time.
  ///   - entries: the rows.
  ///   - subset: the words of the subset, for the diagnostic.
  /// - Throws: a diagnostic for a column of words, the axis itself, or too few points.
  public init(
    of quantity: SurveyColumn, along axis: TrendAxis = .year, points selection: TrendPoints = .all,
    in entries: [SurveyEntry], subset: String = "all rows"
  ) throws(DiagnosticList) {
    guard quantity.isNumber else { throw DiagnosticList(.notNumeric(quantity)) }
    guard quantity != .year, quantity != axis.column else {
      throw DiagnosticList(.trendOfAxis(quantity, axis.column.rawValue))
    }
    self.quantity = quantity
    self.axis = axis
    self.selection = selection
    let all = Self.points(of: quantity, along: axis, in: entries)
    points = selection == .record ? Self.records(all) : all
    guard
      let line = LeastSquares(
        x: points.map { axis.abscissa($0.x) }, y: points.map { log2($0.y) })
    else {
      throw DiagnosticList(
        .tooFewPoints(quantity, axis.column.rawValue, n: points.count, subset: subset))
    }
    self.line = line
    interval = line.interval(confidence: Self.confidence)
  }

  /// The points of a quantity, rows without it or without the axis left out.
  public static func points(
    of quantity: SurveyColumn, along axis: TrendAxis, in entries: [SurveyEntry]
  ) -> [Point] {
    entries.compactMap { entry in
      guard let x = entry.number(axis.column), let y = entry.number(quantity), y > 0, x > 0
      else { return nil }
      return Point(entry: entry, x: x, y: y)
    }
  }

  /// The best of each value of the axis that beats all before it.
  private static func records(_ points: [Point]) -> [Point] {
    var best: [Point] = []
    let inOrder = points.enumerated().sorted {
      ($0.element.x, -$0.element.y, $0.offset) < ($1.element.x, -$1.element.y, $1.offset)
    }.map(\.element)
    for point in inOrder {
      guard let last = best.last else {
        best.append(point)
        continue
      }
      if point.y > last.y, point.x > last.x { best.append(point) }
    }
    return best
  }

  /// Whether the interval of the slope leaves out zero.
  public var isSignificant: Bool { !interval.contains(0) }

  /// The factor in a year; for the other axes ``exponent`` says it.
  public var factorPerYear: Double { exp2(line.slope) }

  /// The power of the axis that the quantity goes with.
  public var exponent: Double { line.slope }

  /// Years to double; negative where the quantity falls.
  public var doublingTime: Double { 1 / line.slope }

  /// The interval of the doubling time; infinite at the end where the slope may be zero.
  public var doublingInterval: ClosedRange<Double>? {
    let (low, high) = (interval.lowerBound, interval.upperBound)
    if low > 0 { return (1 / high)...(1 / low) }
    if high < 0 { return (1 / high)...(1 / low) }
    return high > 0 ? (1 / high)...Double.infinity : nil
  }

  /// The quantity on the line.
  public func value(at x: Double) -> Double {
    exp2(line.intercept + line.slope * axis.abscissa(x))
  }
}
