// SPDX-License-Identifier: Apache-2.0

/// What a search makes least.
public enum Objective: String, Sendable, Hashable, CaseIterable {
  /// Time; energy among equals.
  case latency
  /// Energy; time among equals.
  case energy
  /// Energy times delay.
  case edp
}

/// How far a search may go.
public struct SearchLimit: Sendable, Hashable {
  /// The work for one nest at most, in mappings: a table of tiles, or an unrolling that is listed, counts as one.
  public var mappings: Int
  /// The search ends when the mapping is at most this share above the best; 0 searches on to the optimum.
  public var gap: Double

  /// Creates a limit.
  public init(mappings: Int = 60_000, gap: Double = 0.01) {
    self.mappings = mappings
    self.gap = gap
  }

  /// The limit of what is asked for: a gap that is narrower than usual is given work enough for most products.
  ///
  /// - Parameters:
  ///   - mappings: nil for as many as the gap takes, or is worth.
  ///   - gap: nil for the usual one.
  public static func asked(mappings: Int?, gap: Double?) -> SearchLimit {
    let usual = SearchLimit()
    let gap = gap ?? usual.gap
    return SearchLimit(
      mappings: mappings.map { max(1, $0) } ?? (gap < usual.gap ? forProof : usual.mappings),
      gap: gap)
  }

  /// Enough to prove the optimum of all layers of ResNet-18 on a machine of four memories with room to spare; some
  /// minutes for a product where it is not.
  private static let forProof = 100_000_000
}

/// How good a mapping is, and how that is known.
public struct Certificate: Sendable, Hashable {
  /// What was made least.
  public var objective: Objective
  /// How far the objective may lie above the least one, as a share of the least.
  ///
  /// The least is at least `objective / (1 + gap)`: 0 is proven optimal, infinite where no bound is known.
  public var gap: Double
  /// Mappings whose cost was evaluated or bounded.
  public var mappingsConsidered: Int
  /// The mappings it speaks of.
  public var space: DeclaredSpace
  /// Whether the search was cancelled before it came to its end.
  public var wasCancelled: Bool

  /// Creates a certificate.
  public init(
    objective: Objective, gap: Double, mappingsConsidered: Int,
    space: DeclaredSpace = DeclaredSpace(
      dimensions: [], memories: [], sides: [], constraints: .none, size: 0),
    wasCancelled: Bool = false
  ) {
    self.wasCancelled = wasCancelled
    self.space = space
    self.objective = objective
    self.gap = gap
    self.mappingsConsidered = mappingsConsidered
  }

  /// Whether no mapping of the declared space is better.
  public var isOptimal: Bool { gap == 0 }
}
