// SPDX-License-Identifier: Apache-2.0
public import RafterHardware
import RafterQuantities
public import RafterWorkload

/// What a search found: a mapping, or the reason why there is none.
public enum MappingResult: Sendable, Hashable {
  case mapped(MappedNest)
  case infeasible(Infeasibility)
}

/// Finds the best mapping of a nest on a machine.
public enum Mapper {
  /// Searches the mappings of one run of a nest.
  ///
  /// Latency is that of ``NestCost``; energy is that of arithmetic, memories and wires, and static power
  /// over the latency where it is stated; parts whose energy is unknown count as nothing.
  ///
  /// - Parameters:
  ///   - nest: the product, its bounds and its operands' formats.
  ///   - accelerator: what it is laid out on.
  ///   - format: the format that the machine multiplies the nest's operands in.
  ///   - objective: what is made least.
  ///   - constraints: a dataflow or unrollings to keep to, without conflicts (``MappingConstraints/conflicts(for:on:)``).
  ///   - limit: how many mappings may be considered, and the gap at which to stop.
  public static func map(
    _ nest: LoopNest, on accelerator: Accelerator, format: ComputeFormat,
    objective: Objective = .latency, constraints: MappingConstraints = .none,
    limit: SearchLimit = SearchLimit()
  ) -> MappingResult {
    let problem = Problem(nest, accelerator, format, constraints)
    if let reason = Infeasibility(problem.space, accelerator: accelerator) {
      return .infeasible(reason)
    }
    let (solution, certificate, _) = search(problem.space, objective: objective, limit: limit)
    guard let solution else {
      return .infeasible(.tooLarge(problem.space, accelerator: accelerator))
    }
    return .mapped(problem.mapped(solution, certificate))
  }

  /// A nest, a machine and the space between them.
  struct Problem {
    var nest: LoopNest
    var accelerator: Accelerator
    var constraints: MappingConstraints
    var space: SearchSpace

    init(
      _ nest: LoopNest, _ accelerator: Accelerator, _ format: ComputeFormat,
      _ constraints: MappingConstraints
    ) {
      self.nest = nest
      self.accelerator = accelerator
      self.constraints = constraints
      space = SearchSpace(
        nest: NestShape(nest), machine: MachineShape(accelerator, format: format, nest: nest),
        staticEnergy: accelerator.staticEnergyPerCycle,
        fixed: SearchSpace.Fixed(constraints, nest: nest, accelerator: accelerator))
    }

    /// A solution as a mapping with its cost.
    func mapped(_ solution: Solution, _ certificate: Certificate) -> MappedNest {
      let mapping = space.mapping(solution)
      let evaluation = Evaluator.evaluate(mapping, nest: space.nest, machine: space.machine)
      var certificate = certificate
      certificate.space = DeclaredSpace(
        dimensions: space.active.map { nest.dimensions[$0].name },
        memories: accelerator.memories.map(\.name),
        sides: accelerator.sides.map(\.name),
        constraints: constraints, size: space.size)
      return MappedNest(
        nest: nest, mapping: mapping,
        text: MappingText.text(
          mapping, nest: nest, accelerator: accelerator, tiles: evaluation.tiles),
        cost: evaluation.cost, certificate: certificate)
    }
  }

  /// The best solution of a space, and how it is known.
  ///
  /// - Parameters:
  ///   - cap: solutions need less energy than this.
  ///   - filling: how far arrays are to be filled; nil for any only where nothing full fits.
  /// - Returns: also how far they are.
  static func search(
    _ space: SearchSpace, objective: Objective, limit: SearchLimit,
    below cap: Double = .infinity, filling: Filling? = nil
  ) -> (Solution?, Certificate, Filling) {
    var search = BranchAndBound(
      space: space, objective: objective, tolerance: limit.gap, budget: limit.mappings,
      cap: Score(latency: .infinity, energy: cap))
    // A few promising choices of few sizes first: a good solution early cuts off the most.
    let coarse = space.tileLimits(product: 500)
    for choice in search.promising(beam: 64, options: 8).prefix(16) {
      search.search(choice, limits: coarse, breadth: [0, 6] + space.deeper(2))
    }
    search.refine(limits: space.tileLimits(product: 1000), breadth: [0, 12] + space.deeper(2))
    search.beginExhaustive()
    if filling != .any { search.searchAll(search.candidates(most: 1000)) }
    // Arrays that are filled may ask for more than a small memory holds.
    let usesAny = filling == .any || (filling == nil && search.best == nil)
    if usesAny { search.searchAll(search.candidates(most: 1000, .any)) }
    return (
      search.best,
      Certificate(objective: objective, gap: search.gap, mappingsConsidered: search.considered),
      usesAny ? .any : .full
    )
  }
}

extension SearchSpace {
  /// How many tile sizes of a loop are considered at each level, so that their combinations stay below `product`.
  func tileLimits(product: Int) -> [Int] {
    (0...levels).map { level in
      let loops = active.count { level > 0 && level < levels && matters($0, at: level) }
      var limit = 2
      while loops > 0 {
        let combinations = (0..<loops).reduce(1.0) { total, _ in total * Double(limit + 1) }
        if combinations > Double(product) || limit > 400 { break }
        limit += 1
      }
      return limit
    }
  }

  /// The same number for all levels but the first.
  func deeper(_ count: Int) -> [Int] { Array(repeating: count, count: max(0, levels - 1)) }
}
