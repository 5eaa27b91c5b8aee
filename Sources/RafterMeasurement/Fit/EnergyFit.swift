// SPDX-License-Identifier: Apache-2.0
public import RafterDiagnostics
import RafterFitting
public import RafterQuantities
import RafterSurvey

/// The constants of the energy roof from measured rows [rooflines 3.3].
///
///     E_i = sum over formats e_f W_if + sum over memories e_l Q_il + P_s t_i,   all constants >= 0
///
/// in logarithms, so that a row counts by its relative error, and outliers pull little; intervals are those of Student-t on
/// rows less constants, cut at zero. A constant that can be exchanged for others without any error lies anywhere from nothing to all of
/// their common share.
public struct EnergyFit: Sendable {
  /// A fitted constant.
  public struct Estimate: Sendable, Hashable {
    /// Which.
    public var term: EnergyTerm
    /// Its value.
    public var value: EnergyConstant
    /// The least of its 95 % interval.
    public var low: EnergyConstant
    /// The greatest.
    public var high: EnergyConstant
    /// Its share of the energy of a row, on average.
    public var share: Double
    /// Whether the rows fix it; false where it can be exchanged for others without any error.
    public var isDetermined: Bool
  }

  /// How far a prediction is off: ``predicted`` over ``measured``.
  public struct RowError: Sendable, Hashable {
    /// The row.
    public var name: String
    /// Its energy as measured.
    public var measured: Energy
    /// From constants fitted to all rows.
    public var predicted: Energy
    /// From constants fitted to the other rows.
    public var predictedWithoutIt: Energy

    /// (predicted - measured) / measured, by constants of all rows.
    public var error: Double { predicted.ratio(to: measured) - 1 }
    /// The same by constants of the other rows.
    public var errorWithoutIt: Double { predictedWithoutIt.ratio(to: measured) - 1 }
  }

  /// The constants: formats, memories, static power.
  public let estimates: [Estimate]
  /// The fitted rows.
  public let rows: [RowError]
  /// What cannot be told apart.
  public let inseparable: [InseparableTerms]
  /// The largest condition index of the columns; infinite where some depend on others.
  public let condition: Double
  /// The residual from which on a row counts by its magnitude only.
  public let outlierScale: Double
  /// What static power is at least.
  public let idle: Power
  /// Notes and warnings.
  public let diagnostics: [Diagnostic]

  /// The probability of the intervals.
  public static let confidence = 0.95
  /// From this share of its cap on a row is held by it.
  static let capShare = 0.9
  /// Groups of rows that are left out in turn, where there are more rows.
  private static let maximumFolds = 400

  /// Fits.
  ///
  /// - Parameters:
  ///   - table: rows with an energy.
  ///   - idle: what static power is at least, such as the measured power at rest.
  /// - Throws: too few rows, or a row below the idle power.
  public init(_ table: MeasurementTable, idle: Power = .zero) throws(DiagnosticList) {
    let design = try EnergyDesign(table.rows, idle: idle)
    let (terms, n) = (design.terms, design.names.count)
    let fit = RobustSumFit(
      amounts: design.amounts, offsets: design.offsets, totals: design.totals, count: terms.count)
    let known = FitCovariance(of: fit, rows: n, amounts: design.amounts)
    let t = StudentT.quantile(
      0.5 + Self.confidence / 2, degreesOfFreedom: Double(n - terms.count))
    let groups = known.weak.filter { $0.conditionIndex.isInfinite }.map(\.members)
    let lost = Set(groups.flatMap(\.self))
    let least = terms.map { $0 == .staticPower ? idle.value : 0 }
    estimates = terms.indices.map { place in
      let half = t * known.variance(of: [(place, 1)]).squareRoot()
      let one = design.meanShare(of: 1, at: place, fit)
      let exchanged = groups.filter { $0.contains(place) && one > 0 }.map { members in
        members.reduce(0) { $0 + known.shares[$1] } / one
      }.max()
      let (x, base) = (fit.prices[place], least[place])
      let idleShare = base == 0 ? 0 : design.meanShare(of: base, at: place, fit)
      return Estimate(
        term: terms[place], value: terms[place].constant(base + x),
        low: terms[place].constant(base + (exchanged == nil ? max(0, x - half) : 0)),
        high: terms[place].constant(base + max(x + half, exchanged ?? 0)),
        share: known.shares[place] + idleShare,
        isDetermined: !lost.contains(place))
    }
    inseparable = known.weak.map {
      InseparableTerms($0, known: known, fit: fit, design: design, quantile: t)
    }
    rows = Self.errors(of: fit, design)
    condition = known.condition
    outlierScale = fit.scale
    self.idle = idle
    diagnostics =
      design.diagnostics
      + (n < 5 * terms.count ? [.fewRowsForConstants(n, constants: terms.count)] : [])
  }

  private static func errors(of fit: RobustSumFit, _ design: EnergyDesign) -> [RowError] {
    let n = design.names.count
    let folds = min(n, maximumFolds)
    var without = [Double](repeating: 0, count: n)
    for fold in 0..<folds {
      let left = stride(from: fold, to: n, by: folds)
      let other = fit.leavingOut(Set(left))
      for row in left { without[row] = other.prediction(row) }
    }
    return (0..<n).map {
      RowError(
        name: design.names[$0], measured: Energy(design.totals[$0]),
        predicted: Energy(fit.prediction($0)), predictedWithoutIt: Energy(without[$0]))
    }
  }

  /// The median and the worst magnitude of the errors.
  public var errors: ErrorSummary { ErrorSummary(rows.map { ($0.name, $0.error) }) }
  /// The same by constants of the other rows.
  public var errorsLeavingOneOut: ErrorSummary {
    ErrorSummary(rows.map { ($0.name, $0.errorWithoutIt) })
  }
}

/// Relative errors summed up.
public struct ErrorSummary: Sendable, Hashable {
  /// The median of the magnitudes.
  public var median: Double
  /// The magnitude that nine in ten do not exceed.
  public var ninetieth: Double
  /// The mean with its sign.
  public var signedMean: Double
  /// The worst row.
  public var worst: String
  /// Its error.
  public var worstError: Double

  init(_ errors: [(name: String, error: Double)]) {
    let quantiles = Quantiles(errors.map(\.error.magnitude))
    median = quantiles.median ?? 0
    ninetieth = quantiles.at(0.9) ?? 0
    signedMean = errors.isEmpty ? 0 : errors.reduce(0) { $0 + $1.error } / Double(errors.count)
    let worst = errors.enumerated().max {
      ($0.element.error.magnitude, $1.offset) < ($1.element.error.magnitude, $0.offset)
    }
    self.worst = worst?.element.name ?? ""
    worstError = worst?.element.error ?? 0
  }
}
