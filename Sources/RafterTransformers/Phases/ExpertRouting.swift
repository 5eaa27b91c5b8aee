// SPDX-License-Identifier: Apache-2.0
#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// How many experts some tokens wake up [workloads 5.5].
public enum ExpertRouting {
  /// The expected number of distinct experts that `tokens` tokens choose, each `perToken` of `experts`.
  ///
  /// Evenly: `E * (1 - (1 - k/E)^T)`. With a skew s the probability of the expert of rank r falls as `r^-s`:
  /// the sum over experts of `1 - (1 - p_e)^T`, where the p_e sum to k and none is above 1.
  public static func expectedDistinct(
    experts: Int, perToken: Int, tokens: Int, skew: Double = 0
  ) -> Double {
    guard experts > 0, perToken > 0, tokens > 0 else { return 0 }
    guard perToken < experts else { return Double(experts) }
    let exponent = Double(tokens)
    if skew <= 0 {
      let each = Double(perToken) / Double(experts)
      return Double(experts) * (1 - pow(1 - each, exponent))
    }
    return probabilities(experts: experts, perToken: perToken, skew: skew)
      .reduce(0) { $0 + 1 - pow(1 - $1, exponent) }
  }

  /// The probabilities that a token chooses the expert of each rank; they sum to `perToken`.
  static func probabilities(experts: Int, perToken: Int, skew: Double) -> [Double] {
    let weights = (1...experts).map { pow(Double($0), -skew) }
    var sure = 0
    // Those that would be above 1 are chosen always; the rest share what is left.
    while sure < perToken {
      let rest = weights[sure...].reduce(0, +)
      guard weights[sure] / rest * Double(perToken - sure) > 1 else { break }
      sure += 1
    }
    let rest = weights[sure...].reduce(0, +)
    return weights.indices.map {
      $0 < sure ? 1 : weights[$0] / rest * Double(perToken - sure)
    }
  }

  /// Rows for each of `distinct` experts, or runs, so that all rows together are exact: so many with one more than
  /// others.
  static func shares(rows: Int, distinct: Int) -> [(times: Int, rows: Int)] {
    guard rows > 0, distinct > 0 else { return [] }
    let used = min(rows, distinct)
    let (each, more) = (rows / used, rows % used)
    return [(more, each + 1), (used - more, each)].filter { $0.0 > 0 && $0.1 > 0 }
  }
}
