// SPDX-License-Identifier: Apache-2.0

/// A number with its unit in the type.
///
/// Eight bytes, and as fast as the `Double` inside. The value is in the base unit of its dimension:
/// byte, bit, operation, MAC, cycle, second, joule, mm2, and ratios of those.
public struct Quantity<D: Dimension>: Sendable, Hashable, Comparable {
  /// The number, in the base unit of `D`.
  public var value: Double

  /// Creates a quantity from a number in the base unit of `D`.
  @inlinable
  public init(_ value: Double) { self.value = value }

  /// Creates a quantity from an exact count.
  @inlinable
  public init(_ count: Int) { self.value = Double(count) }

  /// Nothing.
  @inlinable
  public static var zero: Self { Self(0.0) }

  /// More than any finite quantity.
  @inlinable
  public static var infinity: Self { Self(Double.infinity) }

  /// Whether the number is finite.
  @inlinable
  public var isFinite: Bool { value.isFinite }

  /// Orders by the number; both sides carry the same unit.
  @inlinable
  public static func < (a: Self, b: Self) -> Bool { a.value < b.value }

  /// The plain number `self / other`.
  @inlinable
  public func ratio(to other: Self) -> Double { value / other.value }
}
