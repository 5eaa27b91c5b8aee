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
  ///   - savings: what zeros spare the nest: mappings are compared by what is left.
  ///   - memory: what searches on other machines worked out of shapes; the result is the same without.
  ///   - isCancelled: asked every few milliseconds; once true, the best mapping so far is returned with its
  ///     gap, or the first one if there is none yet.
  public static func map(
    _ nest: LoopNest, on accelerator: Accelerator, format: ComputeFormat,
    objective: Objective = .latency, constraints: MappingConstraints = .none,
    limit: SearchLimit = SearchLimit(), savings: NestSavings = .none,
    memory: ShapeMemory? = nil,
    isCancelled: @escaping @Sendable () -> Bool = { false }
  ) -> MappingResult {
    let problem = Problem(nest, accelerator, format, constraints, savings)
    if let reason = problem.infeasibility { return .infeasible(reason) }
    var tables = memory?.take(for: problem.spaces[0]) ?? ShapeTables()
    let (solution, certificate, _) = search(
      problem.spaces, even: problem.evenCount, objective: objective, limit: limit, tables: &tables,
      isCancelled: isCancelled)
    guard let solution else { return .infeasible(problem.tooLarge(certificate)) }
    let mapped = problem.mapped(solution, certificate, &tables.options)
    memory?.giveBack(consume tables, of: problem.spaces[0])
    return .mapped(mapped)
  }

  /// A nest, a machine and the spaces between them.
  struct Problem {
    var nest: LoopNest
    var accelerator: Accelerator
    var constraints: MappingConstraints
    /// What zeros spare the nest.
    var savings: NestSavings
    /// The whole machine, of which placements bypass some memories.
    var machine: MachineShape
    /// One for each placement in which a smallest tile of each operand fits, those with even tiles first.
    var spaces: [SearchSpace]
    /// How many of them have even tiles.
    var evenCount: Int
    /// How many ways to bypass memories there are.
    var placements: Int
    /// How far tiles may differ; nil where they may not.
    var uneven: UnevenSpace?
    /// Why nothing can fit, if that is known beforehand.
    var infeasibility: Infeasibility?

    init(
      _ nest: LoopNest, _ accelerator: Accelerator, _ format: ComputeFormat,
      _ constraints: MappingConstraints, _ savings: NestSavings = .none
    ) {
      self.nest = nest
      self.savings = savings
      self.accelerator = accelerator
      self.constraints = constraints
      let shape = NestShape(nest)
      let machine = MachineShape(accelerator, format: format, nest: nest)
      self.machine = machine
      let fixed = SearchSpace.Fixed(constraints, nest: nest, accelerator: accelerator)
      let placements = machine.placements
      self.placements = placements.count
      spaces = []
      var fitting: [Placement] = []
      for placement in placements {
        let space = SearchSpace(
          nest: shape, machine: placement.applied(to: machine).sparing(savings),
          staticEnergy: accelerator.staticEnergyPerCycle, fixed: fixed)
        guard let reason = Infeasibility(space, accelerator: accelerator) else {
          spaces.append(space)
          fitting.append(placement)
          continue
        }
        // The reason that is nearest to fitting.
        if infeasibility.map({ reason.missing < $0.missing }) ?? true { infeasibility = reason }
      }
      evenCount = spaces.count
      if constraints.tiles == .uneven {
        let (uneven, extent) = machine.unevenPlacements(of: fitting)
        self.uneven = extent
        spaces += uneven.map {
          SearchSpace(
            nest: shape, machine: $0.applied(to: machine).sparing(savings),
            staticEnergy: accelerator.staticEnergyPerCycle, fixed: fixed)
        }
      }
      if placements.isEmpty {
        infeasibility = .tooManyBypasses(machine.bypassChoices.count, on: accelerator)
      } else if !spaces.isEmpty {
        infeasibility = nil
      }
    }

    /// What is nearest to too small where a search found nothing in any placement.
    func tooLarge(_ certificate: Certificate) -> Infeasibility {
      let reasons = spaces[..<evenCount].map {
        Infeasibility.tooLarge($0, accelerator: accelerator)
      }
      var reason = reasons.dropFirst().reduce(reasons[0]) { $1.missing < $0.missing ? $1 : $0 }
      if certificate.gap > 0 {
        reason.basis = .notFound(mappings: certificate.mappingsConsidered)
      }
      return reason
    }

    /// A solution as a mapping with its cost.
    ///
    /// - Parameter options: what sides may unroll, as far as it is known.
    func mapped(
      _ solution: Solution, _ certificate: Certificate, _ options: inout OptionMemory
    ) -> MappedNest {
      let mapping = spaces[solution.spatial.placement].mapping(solution)
      let shape = spaces[0]
      let evaluation = Evaluator.evaluate(
        mapping, nest: shape.nest, machine: machine, savings: savings)
      var certificate = certificate
      if savings != .none {
        certificate.widen(
          to: ObjectiveValue(certificate.objective, on: accelerator)(evaluation.cost),
          from: solution.score.primary(certificate.objective))
      }
      certificate.space = DeclaredSpace(
        dimensions: shape.active.map { nest.dimensions[$0].name },
        memories: accelerator.memories.map(\.name),
        sides: accelerator.sides.map(\.name),
        bypasses: machine.bypassChoices.map {
          Bypass(
            operand: Operand.allCases[$0.operand], memory: accelerator.memories[$0.memory].name)
        }, placements: placements, uneven: uneven,
        constraints: constraints, size: spaces.reduce(0) { $0 + $1.size(&options) })
      return MappedNest(
        nest: nest, mapping: mapping,
        text: MappingText.text(
          mapping, nest: nest, accelerator: accelerator, tiles: evaluation.tiles),
        cost: evaluation.cost, certificate: certificate, savings: savings)
    }
  }

  /// The best solution of some spaces, and how it is known.
  ///
  /// Even tiles are searched first, and uneven ones with the same limit then.
  ///
  /// - Parameters:
  ///   - spaces: one for each placement, those with even tiles first.
  ///   - even: how many have even tiles; nil for all.
  ///   - cap: solutions need less energy than this.
  ///   - filling: how far arrays are to be filled; nil for any only where that is a small space, or nothing
  ///     full fits.
  ///   - tables: what is known of the shapes of the nest and the arrays.
  /// - Returns: also how far they are.
  static func search(
    _ spaces: [SearchSpace], even: Int? = nil, objective: Objective, limit: SearchLimit,
    below cap: Double = .infinity, filling: Filling? = nil, tables: inout ShapeTables,
    isCancelled: @escaping @Sendable () -> Bool = { false }
  ) -> (Solution?, Certificate, Filling) {
    let uneven = (even ?? spaces.count)..<spaces.count
    // Taken out, so that the search is the only one that holds them.
    var known = ShapeTables()
    swap(&known, &tables)
    var search = BranchAndBound(
      spaces: Array(spaces[..<uneven.lowerBound]), objective: objective, tolerance: limit.gap,
      budget: limit.mappings, cap: Score(latency: .infinity, energy: cap.nextDown),
      tables: consume known, isCancelled: isCancelled)
    var used = search.searchEverything(filling: filling, limit)
    var considered = search.considered
    if !uneven.isEmpty, !search.wasCancelled {
      let open = search.openBound
      search = BranchAndBound(
        spaces: spaces, searched: uneven, from: search.best, objective: objective,
        tolerance: limit.gap, budget: limit.mappings, cap: search.cap, tables: search.tables,
        isCancelled: isCancelled)
      search.searchNear(even: search.best, quota: limit.mappings)
      let more = search.searchEverything(filling: filling, limit)
      if more == .any { used = .any }
      search.openBound = min(open, search.openBound)
      considered += search.considered
    }
    tables = search.tables
    return (
      search.best,
      Certificate(
        objective: objective, gap: search.gap, mappingsConsidered: considered,
        wasCancelled: search.wasCancelled), used
    )
  }
}

extension BranchAndBound {
  /// Searches all placements.
  ///
  /// - Returns: how far arrays are filled in what was searched.
  mutating func searchEverything(filling: Filling?, _ limit: SearchLimit) -> Filling {
    findFirst()
    let isFree = filling == .any || spaces[0].isFree
    if !isFree { searchAll(.full) }
    // Arrays that are filled may ask for more than a small memory holds.
    let usesAny = isFree || (filling == nil && best == nil)
    if usesAny { searchAll(.any) }
    if gap > 0 || limit.gap > 0 { breakTies() }
    return usesAny ? .any : .full
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
