// SPDX-License-Identifier: Apache-2.0
import RafterWorkload

/// A tile for each item in one memory, and the order of the loops above it.
struct LevelChoice: Sendable {
  var nodes: InlineArray<16, Int32>
  var order: LoopOrder
  /// What every mapping with this choice costs at least.
  var score: Score
  /// What the best of them may cost: choices are followed in this order.
  var estimate: Score
}

/// A complete mapping in terms of the search.
struct Solution: Sendable {
  var spatial: SpatialChoice
  /// For each level the tiles of all dimensions, and the order of the loops above them.
  var tiles: [[Int]]
  var orders: [LoopOrder]
  var score: Score
  /// What was known of it after each memory, outermost first: never more than the score.
  var bounds: [Score] = []
}

/// Searches all tiles under one placement and spatial choice, from the outermost memory inwards.
///
/// Choices of all placements stand in one list and share the best solution.
///
/// At each level all combinations of tiles that fit are bounded by what is decided and the least that the
/// rest adds; those whose bound cannot beat the best solution are left. Both parts of a score grow with every
/// flow, so the bound is sound.
struct BranchAndBound: ~Copyable {
  /// One for each placement.
  let spaces: [SearchSpace]
  /// What a solution that was there before takes: ties are broken among those that are not worse.
  let ceiling: Double
  /// The placements that are searched; a first solution may be of another one.
  let searched: Range<Int>
  /// That of the placement being searched.
  private(set) var space: SearchSpace
  /// For each placement joule that every mapping needs, without static power.
  let leastEnergy: [Double]
  var objective: Objective
  /// How far a solution may be above the best one, as a share of the best.
  var tolerance: Double
  /// Work that may be done, in mappings.
  private(set) var budget: Int
  /// Work after which a search without any solution ends too.
  private let most: Int
  /// Asked now and then; once it says so, the search ends as soon as it has a solution.
  private let isCancelled: @Sendable () -> Bool
  private(set) var wasCancelled = false
  private(set) var considered = 0
  /// What was done in all, in mappings: a table of tiles, or a choice that is listed, costs about as much as a mapping.
  private(set) var work = 0
  var best: Solution?
  /// The solutions that were the best one in turn, the last one of each spatial choice.
  var steppingStones: [Solution] = []
  /// The score of the solution near which nothing else unrolled is better, by the objective as it is.
  var settled: Score?
  /// The least bound of all that was left out; zero while nobody asks for it, so that nothing left out is news.
  var openBound = Double.infinity

  private var spatial = SpatialChoice.none
  /// The trees of tiles of the placement being searched, and those of the others.
  private var pool: TilePool
  private var otherPools: [TilePool?]
  private var room: ScanRoom
  /// For each level what its last scan noted its findings in.
  private var findings: [ScanFindings]
  /// Choices of all sides among which a first good solution was looked for.
  var firstChoices = SpatialList()
  /// What sides may unroll, as far as it was asked.
  var memory: OptionMemory
  private var left: [Remaining] = []
  /// What a bound counts in.
  var scratch: Remaining
  private var fill = 0.0
  /// The bound of the spatial choice, and with it of everything below it.
  private var floor = 0.0
  /// When to stop a search, and the least bound of what it did not come to.
  private var stop = Int.max
  private var unseen = Double.infinity
  /// The work after which something last fitted.
  private var lastFit = 0
  private var path: [LevelChoice] = []
  /// For each level the tiles that sizes are to be near to.
  var focus: [[Int]]?
  /// Whether the largest and the smallest sizes are considered besides those.
  var ends = true

  /// Solutions need no more energy than this and no more time.
  var cap: Score

  /// - Parameters:
  ///   - spaces: one for each placement, at least one.
  ///   - searched: the placements to search; nil for all.
  ///   - start: a solution of any placement that others have to beat.
  ///   - tables: what is known of the shapes of the nest and the arrays.
  init(
    spaces: [SearchSpace], searched: Range<Int>? = nil, from start: Solution? = nil,
    objective: Objective, tolerance: Double, budget: Int, cap: Score = .unlimited,
    tables: ShapeTables = ShapeTables(),
    isCancelled: @escaping @Sendable () -> Bool
  ) {
    self.searched = searched ?? spaces.indices
    best = start
    ceiling = start?.score.primary(objective) ?? .infinity
    self.cap = cap
    self.spaces = spaces
    self.isCancelled = isCancelled
    let space = spaces[0]
    self.space = space
    leastEnergy = spaces.map { $0.remaining(.open, from: 1).energy + $0.computeEnergy }
    self.objective = objective
    self.tolerance = tolerance
    self.budget = budget
    let (more, isTooMuch) = budget.multipliedReportingOverflow(by: Self.moreForAny)
    most = isTooMuch ? .max : max(Self.leastForAny, more)
    pool = TilePool(space: space)
    pool.windows = tables.windows
    memory = tables.options
    otherPools = spaces.map { _ in nil }
    scratch = Remaining(ports: 0)
    room = ScanRoom(ports: spaces.reduce(0) { max($0, $1.portCount) })
    findings = Array(
      repeating: ScanFindings(), count: spaces.reduce(0) { max($0, $1.levels) } + 1)
  }

