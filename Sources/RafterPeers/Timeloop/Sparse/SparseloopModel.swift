// SPDX-License-Identifier: Apache-2.0
public import RafterDiagnostics
public import RafterQuantities

/// The counts of Sparseloop for a design: those of the dense one, less what zeros spare [Wu et al., MICRO 2022].
///
/// - An access is spared where a tile that it waits for is empty. The tile is what one access is used with: that of the
///   loops below the next level that keeps the target, and of those directly above it that leave the target where it is.
/// - Accesses that are spared further out are spared further in too; the share that is left at a level is the least of
///   those from the outermost one to it, since a finer tile lies in the coarser one.
/// - Gated accesses take bandwidth and no energy, skipped ones neither. Of a compressed tensor zeros are not there.
/// - Operations of which an operand was spared do not come about. Other operations on a zero take their cycle,
///   unless the units skip them, and their energy, unless they gate or skip them.
/// - A count of spared accesses is rounded up to a whole one.
public struct SparseloopModel: Sendable {
  /// Accesses of one kind, divided by what becomes of them.
  public struct Split: Sendable, Hashable {
    /// All that the dense design makes.
    public var all = 0
    /// Those that take time and no energy.
    public var gated = 0
    /// Those that are not made.
    public var skipped = 0

    /// Those that are made.
    public var actual: Int { all - gated - skipped }
    /// Those that take their time.
    public var timed: Int { all - skipped }
  }

  /// Accesses of one data space at one instance of a level.
  public struct Accesses: Sendable, Hashable {
    /// Words read by the level below.
    public var reads = Split()
    /// Words written by the level above.
    public var fills = Split()
    /// Words written by the level below.
    public var updates = Split()
    /// Words that one instance holds at most.
    public var capacity = 0
  }

  /// What comes out.
  public struct Result: Sendable, Hashable {
    /// The counts without zeros.
    public var dense: TimeloopModel.Result
    /// Operations: those made, and those that take time or nothing.
    public var computes: Split
    /// Cycles.
    public var cycles: Int
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
  let sparsity: SparseloopDescription

  /// Creates the model of a design with its zeros.
  public init(_ design: TimeloopDesign, _ sparsity: SparseloopDescription) {
    self.design = design
    self.sparsity = sparsity
  }

  /// What is left of the accesses to one data space at a level, as shares.
  struct Left {
    /// Those that are made.
    var actual = 1.0
    /// Those that are made or gated.
    var timed = 1.0
  }

  /// Counts, cycles and energy.
  ///
  /// - Throws: a diagnostic where counts exceed what can be counted.
  public func evaluate() throws(DiagnosticList) -> Result {
    let dense = try TimeloopModel(design).evaluate()
    let spaces = design.problem.dataSpaces.indices
    var left = spaces.map { _ in Left() }
    var accesses: [[Accesses?]] = []
    for level in design.tilings.indices {
      accesses.append(
        spaces.map { space in
          guard let found = dense.accesses[level][space] else { return nil }
          let outside = left[space]
          left[space] = self.left(of: space, at: level, outside)
          return Accesses(
            reads: split(found.reads, left[space]), fills: split(found.fills, outside),
            updates: split(found.updates, left[space]),
            capacity: capacity(found.capacity, of: space, at: level))
        })
    }
    let computes = self.computes(dense.computes, left)
    let cycles = self.cycles(computes, units: dense.units, accesses)
    return Result(
      dense: dense, computes: computes, cycles: cycles, accesses: accesses,
      storageEnergy: design.tilings.indices.map {
        energy($0, accesses[$0], dense.instances[$0], cycles)
      },
      computeEnergy: Picojoules(design.compute.computeEnergy.value * Double(computes.actual)))
  }

  /// What a level leaves of the accesses that come to it.
  private func left(of space: Int, at level: Int, _ outside: Left) -> Left {
    var left = outside
    let own = sparsity.levels[level]
    if own.isCompressed[space] {
      // Words of zeros are not there: at the innermost level of the tensor one by one, further out tile by tile.
      let share = sparsity.densities[space]?.density ?? 1
      left = Left(actual: min(left.actual, share), timed: min(left.timed, share))
    }
    for action in own.actions where action.target == space {
      let share = action.conditions.reduce(1.0) { product, condition in
        product
          * sparsity.occupiedShare(
            of: condition, tile: tileSize(of: condition, usedWith: space, at: level),
            elements: elements(of: condition))
      }
      left.actual = min(left.actual, share)
      if action.saving == .skipping { left.timed = min(left.timed, share) }
    }
    return left
  }

