// SPDX-License-Identifier: Apache-2.0

/// Counts of sliding windows that were made before: each walks over all indices, and tiles come back under many trees.
struct WindowMemory: Sendable {
  /// The operand with its axis, then what each split of its loops does.
  private struct Question: Hashable {
    var operand: Int
    var dimension: Int
    /// The role and the tile of each split.
    var splits: [UInt64]
    /// How many splits each loop of the axis has.
    var lengths: [Int]
  }

  private var known: [Question: SplitCount] = [:]
  /// How many counts there are.
  var size: Int { known.count }
  /// So many take some megabytes; all are forgotten then.
  private static let most = 10_000

  /// The count of an axis whose loops are split so.
  ///
  /// - Parameters:
  ///   - splits: those of all loops of the axis, one loop after the other.
  ///   - lengths: how many each of them has.
  mutating func count(
    _ axis: AxisShape, operand: Int, _ splits: [RoleSplit], _ lengths: [Int], _ bounds: [Int]
  ) -> SplitCount {
    let question = Question(
      operand: operand, dimension: axis.terms[0].dimension,
      splits: splits.map { UInt64($0.tile) << 8 | UInt64($0.role.rawValue) }, lengths: lengths)
    if let count = known[question] { return count }
    if known.count == Self.most { known.removeAll(keepingCapacity: true) }
    var rest = splits[...]
    var ofLoop: [Int: [RoleSplit]] = [:]
    for (term, length) in zip(axis.terms, lengths) {
      ofLoop[term.dimension] = Array(rest.prefix(length))
      rest = rest.dropFirst(length)
    }
    let count = SplitCount.window(axis: axis, bounds: bounds) { ofLoop[$0] ?? [] }
    known[question] = count
    return count
  }
}
