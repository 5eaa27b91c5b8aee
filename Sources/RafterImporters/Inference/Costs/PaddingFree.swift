// SPDX-License-Identifier: Apache-2.0

/// Counts the multiplies of a convolution that do not fall on the zero border.
enum PaddingFree {
  /// Pairs of window place `o` and tap `f` with `0 <= stride * o + dilation * f - before < input`.
  ///
  /// For one tap the places are an interval, so each tap takes one step: with `b = dilation * f - before`,
  /// `o` runs from `ceil(-b / stride)` to `floor((input - 1 - b) / stride)`, cut to `0..<output`. Windows of
  /// more than 2^16 taps, which no network has, count as a whole.
  static func pairs(_ axis: WindowAxis) -> Int {
    guard axis.output > 0, axis.input > 0 else { return 0 }
    guard axis.kernel <= 1 << 16 else { return axis.output * axis.kernel }
    var total = 0
    for tap in 0..<axis.kernel {
      let base = axis.dilation * tap - axis.before
      let first = base >= 0 ? 0 : (-base + axis.stride - 1) / axis.stride
      let room = axis.input - 1 - base
      guard room >= 0 else { continue }
      let last = min(room / axis.stride, axis.output - 1)
      total += max(last - first + 1, 0)
    }
    return total
  }
}
