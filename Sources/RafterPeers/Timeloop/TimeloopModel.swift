// SPDX-License-Identifier: Apache-2.0
public import RafterDiagnostics
public import RafterQuantities

/// The counts of Timeloop v4 for a dense design and mapping.
///
/// - Reads of an input by the level below, fills from above; of the output updates from below, and a read for every
///   update but the first of each element. What leaves a level upwards is not counted as a read: a quirk.
/// - The innermost level that keeps a tensor serves every operation, also where the datum stands still: a quirk.
/// - Boxes that are equal in several instances are read once and multicast; boxes that only overlap are not.
/// - Cycles are operations of one unit, stretched by the level whose bandwidth falls short most.
public struct TimeloopModel: Sendable {
  /// Accesses of one data space at one instance of a level.
  public struct Accesses: Sendable, Hashable {
    /// Words read by the level below.
    public var reads = 0
    /// Words written by the level above.
    public var fills = 0
    /// Words written by the level below.
    public var updates = 0
    /// Words one instance holds.
    public var capacity = 0
  }

  /// What comes out.
  public struct Result: Sendable, Hashable {
    /// Operations in all.
    public var computes: Int
    /// Units in use.
    public var units: Int
    /// Cycles.
    public var cycles: Int
    /// Instances in use, per storage level.
    public var instances: [Int]
    /// Accesses per storage level and data space; nil where it is not kept.
    public var accesses: [[Accesses?]]
    /// Energy per storage level, leakage included.
    public var storageEnergy: [Picojoules]
    /// Energy of the operations.
    public var computeEnergy: Picojoules

    /// Energy in all.
    public var energy: Picojoules {
      Picojoules(storageEnergy.reduce(computeEnergy.value) { $0 + $1.value })
    }
  }

  let design: TimeloopDesign

  /// Creates the model of a design with its mapping.
  public init(_ design: TimeloopDesign) { self.design = design }

  /// Counts, cycles and energy.
  ///
  /// - Throws: a diagnostic where counts exceed what can be counted.
  public func evaluate() throws(DiagnosticList) -> Result {
    let problem = design.problem
    let levels = design.tilings.indices
    let units = design.tilings.reduce(1) { $0 * $1.spatial.reduce(1) { $0 * $1.bound } }
    // Operations of one unit: all temporal loops.
    let steps = design.tilings.reduce(1) { $0 * $1.temporal.reduce(1) { $0 * $1.bound } }
    var accesses: [[Accesses?]] = levels.map { _ in problem.dataSpaces.map { _ in nil } }
    for (place, space) in problem.dataSpaces.enumerated() {
      // From the units outward: what one instance of the level below asks for.
      var asked = steps
      var below = levels.endIndex
      for level in levels.reversed() where design.tilings[level].keeps[place] {
        let (fromBelow, isOver) = asked.multipliedReportingOverflow(
          by: distinctBoxes(space, from: level, to: below))
        let widths = box(space, loopsFrom: level, includingTemporal: true)
        guard !isOver,
          let fetched = BoxDeltas.count(
            widths: widths, steps: self.steps(space, above: level))
        else { throw DiagnosticList(.timeloopTooLarge(design.storage[level].name)) }
        var found = Accesses()
        found.capacity = widths.reduce(1, *)
        // The outermost level holds all, and nothing fills it.
        let isOutermost = !levels[..<level].contains { design.tilings[$0].keeps[place] }
        switch space.access {
        case .read:
          found.reads = fromBelow
          found.fills = isOutermost ? 0 : fetched
        case .readWrite:
          let part = partition(space, at: level)
          found.updates = fromBelow
          found.reads = max(0, fromBelow - part)
          found.fills = isOutermost ? 0 : max(0, fetched - part)
        }
        accesses[level][place] = found
        asked = fetched
        below = level
      }
    }
    let instances = levels.map { level in
      design.tilings[..<level].reduce(1) { $0 * $1.spatial.reduce(1) { $0 * $1.bound } }
    }
    let cycles = self.cycles(steps, accesses)
    return Result(
      computes: steps * units, units: units, cycles: cycles, instances: instances,
      accesses: accesses,
      storageEnergy: levels.map { energy($0, accesses[$0], instances[$0], cycles) },
      computeEnergy: Picojoules(design.compute.computeEnergy.value * Double(steps * units)))
  }

  /// Extent of a tile along each rank: the loops of a level and those below it.
  private func box(
    _ space: TimeloopProblem.DataSpace, loopsFrom level: Int, includingTemporal: Bool
  ) -> [Int] {
    var extents = design.problem.dimensions.map { _ in 1 }
    for index in level..<design.tilings.count {
      for loop in design.tilings[index].spatial { extents[loop.dimension] *= loop.bound }
      if index > level || includingTemporal {
        for loop in design.tilings[index].temporal { extents[loop.dimension] *= loop.bound }
      }
    }
    return Self.widths(space, extents)
  }

