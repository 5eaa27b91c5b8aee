// SPDX-License-Identifier: Apache-2.0
import RafterFitting
public import RafterQuantities

/// Constants that the rows cannot tell apart, or hardly.
///
/// Found by the condition indices and variance shares of the columns [Belsley, Kuh, Welsch, Regression Diagnostics, 1980]: from 10 on the
/// rows tell little, from 30 on hardly anything, without a bound nothing.
public struct InseparableTerms: Sendable, Hashable {
  /// How little is known.
  public enum Degree: String, Sendable, Hashable, CaseIterable {
    case weak, poor, none
  }

  /// The constants.
  public var terms: [EnergyTerm]
  /// How little the rows tell them apart.
  public var degree: Degree
  /// The condition index.
  public var conditionIndex: Double
  /// How alike the two most alike columns are: the cosine between them, each row in shares of its energy.
  public var likeness: Double
  /// The share of these constants together in the energy of a row, on average.
  public var share: Double
  /// Half of its 95 % interval.
  public var shareHalfWidth: Double
  /// What an operation costs with the bytes that come with it, where the group is an operation and the bytes of one memory.
  public var sum: Sum?

  /// The energy of an operation and of the bytes that come with it.
  public struct Sum: Sendable, Hashable {
    /// Operations for each byte in the rows, all together.
    public var intensity: OperationalIntensity
    /// `e_op + e_byte / intensity`.
    public var energy: EnergyPerOperation
    /// Half of its 95 % interval.
    public var halfWidth: EnergyPerOperation
  }

  init(
    _ direction: FitCovariance.WeakDirection, known: FitCovariance, fit: RobustSumFit,
    design: EnergyDesign, quantile t: Double
  ) {
    let members = direction.members
    terms = members.map { design.terms[$0] }
    conditionIndex = direction.conditionIndex
    degree =
      direction.conditionIndex.isInfinite ? .none : direction.conditionIndex >= 30 ? .poor : .weak
    likeness = 0
    for a in members {
      for b in members where a < b { likeness = max(likeness, known.cosines[a * known.count + b]) }
    }
    let (n, m) = (design.names.count, known.count)
    // The mean amount of each, in shares of the predicted energy.
    let weights = members.map { member in
      let sum = (0..<n).reduce(0.0) { $0 + design.amounts[$1 * m + member] / fit.prediction($1) }
      return (price: member, weight: sum / Double(n))
    }
    share = weights.reduce(0) { $0 + $1.weight * fit.prices[$1.price] }
    shareHalfWidth = t * known.variance(of: weights).squareRoot()
    guard members.count == 2, case .operation = terms[0], case .byte = terms[1] else { return }
    // Over the rows that have both.
    let both = (0..<n).filter { row in members.allSatisfy { design.amounts[row * m + $0] > 0 } }
    let sums = members.map { member in both.reduce(0.0) { $0 + design.amounts[$1 * m + member] } }
    guard sums[1] > 0 else { return }
    let intensity = sums[0] / sums[1]
    sum = Sum(
      intensity: OperationalIntensity(intensity),
      energy: EnergyPerOperation(fit.prices[members[0]] + fit.prices[members[1]] / intensity),
      halfWidth: EnergyPerOperation(
        t * known.variance(of: [(members[0], 1), (members[1], 1 / intensity)]).squareRoot()))
  }

  /// A sentence: what moves together, and what is known of it.
  public var message: String {
    let names = terms.map(\.name)
    let list =
      names.count < 2
      ? names.joined() : names.dropLast().joined(separator: ", ") + " and " + names[names.count - 1]
    let how =
      switch degree {
      case .weak: "the rows tell them apart only weakly"
      case .poor: "the rows hardly tell them apart"
      case .none: "the rows do not tell them apart at all"
      }
    var text =
      "\(list) move together (r = \(Format.fixed(likeness, decimals: 3)), condition index \(conditionIndex.isFinite ? Format.significant(conditionIndex) : "unbounded")): \(how); "
    if let sum {
      text +=
        "only their sum at \(sum.intensity.formatted()) is known, \(sum.energy.formatted()) +- \(sum.halfWidth.formatted())"
    } else {
      text +=
        "together they are \(Format.percent(share)) +- \(Format.percent(shareHalfWidth)) of the energy of a row"
    }
    return text
  }
}
