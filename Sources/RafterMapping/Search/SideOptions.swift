// SPDX-License-Identifier: Apache-2.0

/// What one side of an array may unroll: loops with their factors.
struct SideOption: Sendable {
  /// As many as a nest may have loops for a search, so that an option needs no memory of its own.
  private var factors = InlineArray<16, Int32>(repeating: 1)
  private var dimensions = InlineArray<16, Int8>(repeating: 0)
  /// What all of its unrollings have in common.
  private var side = Unrolling(factor: 1, array: 0, side: 0, dimension: 0, level: 0, unites: 0)
  /// How many loops it unrolls.
  private(set) var count = 0
  /// The share of the loops' iterations that is left for one part, at best `1 / size`.
  private(set) var steps = 1.0
  /// Whether some parts need copies of data that no transfer serves together.
  var needsCopies: Bool

  /// Nothing is unrolled.
  init(needsCopies: Bool) { self.needsCopies = needsCopies }

  subscript(_ index: Int) -> Unrolling {
    @inline(__always) get {
      var unrolling = side
      unrolling.factor = factors[index]
      unrolling.dimension = dimensions[index]
      return unrolling
    }
  }

  /// Whether a loop is among them.
  @inline(__always)
  func unrolls(_ dimension: Int8) -> Bool {
    for i in 0..<count where dimensions[i] == dimension { return true }
    return false
  }

  /// Adds a loop of so many iterations, on the same side as all others.
  mutating func append(_ unrolling: Unrolling, length: Int) {
    side = unrolling
    factors[count] = unrolling.factor
    dimensions[count] = unrolling.dimension
    count += 1
    let factor = Int(unrolling.factor)
    steps *= Double((length + factor - 1) / factor) / Double(length)
  }
}

extension SideOption {
  /// Options of which one may be good: the fullest, and for every set of loops, of those nearly as full, the
  /// one whose parts are the least oblong, since these need the least data.
  ///
  /// The fullest alone would all divide one loop, or divide two in odd proportions where the size of a side is
  /// no product of small numbers.
  ///
  /// - Parameters:
  ///   - options: the fullest first.
  ///   - lengths: of the loops before.
  ///   - count: so many that need copies, and twice as many of those that need none and of those of all sets.
  /// - Returns: their places.
  static func kept(_ options: [SideOption], lengths: [Int], count: Int) -> [Int] {
    struct Kind {
      var loops: UInt64
      var fullest: Int
      var compact: Int
      var sum: Int
    }
    var kinds: [Kind] = []
    // A span, since each option is large to be copied.
    let all = options.span
    for index in all.indices {
      var loops: UInt64 = 0
      // What is left of the loops in one part; the least sum is that of a cube.
      var sum = 0
      for i in 0..<all[index].count {
        let unrolling = all[index][i]
        loops |= 1 << UInt64(unrolling.dimension)
        let (length, factor) = (lengths[Int(unrolling.dimension)], Int(unrolling.factor))
        sum += (length + factor - 1) / factor
      }
      guard let kind = kinds.firstIndex(where: { $0.loops == loops }) else {
        kinds.append(Kind(loops: loops, fullest: index, compact: index, sum: sum))
        continue
      }
      if sum < kinds[kind].sum, all[index].steps <= all[kinds[kind].fullest].steps * 1.15 {
        kinds[kind].compact = index
        kinds[kind].sum = sum
      }
    }
    let compact = kinds.map(\.compact).sorted().prefix(2 * count)
    let fullest =
      Array(options.indices.lazy.filter { !options[$0].needsCopies }.prefix(2 * count))
      + options.indices.lazy.filter { options[$0].needsCopies }.prefix(count)
    return fullest + compact.filter { !fullest.contains($0) }
  }
}

extension SideOption {
  /// The place of the option that is nearest to some unrollings: by the sum over loops of how many times larger or
  /// smaller a factor is.
  ///
  /// - Parameters:
  ///   - options: at least one.
  ///   - wanted: what to be near to, of one side.
  ///   - lengths: of the loops, which factors cannot exceed.
  static func nearest(
    to wanted: some Collection<Unrolling>, of options: [SideOption], lengths: [Int]
  ) -> Int {
    func factor(_ dimension: Int8) -> Double {
      let factor = wanted.first { $0.dimension == dimension }?.factor ?? 1
      return Double(min(Int(factor), lengths[Int(dimension)]))
    }
    var (nearest, least) = (0, Double.infinity)
    let all = options.span
    for index in all.indices where least > 0 {
      var distance = 0.0
      for i in 0..<all[index].count {
        let unrolling = all[index][i]
        let ratio = Double(unrolling.factor) / factor(unrolling.dimension)
        distance += max(ratio, 1 / ratio) - 1
      }
      for missing in wanted where !all[index].unrolls(missing.dimension) {
        distance += factor(missing.dimension) - 1
      }
      if distance < least { (nearest, least) = (index, distance) }
    }
    return nearest
  }
}

/// How far sides are to be filled.
enum Filling: Sendable {
  /// No factor can be raised.
  case full
  /// Any factors: where what fills the arrays does not fit a memory.
  case any
}

extension SearchSpace {
  /// The most loops that share a side.
  static let loopsOfSide = 3

  /// The most choices of all sides together for which factors need not fill them.
  static let mostFreeChoices = 1000

  /// Whether the sides have few options together, with any factors.
  static func isFree(
    _ sides: [SidePlace], _ machine: MachineShape, _ nest: NestShape, _ active: [Int]
  ) -> Bool {
    var product = 1
    for place in sides {
      let side = machine.arrays[place.array].sides[place.side]
      let factors = active.filter { side.allowed & (1 << UInt64($0)) != 0 }.map { d in
        TileCandidates.ceilings(nest.bounds[d]).filter { $0 > 1 && $0 <= side.size }
      }
      product *= count(factors, size: side.size, most: mostFreeChoices / product)
      if product > mostFreeChoices { return false }
    }
    return true
  }

  /// How many ways there are to choose factors of up to three loops whose product a side has room for, or `most + 1` if there
  /// are more.
  private static func count(_ factors: [[Int]], size: Int, most: Int) -> Int {
    var found = 0
    func choose(_ i: Int, _ product: Int, _ loops: Int) {
      guard found <= most else { return }
      guard i < factors.count else {
        found += 1
        return
      }
      choose(i + 1, product, loops)
      guard loops < loopsOfSide else { return }
      for factor in factors[i] where product * factor <= size {
        choose(i + 1, product * factor, loops + 1)
      }
    }
    // One loop alone may have as many.
    guard factors.allSatisfy({ $0.count <= most }) else { return most + 1 }
    choose(0, 1, 0)
    return min(found, most + 1)
  }

  /// What the user fixed on a side, as far as the loops reach; nil where it is free.
  func fixedOption(of place: SidePlace, lengths: [Int]) -> SideOption? {
    let index = sides.firstIndex { $0.array == place.array && $0.side == place.side } ?? 0
    guard index < fixed.parts.count, let parts = fixed.parts[index] else { return nil }
    var option = SideOption(needsCopies: false)
    for part in parts {
      let length = lengths[part.dimension]
      let factor = min(part.factor, length)
      guard factor > 1 else { continue }
      option.append(place.unrolling(of: part.dimension, factor: factor), length: length)
    }
    return option
  }
}

extension SearchSpace.SidePlace {
  /// A loop on this side.
  func unrolling(of dimension: Int, factor: Int) -> Unrolling {
    Unrolling(
      factor: Int32(factor), array: Int8(array), side: Int8(side), dimension: Int8(dimension),
      level: Int8(level), unites: unites)
  }
}
