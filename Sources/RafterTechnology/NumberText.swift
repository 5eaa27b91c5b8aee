// SPDX-License-Identifier: Apache-2.0
import RafterQuantities

extension Double {
  /// The number in the text of a rule: whole ones in full, others to three digits.
  var inText: String {
    self == rounded() && magnitude < 1e6
      ? Format.fixed(self, decimals: 0) : Format.significant(self)
  }
}

extension Quantity where D == Nanometre {
  /// A node: `22 nm`.
  var inText: String { "\(value.inText) nm" }
}