  /// What is known of the shapes of the nest and the arrays by now.
  var tables: ShapeTables { ShapeTables(options: memory, windows: pool.windows) }

  /// Whether nothing with this bound needs to be looked at.
  func isHopeless(_ score: Score) -> Bool {
    if !score.isWithin(cap) { return true }
    guard let best else { return false }
    let bound = score.primary(objective)
    let found = best.score.primary(objective)
    if tolerance > 0 { return bound * (1 + tolerance) >= found }
    return !score.isBetter(than: best.score, objective)
  }

  /// Remembers a bound of mappings that are not looked at.
  ///
  /// - Parameter floor: another bound of theirs.
  mutating func leaveOpen(_ score: Score, atLeast floor: Double = 0) {
    if !score.isWithin(cap) { return }
    openBound = min(openBound, max(floor, score.primary(objective)))
  }

  /// How far the best solution may be above the least one, as a share of the least.
  var gap: Double {
    // Without a solution: whether anything was left out.
    guard let best else { return openBound < .infinity ? .infinity : 0 }
    guard openBound > 0 else { return .infinity }
    let gap = best.score.primary(objective) / openBound - 1
    // What differs in its last digits alone is a tie.
    return gap > Score.roundOff ? gap : 0
  }

  /// Searches one spatial choice.
  ///
  /// - Parameters:
  ///   - limits: for each level how many tile sizes of a loop are considered.
  ///   - breadth: for each level how many choices are followed at most.
  ///   - quota: mappings to consider at most; more only while there is no solution at all.
  /// - Returns: the least bound of what the quota left out; infinite where nothing was.
  @discardableResult
  mutating func search(
    _ spatial: SpatialChoice, limits: [Int], breadth: [Int], quota: Int = .max
  ) -> Double {
    let root = bound(spatial)
    if isHopeless(root) {
      leaveOpen(root)
      return .infinity
    }
    if !mayGoOn() {
      leaveOpen(root)
      return root.primary(objective)
    }
    open(spatial.placement)
    self.spatial = spatial
    floor = root.primary(objective)
    while left.count < space.levels + 2 { left.append(scratch) }
    for level in 0...(space.levels + 1) { space.count(&left[level], spatial, from: level, .all) }
    fill = space.fill(spatial)
    let nodes = pool.roots(
      space: space, spatial: spatial,
      sizes: TilePool.Sizes(limits: limits, focus: focus, ends: ends))
    work += 20
    path = []
    unseen = .infinity
    stop = quota == .max ? .max : work + quota
    lastFit = work
    descend(
      level: 1, nodes: nodes,
      account: Account(outputs: space.nest.operands[2].elements, ports: space.portCount),
      bound: root, breadth: breadth)
    return unseen
  }

  /// Turns to a placement.
  private mutating func open(_ placement: Int) {
    let former = spatial.placement
    guard placement != former else { return }
    var next = otherPools[placement] ?? TilePool(space: spaces[placement])
    otherPools[placement] = nil
    swap(&pool, &next)
    // Windows are those of the nest, whatever the placement.
    swap(&pool.windows, &next.windows)
    // All of them together stay as small as one may grow.
    otherPools[former] = next.nodes.count <= TilePool.mostNodes / spaces.count ? next : nil
    space = spaces[placement]
  }

  /// The share of the budget that is left for ties.
  private static let searchedUntil = 0.85

  /// The work after so much of the budget, but none that is left for ties.
  func after(_ share: Double) -> Int {
    min(work + Int(Double(budget) * share), Int(Double(budget) * Self.searchedUntil))
  }

  /// Counts work from here on against the whole budget.
  mutating func countAnew() { (work, lastFit) = (0, 0) }

  /// Counts choices that were ordered: one takes about as long as a mapping.
  mutating func countListed(_ choices: Int) { work += choices }

  /// How far a search without any solution goes beyond its budget, and how many mappings it considers at least.
  private static let moreForAny = 5
  private static let leastForAny = 200_000

  /// Whether a first solution is still looked for, whatever the budget.
  var isWithoutAny: Bool { best == nil && work < most }

  /// Whether nobody has cancelled; a search without any solution goes on to the first one.
  private mutating func mayGoOn() -> Bool {
    if !wasCancelled, isCancelled() { cancel() }
    return !wasCancelled || isWithoutAny
  }

  private mutating func cancel() {
    wasCancelled = true
    budget = 0
  }

  /// How many choices are looked at for each that is to be followed, where most do not fit further in.
  private static let triesOfBreadth = 16

  /// The share of the budget in which nothing fits and after which no level tries more choices than it is to follow.
  ///
  /// Each level tries several choices for one, so a path of many memories would otherwise multiply tries.
  private static let patience = 1.0 / 10

