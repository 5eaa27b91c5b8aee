// SPDX-License-Identifier: Apache-2.0
public import RafterHardware
public import RafterWorkload

/// What a search must keep to: a dataflow, what is unrolled on some sides of arrays, tiles of the same loop ranges.
public struct MappingConstraints: Sendable, Hashable {
  /// One loop of a side.
  public struct Part: Sendable, Hashable {
    /// The loop's name: `K`.
    public var dimension: String
    /// How many parts of the side it takes; fewer where the loop is shorter.
    public var factor: Int

    /// Creates a part.
    public init(dimension: String, factor: Int) {
      self.dimension = dimension
      self.factor = factor
    }
  }

  /// The operand whose tile stays in every memory that holds it while all loops that do not index it run:
  /// weight-, input- or output-stationary; nil for the best of all.
  public var stationary: Operand?
  /// For some sides (by name) exactly what is unrolled there; the others are free.
  public var sides: [String: [Part]]
  /// Whether the operands of one memory have tiles of the same loop ranges.
  public var tiles: TileRule

  /// Creates constraints.
  public init(
    stationary: Operand? = nil, sides: [String: [Part]] = [:], tiles: TileRule = .even
  ) {
    self.stationary = stationary
    self.sides = sides
    self.tiles = tiles
  }

  /// Nothing is constrained.
  public static let none = MappingConstraints()

  /// Why constraints cannot be kept.
  public enum Conflict: Sendable, Hashable {
    /// The machine has no such side.
    case unknownSide(String)
    /// The nest has no such loop.
    case unknownDimension(String, side: String)
    /// The side does not unroll this loop.
    case notAllowed(dimension: String, side: String)
    /// The factors multiply to more than the side has parts.
    case overfull(side: String, size: Int, factors: Int)
    /// A factor below 1.
    case noFactor(dimension: String, side: String)
  }

  /// Everything for which these constraints cannot be kept, sides in alphabetical order.
  public func conflicts(for nest: LoopNest, on accelerator: Accelerator) -> [Conflict] {
    sides.sorted { $0.key < $1.key }.flatMap { name, parts -> [Conflict] in
      guard let side = accelerator.sides.first(where: { $0.name == name }) else {
        return [.unknownSide(name)]
      }
      var conflicts: [Conflict] = parts.compactMap { part in
        if !nest.dimensions.contains(where: { $0.name == part.dimension }) {
          return .unknownDimension(part.dimension, side: name)
        }
        if let d = nest.dimensions.firstIndex(where: { $0.name == part.dimension }),
          !side.mayUnroll(d, of: nest)
        {
          return .notAllowed(dimension: part.dimension, side: name)
        }
        return part.factor < 1 ? .noFactor(dimension: part.dimension, side: name) : nil
      }
      let product = parts.reduce(1) { product, part in
        let (next, isTooLarge) = product.multipliedReportingOverflow(by: max(1, part.factor))
        return isTooLarge ? .max : next
      }
      if product > side.size {
        conflicts.append(.overfull(side: name, size: side.size, factors: product))
      }
      return conflicts
    }
  }
}

extension SearchSpace {
  /// Constraints as indices.
  struct Fixed: Sendable {
    /// The operand that stays; -1 for any.
    var stays = -1
    /// For each side (as in ``sides``) the loops and factors it must take; nil for any.
    var parts: [[(dimension: Int, factor: Int)]?] = []

    init() {}

    init(_ constraints: MappingConstraints, nest: LoopNest, accelerator: Accelerator) {
      stays = constraints.stationary?.index ?? -1
      precondition(
        constraints.conflicts(for: nest, on: accelerator).isEmpty,
        "constraints that cannot be kept; MappingConstraints.conflicts says why")
      parts = accelerator.sides.map { side in
        constraints.sides[side.name].map { list in
          var parts: [(dimension: Int, factor: Int)] = []
          for part in list {
            guard let d = nest.dimensions.firstIndex(where: { $0.name == part.dimension }) else {
              continue
            }
            // What is named twice is split twice.
            if let known = parts.firstIndex(where: { $0.dimension == d }) {
              parts[known].factor *= part.factor
            } else {
              parts.append((d, part.factor))
            }
          }
          return parts
        }
      }
    }
  }
}
