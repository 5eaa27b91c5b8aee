// SPDX-License-Identifier: Apache-2.0
public import RafterQuantities

/// A pattern that keeps `kept` of every `group` elements, such as 2:4.
public struct StructuredSparsity: Sendable, Hashable {
  /// Elements kept of each group.
  public var kept: Int
  /// Elements of a group.
  public var group: Int

  /// Creates a pattern.
  ///
  /// - Precondition: `1 <= kept <= group`.
  public init(kept: Int, group: Int) {
    precondition(kept >= 1 && kept <= group, "a pattern keeps at least one of a group")
    self.kept = kept
    self.group = group
  }

  /// The share of elements kept.
  public var density: Double { Double(kept) / Double(group) }

  /// The bits that say which element of its group a kept one is: 2 for 2:4, none if all are kept.
  public var indexBits: BitCount {
    kept == group ? .zero : BitCount(Int.bitWidth - (group - 1).leadingZeroBitCount)
  }

  /// Compressed over dense bytes, `(b + index) * kept / (b * group)` [rooflines 3.6].
  public func compressedShare(element: BitCount) -> Double {
    (element + indexBits).ratio(to: element) * density
  }
}
