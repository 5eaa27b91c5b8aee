// SPDX-License-Identifier: Apache-2.0
public import RafterQuantities

/// A millionth of a millionth of a joule: the unit in which the peers' files count energy.
///
/// Sums of picojoules and sums of joules differ in their last bit. The peers add picojoules, and are matched to
/// the last bit, so their models do too.
public enum Picojoule: Dimension {
  /// Once.
  public static var exponents: UnitExponents { UnitExponents(.joule) }
}

/// An energy, in picojoules.
public typealias Picojoules = Quantity<Picojoule>

extension Quantity where D == Picojoule {
  /// The same energy in joules.
  public var energy: Energy { Energy(value * 1e-12) }
}
