// SPDX-License-Identifier: Apache-2.0

/// Counts made of sides that the input chose: products are checked, never trapped on.
enum Count {
  /// The most elements a tensor may have, and the most operations a node may take: 2^53, so that a count is
  /// exact as a Double too.
  static let limit = 1 << 53

  /// The product of sides; 1 for none.
  static func product(_ sides: some Sequence<Int>) throws(RuleFailure) -> Int {
    var total = 1
    var overflows = false
    for side in sides {
      if side == 0 { return 0 }
      let (product, overflow) = total.multipliedReportingOverflow(by: side)
      overflows = overflows || overflow || product.magnitude > limit.magnitude
      total = overflows ? 1 : product
    }
    guard !overflows else {
      throw .invalid(
        "the product of \(sides.map(String.init).joined(separator: "x")) is more than 2^53")
    }
    return total
  }

  /// The product of a few numbers.
  static func product(_ sides: Int...) throws(RuleFailure) -> Int { try product(sides) }

  /// A sum whose addends are below ``limit``.
  static func sum(_ parts: some Sequence<Int>) throws(RuleFailure) -> Int {
    var total = 0
    for part in parts {
      total &+= part
      guard total.magnitude <= limit.magnitude else {
        throw .invalid("a sum of sides is more than 2^53")
      }
    }
    return total
  }
}

extension [Int] {
  /// A shape as people write it: `1x3x224x224`; `scalar` for none.
  var asShape: String { isEmpty ? "scalar" : map(String.init).joined(separator: "x") }

  /// The distance between neighbours along each axis of a row-major tensor of this shape.
  var rowMajorStrides: [Int] {
    var strides = [Int](repeating: 1, count: count)
    var step = 1
    for axis in indices.reversed() {
      strides[axis] = step
      step = step &* self[axis]
    }
    return strides
  }

  /// How many elements a shape that was checked before has.
  var elements: Int { reduce(1, &*) }
}