  private func split(_ count: Int, _ left: Left) -> Split {
    func spared(_ share: Double) -> Int {
      // A hair less than a whole number is that number.
      min(count, Int((Double(count) * (1 - share) - 1e-9).rounded(.up)))
    }
    let skipped = max(0, spared(left.timed))
    return Split(all: count, gated: max(0, spared(left.actual) - skipped), skipped: skipped)
  }

  /// A compressed tile takes as many words as it has non-zeros at most.
  private func capacity(_ words: Int, of space: Int, at level: Int) -> Int {
    guard sparsity.levels[level].isCompressed[space], let model = sparsity.densities[space] else {
      return words
    }
    let nonZeros = (Double(elements(of: space)) * model.density).rounded()
    switch model.distribution {
    case .fixedStructured: return Int((Double(words) * model.density - 1e-9).rounded(.up))
    case .hypergeometric: return min(words, Int(nonZeros))
    }
  }

  /// Operations do not come about where an operand was spared on its way.
  private func computes(_ count: Int, _ left: [Left]) -> Split {
    let innermost = left.indices.filter { design.problem.dataSpaces[$0].access == .read }
    // Tensors that are spared by the same zeros are spared together; the least share is theirs.
    let arriving = innermost.reduce(1.0) { min($0, left[$1].actual) }
    let useful = innermost.reduce(1.0) { $0 * (sparsity.densities[$1]?.density ?? 1) }
    switch sparsity.compute {
    case nil: return split(count, Left(actual: arriving, timed: arriving))
    case .gating: return split(count, Left(actual: min(arriving, useful), timed: arriving))
    case .skipping:
      let share = min(arriving, useful)
      return split(count, Left(actual: share, timed: share))
    }
  }

  private func cycles(_ computes: Split, units: Int, _ accesses: [[Accesses?]]) -> Int {
    var cycles = (Double(computes.timed) / Double(max(1, units))).rounded(.up)
    for (level, spaces) in zip(design.storage, accesses) {
      let found = spaces.compactMap { $0 }
      if let bandwidth = level.readBandwidth {
        cycles = max(cycles, Double(found.reduce(0) { $0 + $1.reads.timed }) / bandwidth)
      }
      if let bandwidth = level.writeBandwidth {
        cycles = max(
          cycles, Double(found.reduce(0) { $0 + $1.fills.timed + $1.updates.timed }) / bandwidth)
      }
    }
    return Int(cycles.rounded(.up))
  }

  private func energy(_ level: Int, _ spaces: [Accesses?], _ instances: Int, _ cycles: Int)
    -> Picojoules
  {
    let storage = design.storage[level]
    var energy = storage.leakage.value * Double(cycles)
    for found in spaces.compactMap({ $0 }) {
      energy += Double(found.reads.actual) / storage.block * storage.readEnergy.value
      energy += Double(found.fills.actual) / storage.block * storage.writeEnergy.value
      energy += Double(found.updates.actual) / storage.block * storage.updateEnergy.value
    }
    return Picojoules(energy * Double(instances))
  }
}

extension SparseloopModel {
  /// Elements of a tensor.
  private func elements(of space: Int) -> Int {
    box(of: space, extents: design.problem.sizes)
  }

  /// Elements of the tile of one tensor that one access of another is used with.
  private func tileSize(of condition: Int, usedWith target: Int, at level: Int) -> Int {
    let problem = design.problem
    var extents = problem.dimensions.map { _ in 1 }
    let below =
      design.tilings.indices.first { $0 > level && design.tilings[$0].keeps[target] }
      ?? design.tilings.endIndex
    for index in design.tilings.indices where index >= below {
      for loop in design.tilings[index].temporal + design.tilings[index].spatial {
        extents[loop.dimension] *= loop.bound
      }
    }
    // An access of the units is made anew for every operation; a tile below stays while loops leave it.
    if below < design.tilings.endIndex {
      stay: for index in (level..<below).reversed() {
        for loop in design.tilings[index].temporal {
          let moves = problem.dataSpaces[target].ranks.contains {
            $0.coefficients[loop.dimension] != 0
          }
          if moves { break stay }
          extents[loop.dimension] *= loop.bound
        }
      }
    }
    return box(of: condition, extents: extents)
  }

  private func box(of space: Int, extents: [Int]) -> Int {
    design.problem.dataSpaces[space].ranks.reduce(1) { product, rank in
      product * zip(rank.coefficients, extents).reduce(1) { $0 + $1.0 * ($1.1 - 1) }
    }
  }
}
