// SPDX-License-Identifier: Apache-2.0

/// A node of a mapping, outermost first [mapping 6.2].
public enum AccelForgeNode: Sendable, Hashable {
  /// Where a fan-out puts its units, and what may be shared over it.
  public enum FanOut: String, Sendable, Hashable, CaseIterable {
    /// Local buffers: nothing is shared.
    case buffers = "Z"
    /// Columns of the array: inputs are multicast.
    case columns = "in"
    /// Rows of the array: outputs are reduced.
    case rows = "out"

    /// Whether a tensor that the rank does not index moves once for all units.
    func shares(_ role: AccelForgeEinsum.Role) -> Bool {
      switch (self, role) {
      case (.columns, .input), (.rows, .output): true
      default: false
      }
    }
  }

  /// A memory keeps a tensor for the loops below.
  case store(tensor: String, memory: String)
  /// A temporal loop.
  case loop(rank: String, bound: Int)
  /// A spatial loop.
  case unroll(rank: String, factor: Int, fanOut: FanOut)
}
