// SPDX-License-Identifier: Apache-2.0
import RafterQuantities
import RafterWorkload

/// The formats of a product.
enum NestFormat {
  /// int32 for integer operands, fp64 for fp64 ones, else fp32.
  static func accumulate(_ a: NumberFormat, _ b: NumberFormat) -> NumberFormat {
    if a.family == .integer, b.family == .integer { return .int32 }
    return a == .fp64 || b == .fp64 ? .fp64 : .fp32
  }

  /// A tensor's own format, else that of its partner, else fp32: a tensor behind an unknown operator has been
  /// reported there.
  static func known(_ own: NumberFormat?, partner: NumberFormat?) -> NumberFormat {
    own ?? partner ?? .fp32
  }
}

extension AxisProjection {
  /// An axis that one loop walks.
  static func along(_ dimension: Int, _ bound: Int) -> AxisProjection {
    AxisProjection(terms: [Term(dimension: dimension)], extent: bound)
  }
}
