// SPDX-License-Identifier: Apache-2.0
public import RafterAnalysis
public import RafterQuantities

/// The area that some steps add: what is known of it, and the steps of which nothing is.
public struct AddedArea: Sendable, Hashable {
  /// The sum over the steps whose area is known.
  public var known: Area
  /// The places, among the declared steps, of those whose area is not.
  public var unknown: [Int]

  /// Whether it is no more than another one, for all that is known: every unknown part is a part of the other.
  func isWithin(_ other: AddedArea) -> Bool {
    known <= other.known && unknown.allSatisfy(other.unknown.contains)
  }
}

/// Up to three steps of different ladders, taken together.
public struct Bundle: Sendable {
  /// Its places among the declared steps, in their order; empty for the design as it is.
  public var members: [Int]
  /// The steps as they are when taken one after another, each priced on the machine that those before it left.
  public var steps: [Intervention]
  /// What a sample takes.
  public var outcome: Outcome
  /// The area added.
  public var area: AddedArea

  /// `rows x2 + bandwidth of dram x2`.
  public var name: String {
    steps.isEmpty ? "as it is" : steps.map(\.title).joined(separator: " + ")
  }
}

/// Why combinations were not analysed, and how many.
public struct BundleCounts: Sendable, Hashable {
  /// All combinations of the declared steps.
  public var combinations = 0
  /// Those that were analysed, single steps and the design as it is included.
  public var analysed = 0
  /// Those whose proven bound lies above a bundle that adds no more area.
  public var excludedByBound = 0
  /// Those in which a step finds nothing to be applied to after the others.
  public var excludedAsImpossible = 0
  /// Those in which something fits nowhere.
  public var excludedAsTooLarge = 0
  /// Those left when as many had been analysed as was allowed.
  public var leftOpen = 0
}

/// The bundles that no other beats in time, energy and area at once.
public struct BundleFront: Sendable {
  /// The analysis of the design as it is.
  public var base: Analysis
  /// What a sample takes now.
  public var outcome: Outcome
  /// The steps that were combined.
  public var declared: [Intervention]
  /// The front, the fastest first.
  public var front: [Bundle]
  /// What was done with all combinations.
  public var counts: BundleCounts
  /// The least time and energy that any combination left open could take, as shares of the design's; nil where none is open.
  public var openBound: (time: Double, energy: Double)?
}
