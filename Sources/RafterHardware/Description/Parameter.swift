// SPDX-License-Identifier: Apache-2.0

/// A number of a description that has a name, so that it can be changed without editing the file.
///
///     parameters:
///       buffer: {value: 512 KiB, range: 64 KiB..4 MiB, steps: x2}
///     path:
///       - memory: buffer
///         capacity: $buffer
public struct Parameter: Sendable, Hashable {
  /// What lies between two values of a sweep.
  public enum Steps: Sendable, Hashable {
    /// Each value is so many times the one before: `x2`.
    case factor(Double)
    /// Each value is so much more than the one before, in the unit of the value: `+64`.
    case increment(Double)
  }

  /// Its name.
  public var name: String
  /// Its value as written: `512 KiB`.
  public var value: String
  /// The least and greatest value to try, in ``unit``; nil where none is given.
  public var range: ClosedRange<Double>?
  /// How a sweep goes from the least to the greatest; nil where it is not said.
  public var steps: Steps?
  /// The unit of ``range`` and of increments as written; empty for a plain number.
  public var unit: String
  /// Where the value comes from.
  public var provenance: Provenance

  /// Creates a parameter.
  public init(
    name: String, value: String, range: ClosedRange<Double>? = nil, steps: Steps? = nil,
    unit: String = "", provenance: Provenance
  ) {
    self.name = name
    self.value = value
    self.range = range
    self.steps = steps
    self.unit = unit
    self.provenance = provenance
  }

  /// The most values that a sweep of one parameter has.
  static let mostPoints = 10_000

  /// The values of a sweep as a setting takes them: the least, the steps from there, and the greatest.
  ///
  /// Without steps the two ends; without a range the value alone.
  public var points: [String] {
    guard let range else { return [value] }
    var points: [Double] = []
    var next = range.lowerBound
    // A point a rounding error short of the end is the end.
    while let steps, next < range.upperBound * (1 - 1e-9), points.count < Self.mostPoints {
      points.append(next)
      switch steps {
      case .factor(let factor): next *= factor
      case .increment(let increment): next += increment
      }
    }
    if steps == nil, range.lowerBound < range.upperBound { points.append(range.lowerBound) }
    return (points + [range.upperBound]).map(text)
  }

  private func text(_ number: Double) -> String {
    let digits =
      number == number.rounded() && number.magnitude < 1e15 ? "\(Int(number))" : "\(number)"
    return unit.isEmpty ? digits : "\(digits) \(unit)"
  }
}