  /// Whether there has long been nothing that fits.
  private var isBarren: Bool {
    best != nil && Double(work - lastFit) > Double(budget) * Self.patience
  }

  /// Searches the tiles of a memory and all further in.
  ///
  /// - Returns: whether anything fits, so that a choice whose sums turn out too wide further in takes no place
  ///   of the breadth.
  @discardableResult
  private mutating func descend(
    level: Int, nodes: InlineArray<16, Int32>, account: borrowing Account, bound: Score,
    breadth: [Int]
  ) -> Bool {
    guard mayGoOn(), work < stop || isWithoutAny, best != nil || work < most else {
      unseen = min(unseen, max(floor, bound.primary(objective)))
      return true
    }
    let known = pool.nodes.count
    for i in space.items.indices {
      let node = Int(nodes[i])
      pool.open(node, space: space, spatial: spatial)
      if pool.nodes[node].isThinned { leaveOpen(bound, atLeast: floor) }
    }
    work += pool.nodes.count - known
    // Taken out, so that the scan is the only one that holds it.
    var noted = ScanFindings()
    swap(&noted, &findings[level])
    noted.clear()
    var scan = LevelScan(
      level: level, parents: nodes, remaining: left[level + 1], fill: fill, outer: path,
      wide: account.wide, objective: objective, space: space, pool: pool,
      found: consume noted)
    if let best {
      scan.limit = best.score
      scan.factor = 1 / (1 + tolerance)
    }
    scan.cap = cap
    scan.leftOut = openBound
    scan.quota = best == nil ? max(0, most - work) : stop == .max ? .max : max(0, stop - work)
    scan.run(account, space, pool, &room, isCancelled: best == nil ? nil : isCancelled)
    considered += scan.considered
    work += scan.considered
    openBound = min(openBound, max(floor, scan.openBound))
    if scan.wasCancelled { cancel() }
    if level == space.levels, scan.fitted { lastFit = work }
    if scan.isCut { unseen = min(unseen, max(floor, bound.primary(objective))) }
    let fits = follow(scan, account, breadth)
    findings[level] = scan.found
    return fits
  }

  /// Searches all further in from what the scan of a level found, the best first.
  ///
  /// - Returns: whether anything fits.
  private mutating func follow(
    _ scan: borrowing LevelScan, _ account: borrowing Account, _ breadth: [Int]
  ) -> Bool {
    let level = scan.level
    var followed = 0
    var tried = 0
    var isPruned = false
    for (place, index) in scan.found.ranking.enumerated() {
      let choice = scan.found.choices[index]
      if isHopeless(choice.score) {
        leaveOpen(choice.score, atLeast: floor)
        isPruned = true
        continue
      }
      let isEnough =
        followed == breadth[level] || tried / Self.triesOfBreadth >= breadth[level]
        || (tried >= breadth[level] && isBarren)
      if isEnough {
        for left in scan.found.ranking[place...] {
          leaveOpen(scan.found.choices[left].score, atLeast: floor)
        }
        return true
      }
      tried += 1
      path.append(choice)
      if level == space.levels {
        finish(choice.score)
        followed += 1
      } else {
        var next = account.copy()
        if scan.post(choice.nodes, choice.order, &room.counted, space, pool, to: &next) {
          let fits = descend(
            level: level + 1, nodes: choice.nodes, account: next, bound: choice.score,
            breadth: breadth)
          if fits { followed += 1 }
        }
      }
      path.removeLast()
    }
    return isPruned || (level == space.levels ? scan.fitted : followed > 0)
  }

  private mutating func finish(_ score: Score) {
    guard score.isWithin(cap) else { return }
    if let best, !score.isBetter(than: best.score, objective) { return }
    let tiles = path.map { choice in
      var tiles = [Int](repeating: 1, count: space.nest.bounds.count)
      for (i, item) in space.items.enumerated() {
        let start = Int(pool.nodes[Int(choice.nodes[i])].tiles)
        for (k, d) in item.enumerated() { tiles[d] = pool.tiles[start + k] }
      }
      return tiles
    }
    let solution = Solution(
      spatial: spatial, tiles: tiles, orders: path.map(\.order), score: score,
      bounds: path.map(\.score))
    if let last = steppingStones.last, last.spatial.isSame(as: spatial) {
      steppingStones.removeLast()
    }
    steppingStones.append(solution)
    best = solution
  }
}

extension SearchSpace {
  /// Cycles for data to cross all sides that are used, in and out.
  func fill(_ spatial: SpatialChoice) -> Double {
    var fill = 0.0
    var (array, side) = (-1, -1)
    // Unrollings of a side follow one another.
    for i in 0..<spatial.count {
      let unrolling = spatial[i]
      if Int(unrolling.array) == array, Int(unrolling.side) == side { continue }
      (array, side) = (Int(unrolling.array), Int(unrolling.side))
      fill += 2 * machine.arrays[array].sides[side].fill
    }
    return fill
  }
}
