// SPDX-License-Identifier: Apache-2.0

/// A measured point beside the roof it cannot exceed.
///
/// One above it is an error in the inputs: it becomes a row that misses and a note. Nothing is clamped.
struct RoofCheck {
  /// The rows of points above their roof; points below make none.
  private(set) var rows: [ValidationRow] = []
  /// A sentence for each.
  private(set) var notes: [String] = []
  /// How many points were held to their roof.
  private(set) var count = 0

  /// Rounding of published numbers: three digits.
  static let rounding = 0.005

  /// Compares attained / roof with one.
  mutating func add(_ name: String, share: Double) {
    count += 1
    guard share > 1 + Self.rounding else { return }
    rows.append(
      ValidationRow(
        name, "share of roof, at most 1", unit: "1", published: share, predicted: 1,
        tolerance: Self.rounding))
    notes.append(
      "error in the inputs: the measured point of '\(name)' lies above its roof, at \(Text.number(share)) of it"
    )
  }

  /// What was found, in a sentence.
  var summary: String {
    rows.isEmpty
      ? "no measured point of \(count) lies above its roof"
      : "\(rows.count) of \(count) measured points lie above their roof"
  }
}

/// Numbers in sentences.
enum Text {
  /// Four digits.
  static func number(_ value: Double) -> String {
    guard value.isFinite, value != 0 else { return "\(value)" }
    var scale = 1.0
    while value.magnitude * scale < 1000 { scale *= 10 }
    while value.magnitude * scale >= 10000 { scale /= 10 }
    let rounded = (value * scale).rounded() / scale
    return rounded == rounded.rounded() && rounded.magnitude < 1e15
      ? "\(Int(rounded))" : "\(rounded)"
  }

  /// A share in per cent, to a tenth.
  static func percent(_ value: Double) -> String { "\((value * 1000).rounded() / 10) %" }
}

extension Collection<Double> {
  /// The mean; nil of nothing.
  var mean: Double? { isEmpty ? nil : reduce(0, +) / Double(count) }

  /// The mean of the magnitudes; nil of nothing.
  var meanMagnitude: Double? { map(\.magnitude).mean }
}
