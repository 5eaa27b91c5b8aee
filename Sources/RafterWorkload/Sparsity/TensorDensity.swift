// SPDX-License-Identifier: Apache-2.0

/// How many elements of a tensor are not zero, and how they lie.
public enum TensorDensity: Sendable, Hashable {
  /// Nothing is known of zeros, or there are none: every element counts.
  case dense
  /// A share of the elements, in (0, 1], that lies at random: every place is as likely.
  case uniform(Double)
  /// Exactly `kept` of each `group` neighbours.
  case structured(GroupStructure)
  /// Found in the numbers themselves: the share, and a structure that all groups keep to, where there is one.
  case measured(share: Double, structure: GroupStructure?)

  /// Elements that are not zero over all of them, in (0, 1].
  public var share: Double {
    switch self {
    case .dense: 1
    case .uniform(let share), .measured(let share, _): share
    case .structured(let structure): structure.density
    }
  }

  /// The structure of the zeros, where they have one.
  public var structure: GroupStructure? {
    switch self {
    case .dense, .uniform: nil
    case .structured(let structure): structure
    case .measured(_, let structure): structure
    }
  }

  /// Whether there are zeros to make use of.
  public var isSparse: Bool { share < 1 }
}