  private static func widths(_ space: TimeloopProblem.DataSpace, _ extents: [Int]) -> [Int] {
    space.ranks.map { rank in
      zip(rank.coefficients, extents).reduce(1) { $0 + $1.0 * ($1.1 - 1) }
    }
  }

  /// The temporal loops above a level, outermost first, with the way each moves the level's box.
  private func steps(_ space: TimeloopProblem.DataSpace, above level: Int) -> [BoxDeltas.Step] {
    var extents = design.problem.dimensions.map { _ in 1 }
    for index in level..<design.tilings.count {
      for loop in design.tilings[index].spatial + design.tilings[index].temporal {
        extents[loop.dimension] *= loop.bound
      }
    }
    var steps: [BoxDeltas.Step] = []
    for index in (0..<level).reversed() {
      for loop in design.tilings[index].spatial { extents[loop.dimension] *= loop.bound }
      for loop in design.tilings[index].temporal {
        steps.append(
          BoxDeltas.Step(
            offset: space.ranks.map { $0.coefficients[loop.dimension] * extents[loop.dimension] },
            bound: loop.bound))
        extents[loop.dimension] *= loop.bound
      }
    }
    return steps.reversed()
  }

  /// Boxes that differ among the instances below a level, down to another level.
  ///
  /// Each level's fan-out is looked at on its own; equal boxes of it are served at once.
  private func distinctBoxes(_ space: TimeloopProblem.DataSpace, from level: Int, to below: Int)
    -> Int
  {
    var count = 1
    for index in level..<below {
      let loops = design.tilings[index].spatial.filter { $0.bound > 1 }
      guard !loops.isEmpty else { continue }
      var extents = design.problem.dimensions.map { _ in 1 }
      for inner in (index + 1)..<max(index + 1, design.tilings.count) {
        for loop in design.tilings[inner].spatial + design.tilings[inner].temporal {
          extents[loop.dimension] *= loop.bound
        }
      }
      var corners: Set<[Int]> = [space.ranks.map { _ in 0 }]
      for loop in loops {
        let offset = space.ranks.map { $0.coefficients[loop.dimension] * extents[loop.dimension] }
        extents[loop.dimension] *= loop.bound
        if offset.allSatisfy({ $0 == 0 }) { continue }
        var moved: Set<[Int]> = []
        for corner in corners {
          for step in 0..<loop.bound { moved.insert(zip(corner, offset).map { $0 + step * $1 }) }
        }
        corners = moved
      }
      count *= corners.count
    }
    return count
  }

  /// Elements that ever lie in one instance of a level: all loops but the spatial ones above it.
  private func partition(_ space: TimeloopProblem.DataSpace, at level: Int) -> Int {
    var extents = design.problem.dimensions.map { _ in 1 }
    for (index, tiling) in design.tilings.enumerated() {
      for loop in tiling.temporal { extents[loop.dimension] *= loop.bound }
      if index >= level {
        for loop in tiling.spatial { extents[loop.dimension] *= loop.bound }
      }
    }
    return Self.widths(space, extents).reduce(1, *)
  }

  private func cycles(_ steps: Int, _ accesses: [[Accesses?]]) -> Int {
    var cycles = Double(steps)
    for (level, spaces) in zip(design.storage, accesses) {
      let found = spaces.compactMap { $0 }
      if let bandwidth = level.readBandwidth {
        cycles = max(cycles, Double(found.reduce(0) { $0 + $1.reads }) / bandwidth)
      }
      if let bandwidth = level.writeBandwidth {
        cycles = max(cycles, Double(found.reduce(0) { $0 + $1.fills + $1.updates }) / bandwidth)
      }
    }
    return Int(cycles.rounded(.up))
  }

  /// Words over the block width times the energy of a block, and leakage of the instances in use.
  private func energy(_ level: Int, _ spaces: [Accesses?], _ instances: Int, _ cycles: Int)
    -> Picojoules
  {
    let storage = design.storage[level]
    var energy = 0.0
    for found in spaces.compactMap({ $0 }) {
      energy += Double(found.reads) / storage.block * storage.readEnergy.value
      energy += Double(found.fills) / storage.block * storage.writeEnergy.value
      energy += Double(found.updates) / storage.block * storage.updateEnergy.value
    }
    energy += storage.leakage.value * Double(cycles)
    return Picojoules(energy * Double(instances))
  }
}
