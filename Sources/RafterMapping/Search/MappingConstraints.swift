// SPDX-License-Identifier: Apache-2.0
public import RafterHardware
public import RafterWorkload

/// What a search must keep to: a dataflow, or what is unrolled on some sides of arrays.
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

  /// Creates constraints.
  public init(stationary: Operand? = nil, sides: [String: [Part]] = [:]) {
    self.stationary = stationary
    self.sides = sides
  }

  /// Nothing is constrained.
  public static let none = MappingConstraints()

  /// The sides that a machine lacks, and the loops that a nest lacks, in alphabetical order.
  public func unknownNames(
    for nest: LoopNest, on accelerator: Accelerator
  ) -> (sides: [String], dimensions: [String]) {
    let known = accelerator.path.flatMap { element -> [String] in
      guard case .array(let array) = element else { return [] }
      return array.axes.map(\.name)
    }
    let loops = Set(nest.dimensions.map(\.name))
    return (
      sides.keys.filter { !known.contains($0) }.sorted(),
      Set(sides.values.joined().map(\.dimension)).subtracting(loops).sorted()
    )
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
      for case .array(let array) in accelerator.path {
        for axis in array.axes {
          parts.append(
            constraints.sides[axis.name].map { list in
              list.compactMap { part in
                nest.dimensions.firstIndex { $0.name == part.dimension }.map { ($0, part.factor) }
              }
            })
        }
      }
    }
  }
}
