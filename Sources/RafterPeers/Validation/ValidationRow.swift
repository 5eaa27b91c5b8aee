// SPDX-License-Identifier: Apache-2.0

/// One published number beside ours.
public struct ValidationRow: Sendable, Hashable {
  /// What it is about: a layer on a machine.
  public var name: String
  /// What was measured.
  public var quantity: String
  /// Its unit: SI base units, `cycle`, or `1`.
  public var unit: String
  /// The published number, in the unit.
  public var published: Double
  /// Ours, in the unit; nil where there is none.
  public var predicted: Double?
  /// The greatest relative error that passes; infinite for a row that is not judged alone.
  public var tolerance: Double
  /// Whether it counts for the verdict.
  public var role: Role

  /// What a row is for.
  public enum Role: String, Sendable, Hashable {
    /// Its error has to be within the tolerance.
    case judged
    /// It counts in the figures over a set's rows, such as a mean that is judged.
    case counted
    /// It is shown beside the others and counts nowhere.
    case shown
  }

  /// Which of several numbers of the same name and quantity it is; empty where there is one.
  public var detail = ""

  /// Creates a row.
  public init(
    _ name: String, _ quantity: String, unit: String, published: Double, predicted: Double?,
    tolerance: Double, role: Role = .judged
  ) {
    self.name = name
    self.quantity = quantity
    self.unit = unit
    self.published = published
    self.predicted = predicted
    self.tolerance = tolerance
    self.role = role
  }

  /// Creates a row that is shown without a tolerance.
  public init(
    shown name: String, _ quantity: String, unit: String, published: Double, predicted: Double?
  ) {
    self.init(
      name, quantity, unit: unit, published: published, predicted: predicted, tolerance: .infinity,
      role: .shown)
  }

  /// Creates a row without a tolerance of its own that counts in the figures over the set.
  public init(
    counted name: String, _ quantity: String, unit: String, published: Double, predicted: Double?
  ) {
    self.init(
      name, quantity, unit: unit, published: published, predicted: predicted, tolerance: .infinity,
      role: .counted)
  }

  /// Creates a row of a number over other rows, such as the mean of their errors.
  ///
  /// - Parameters:
  ///   - name: the rows it is of.
  ///   - quantity: what the number is.
  ///   - value: the number, which is its own error.
  ///   - tolerance: the greatest that passes.
  public init(over name: String, _ quantity: String, _ value: Double?, tolerance: Double) {
    self.init(
      name, quantity, unit: "1", published: 0, predicted: value, tolerance: tolerance)
  }

  /// Creates a row that is judged together with others.
  public init(
    _ name: String, _ quantity: String, detail: String, unit: String, published: Double,
    predicted: Double?
  ) {
    self.init(
      name, quantity, unit: unit, published: published, predicted: predicted, tolerance: .infinity,
      role: .counted)
    self.detail = detail
  }

  /// Creates a row of a count, which has to be equal.
  public init(_ name: String, _ quantity: String, published: Int, predicted: Int?) {
    self.init(
      name, quantity, unit: "1", published: Double(published),
      predicted: predicted.map(Double.init),
      tolerance: 0)
  }

  /// Its name and which it is.
  public var fullName: String { detail.isEmpty ? name : "\(name), \(detail)" }

  /// (predicted - published) / published; where nothing was published, the prediction itself.
  public var error: Double? {
    guard let predicted else { return nil }
    if predicted == published { return 0 }
    return published == 0 ? predicted : (predicted - published) / published
  }

  /// Whether the error is within the tolerance; a row that is not judged is always right.
  public var isRight: Bool {
    role != .judged || error.map { $0.magnitude <= tolerance } ?? false
  }
}
