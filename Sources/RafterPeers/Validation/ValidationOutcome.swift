// SPDX-License-Identifier: Apache-2.0

/// A set, what came out, and how far off it is in a few numbers.
public struct ValidationOutcome: Sendable {
  /// The set.
  public var set: ValidationSet
  /// What came out.
  public var findings: ValidationSet.Findings

  /// Creates an outcome.
  public init(_ set: ValidationSet, _ findings: ValidationSet.Findings) {
    self.set = set
    self.findings = findings
  }

  /// Its rows.
  public var rows: [ValidationRow] { findings.rows }

  /// Whether every row is within its tolerance, and there is one.
  public var isRight: Bool { !rows.isEmpty && rows.allSatisfy(\.isRight) }

  /// Rows that are not only shown.
  private var counted: [ValidationRow] { rows.filter { $0.role != .shown } }

  /// Rows with a published number to divide by, and ours.
  private var pairs: [(published: Double, predicted: Double)] {
    counted.compactMap { row in
      guard let predicted = row.predicted, row.published != 0 else { return nil }
      return (row.published, predicted)
    }
  }

  /// The mean of the magnitudes of the relative errors; nil without rows.
  public var meanAbsoluteError: Double? { mean { ($0.predicted / $0.published - 1).magnitude } }

  /// The mean of the relative errors: positive where ours is higher; nil without rows.
  public var signedMean: Double? { mean { $0.predicted / $0.published - 1 } }

  /// The greatest factor between two numbers of a row, at least 1; nil without rows.
  public var worstRatio: Double? {
    pairs.map { pair in
      let ratio = pair.predicted / pair.published
      return ratio > 0 ? max(ratio, 1 / ratio) : .infinity
    }.max()
  }

  /// Spearman's rank correlation over rows of one quantity, the mean over quantities weighted by rows; nil where
  /// no quantity has three rows that differ.
  public var rankCorrelation: Double? {
    var names: [String] = []
    for row in counted where !names.contains(row.quantity) { names.append(row.quantity) }
    var sum = 0.0
    var weight = 0
    for name in names {
      let own = counted.filter { $0.quantity == name && $0.predicted != nil }
      guard own.count >= 3,
        let value = Self.correlation(
          Self.ranks(own.map(\.published)), Self.ranks(own.compactMap(\.predicted)))
      else { continue }
      sum += value * Double(own.count)
      weight += own.count
    }
    return weight > 0 ? sum / Double(weight) : nil
  }

  private func mean(_ value: ((published: Double, predicted: Double)) -> Double) -> Double? {
    let pairs = pairs
    guard !pairs.isEmpty else { return nil }
    return pairs.reduce(0) { $0 + value($1) } / Double(pairs.count)
  }

  /// Ranks from 1; equals share the mean of theirs.
  private static func ranks(_ values: [Double]) -> [Double] {
    let order = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
    var ranks = values.map { _ in 0.0 }
    var first = 0
    while first < order.count {
      var last = first
      while last + 1 < order.count, values[order[last + 1]] == values[order[first]] { last += 1 }
      for place in first...last { ranks[order[place]] = Double(first + last) / 2 + 1 }
      first = last + 1
    }
    return ranks
  }

  private static func correlation(_ a: [Double], _ b: [Double]) -> Double? {
    let n = Double(a.count)
    let (meanA, meanB) = (a.reduce(0, +) / n, b.reduce(0, +) / n)
    var (ab, aa, bb) = (0.0, 0.0, 0.0)
    for (x, y) in zip(a, b) {
      ab += (x - meanA) * (y - meanB)
      aa += (x - meanA) * (x - meanA)
      bb += (y - meanB) * (y - meanB)
    }
    return aa > 0 && bb > 0 ? ab / (aa * bb).squareRoot() : nil
  }
}
