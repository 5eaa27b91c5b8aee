// SPDX-License-Identifier: Apache-2.0

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

  /// Reads a number as tables write it: in tenths, not in sixteenths as `0x10`; nil for what is none, or is not finite.
  static func decimal(_ text: String) -> Double? {
    guard let value = Double(text), value.isFinite, !text.contains(where: { "xX".contains($0) })
    else { return nil }
    return value
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
