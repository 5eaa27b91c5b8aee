// SPDX-License-Identifier: Apache-2.0

/// At most `kept` of every `group` neighbours are not zero, such as 2:4.
public struct GroupStructure: Sendable, Hashable, CustomStringConvertible {
  /// The most that are not zero.
  public var kept: Int
  /// Of how many neighbours.
  public var group: Int

  /// Creates a structure; nil unless `1 <= kept <= group`.
  public init?(kept: Int, group: Int) {
    guard kept >= 1, kept <= group else { return nil }
    self.kept = kept
    self.group = group
  }

  /// The share of elements that may be other than zero.
  public var density: Double { Double(kept) / Double(group) }

  /// `2:4`.
  public var description: String { "\(kept):\(group)" }

  /// Whether every aligned group of this structure keeps to another one: 1:4 is also 2:4.
  public func isWithin(_ other: GroupStructure) -> Bool {
    if group == other.group { return kept <= other.kept }
    // Whole groups of ours fill a group of the other.
    guard other.group.isMultiple(of: group) else { return false }
    return other.group / group * kept <= other.kept
  }
}
