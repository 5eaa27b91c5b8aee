// SPDX-License-Identifier: Apache-2.0

// The whole unit algebra: same-dimension sums, scaling, and the cancellations that both rooflines
// need. Each operator is one line; a combination without a meaning does not compile. Products of two
// ratios are there in one order only: every further overload slows the type checker down in all sums of
// products, up to the point where it gives up.

extension Quantity {
  /// The sum.
  @inlinable public static func + (a: Self, b: Self) -> Self { Self(a.value + b.value) }
  /// The difference.
  @inlinable public static func - (a: Self, b: Self) -> Self { Self(a.value - b.value) }
  /// The opposite.
  @inlinable public static prefix func - (a: Self) -> Self { Self(-a.value) }
  /// Adds to the left side.
  @inlinable public static func += (a: inout Self, b: Self) { a.value += b.value }
  /// Takes from the left side.
  @inlinable public static func -= (a: inout Self, b: Self) { a.value -= b.value }
  /// So many times the quantity.
  @inlinable public static func * (a: Self, k: Double) -> Self { Self(a.value * k) }
  /// So many times the quantity.
  @inlinable public static func * (k: Double, a: Self) -> Self { Self(k * a.value) }
  /// A part of the quantity.
  @inlinable public static func / (a: Self, k: Double) -> Self { Self(a.value / k) }
}

/// `A / B -> Per<A, B>`.
@inlinable
public func / <A, B>(a: Quantity<A>, b: Quantity<B>) -> Quantity<Per<A, B>> {
  Quantity(a.value / b.value)
}

/// `A / Per<A, B> -> B`.
@inlinable
public func / <A, B>(a: Quantity<A>, b: Quantity<Per<A, B>>) -> Quantity<B> {
  Quantity(a.value / b.value)
}

/// `Per<A, B> * B -> A`.
@inlinable
public func * <A, B>(a: Quantity<Per<A, B>>, b: Quantity<B>) -> Quantity<A> {
  Quantity(a.value * b.value)
}

/// `B * Per<A, B> -> A`.
@inlinable
public func * <A, B>(a: Quantity<B>, b: Quantity<Per<A, B>>) -> Quantity<A> {
  Quantity(a.value * b.value)
}

/// `Per<A, B> * Per<B, C> -> Per<A, C>`.
@inlinable
public func * <A, B, C>(a: Quantity<Per<A, B>>, b: Quantity<Per<B, C>>) -> Quantity<Per<A, C>> {
  Quantity(a.value * b.value)
}

/// `Per<A, B> / Per<C, B> -> Per<A, C>`.
@inlinable
public func / <A, B, C>(a: Quantity<Per<A, B>>, b: Quantity<Per<C, B>>) -> Quantity<Per<A, C>> {
  Quantity(a.value / b.value)
}

/// `Per<A, B> / Per<A, C> -> Per<C, B>`.
@inlinable
public func / <A, B, C>(a: Quantity<Per<A, B>>, b: Quantity<Per<A, C>>) -> Quantity<Per<C, B>> {
  Quantity(a.value / b.value)
}

extension Quantity {
  /// `1 / Per<A, B> -> Per<B, A>`.
  @inlinable
  public func reciprocal<A, B>() -> Quantity<Per<B, A>> where D == Per<A, B> {
    Quantity<Per<B, A>>(1 / value)
  }
}
