// SPDX-License-Identifier: Apache-2.0
public import RafterQuantities

/// How a property of a memory grows with its capacity and the width of its port.
///
///     base + slope * (capacity / 1 KiB)^a * (width / 64 bit)^b
///
/// For an energy it is that of one access of the whole width [hardware 5].
public struct PowerLaw<D: Dimension>: Sendable, Hashable {
  /// What even the smallest memory has: e0, not below zero.
  public var base: Quantity<D>
  /// What is added at 1 KiB and 64 bit: c.
  public var slope: Quantity<D>
  /// How it grows with the capacity: a.
  public var capacityExponent: Double
  /// How it grows with the width of the port: b.
  public var widthExponent: Double

  /// Creates a law.
  public init(
    base: Quantity<D>, slope: Quantity<D>, capacityExponent: Double, widthExponent: Double
  ) {
    self.base = base
    self.slope = slope
    self.capacityExponent = capacityExponent
    self.widthExponent = widthExponent
  }

  /// The value for a memory of a capacity with a port of a width.
  public func value(capacity: ByteCount, width: BitCount) -> Quantity<D> {
    let growth =
      power(capacity.value / 1024, capacityExponent) * power(width.value / 64, widthExponent)
    return base + slope * growth
  }
}
