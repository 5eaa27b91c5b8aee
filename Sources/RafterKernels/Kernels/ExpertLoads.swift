// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// How many rows each expert of a layer gets [workloads 5.5].
public enum ExpertLoads: Sendable, Hashable {
  /// As even as whole rows allow.
  case balanced
  /// As NVIDIA AIConfigurator draws them for its measurements: densities proportional to x^-alpha between 1 and 0.8 T, or
  /// between 0.01 and 2 where there are no more pairs than experts, scaled to T k pairs. Each expert stands for an equal
  /// share of the distribution here, so nothing is random.
  case powerLaw(alpha: Double)

  /// The groups of experts with equal rows, fewest rows first; experts without rows are left out.
  ///
  /// - Parameters:
  ///   - tokens: T, at least 1.
  ///   - chosen: k, experts of a token, at most `experts`.
  ///   - experts: E.
  public func groups(tokens: Int, chosen: Int, experts: Int) -> [GroupedProduct.Group] {
    precondition(
      tokens >= 1 && chosen >= 1 && chosen <= experts, "k of E experts for at least one token")
    let pairs = tokens * chosen
    switch self {
    case .balanced:
      let (each, more) = pairs.quotientAndRemainder(dividingBy: experts)
      return [
        GroupedProduct.Group(count: experts - more, rows: each),
        GroupedProduct.Group(count: more, rows: each + 1),
      ].filter { $0.count > 0 && $0.rows > 0 }
    case .powerLaw(let alpha):
      let range = pairs > experts ? (1, max(1, 0.8 * Double(tokens))) : (0.01, 2)
      return Self.grouped(
        Self.rows(
          Self.quantiles(alpha, range, count: experts), pairs: pairs, most: tokens))
    }
  }

  /// The middle of each of `count` equal shares of a distribution with density x^-alpha between two limits, rising.
  private static func quantiles(_ alpha: Double, _ range: (Double, Double), count: Int) -> [Double]
  {
    let power = 1 - alpha
    let (low, high) = range
    return (0..<count).map { place in
      let share = (Double(place) + 0.5) / Double(count)
      if power.magnitude < 1e-9 { return low * pow(high / low, share) }
      let (a, b) = (pow(low, power), pow(high, power))
      return pow((b - a) * share + a, 1 / power)
    }
  }

  /// Weights scaled to whole rows that add up to `pairs`, none above `most`; what rounding leaves goes to the largest.
  private static func rows(_ weights: [Double], pairs: Int, most: Int) -> [Int] {
    let sum = weights.reduce(0, +)
    var rows = weights.map { min(most, Int(($0 / sum * Double(pairs)).rounded())) }
    var missing = pairs - rows.reduce(0, +)
    for place in rows.indices.reversed() where missing > 0 {
      let more = min(missing, most - rows[place])
      rows[place] += more
      missing -= more
    }
    for place in rows.indices.reversed() where missing < 0 {
      let less = min(-missing, max(0, rows[place] - 1))
      rows[place] -= less
      missing += less
    }
    return rows
  }

  private static func grouped(_ rows: [Int]) -> [GroupedProduct.Group] {
    var groups: [GroupedProduct.Group] = []
    for rows in rows.sorted() where rows > 0 {
      if groups.last?.rows == rows {
        groups[groups.count - 1].count += 1
      } else {
        groups.append(GroupedProduct.Group(count: 1, rows: rows))
      }
    }
    return groups
  }
}
