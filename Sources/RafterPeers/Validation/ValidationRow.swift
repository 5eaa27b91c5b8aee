// SPDX-License-Identifier: Apache-2.0

/// One published number beside ours.
public struct ValidationRow: Sendable, Hashable {
  /// What decides whether a row passes.
  public enum Judgement: Sendable, Hashable {
    /// Its own tolerance.
    case alone
    /// Rows of the set that sum up this one and others: a median, a mean.
    case together
  }

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
  /// The greatest relative error that passes; infinite for a row that is judged with others.
  public var tolerance: Double
  /// Which of several numbers of the same name and quantity it is; empty where there is one.
  public var detail = ""
  /// What decides whether it passes.
  public var judgement = Judgement.alone

  /// Creates a row.
  public init(
    _ name: String, _ quantity: String, unit: String, published: Double, predicted: Double?,
    tolerance: Double
  ) {
    self.name = name
    self.quantity = quantity
    self.unit = unit
    self.published = published
    self.predicted = predicted
    self.tolerance = tolerance
  }

  /// Creates a row that is judged together with others.
  public init(
    _ name: String, _ quantity: String, detail: String, unit: String, published: Double,
    predicted: Double?
  ) {
    self.init(
      name, quantity, unit: unit, published: published, predicted: predicted, tolerance: .infinity)
    self.detail = detail
    judgement = .together
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

  /// Whether the error is within the tolerance.
  public var isRight: Bool { error.map { $0.magnitude <= tolerance } ?? false }
}
