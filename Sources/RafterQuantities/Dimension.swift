// SPDX-License-Identifier: Apache-2.0

/// What a number counts: a phantom type that keeps a MAC from being taken for an operation.
public protocol Dimension: Sendable {
  /// How often each base unit occurs in a number of this dimension.
  static var exponents: UnitExponents { get }
}

/// One multiply or one add; a multiply-accumulate is two of them.
public enum Operation: Dimension {
  /// Once.
  public static var exponents: UnitExponents { UnitExponents(.operation) }
}
/// One multiply-accumulate.
public enum MAC: Dimension {
  /// Once.
  public static var exponents: UnitExponents { UnitExponents(.mac) }
}
/// Eight bits.
public enum Byte: Dimension {
  /// Once.
  public static var exponents: UnitExponents { UnitExponents(.byte) }
}
/// One bit.
public enum Bit: Dimension {
  /// Once.
  public static var exponents: UnitExponents { UnitExponents(.bit) }
}
/// One period of the clock.
public enum Cycle: Dimension {
  /// Once.
  public static var exponents: UnitExponents { UnitExponents(.cycle) }
}
/// The SI second.
public enum Second: Dimension {
  /// Once.
  public static var exponents: UnitExponents { UnitExponents(.second) }
}
/// The SI joule.
public enum Joule: Dimension {
  /// Once.
  public static var exponents: UnitExponents { UnitExponents(.joule) }
}
/// A square millimetre of silicon.
public enum SquareMillimetre: Dimension {
  /// Once.
  public static var exponents: UnitExponents { UnitExponents(.squareMillimetre) }
}
/// A nanometre, as in the name of a process node.
public enum Nanometre: Dimension {
  /// Once.
  public static var exponents: UnitExponents { UnitExponents(.nanometre) }
}
/// The SI volt.
public enum Volt: Dimension {
  /// Once.
  public static var exponents: UnitExponents { UnitExponents(.volt) }
}

/// The dimension of a ratio: `Per<Byte, Second>` is a bandwidth.
public enum Per<Numerator: Dimension, Denominator: Dimension>: Dimension {
  /// Those of the numerator less those of the denominator.
  public static var exponents: UnitExponents { Numerator.exponents - Denominator.exponents }
}
