// SPDX-License-Identifier: Apache-2.0

/// What one side of an array may unroll: loops with their factors.
struct SideOption: Sendable {
  var unrollings: [Unrolling]
  /// The share of the loops' iterations that is left for one part, at best `1 / size`.
  var steps: Double
  /// Whether some parts need copies of data that no transfer serves together.
  var needsCopies: Bool
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
  static func kept(_ options: [SideOption], lengths: [Int], count: Int) -> [SideOption] {
    struct Kind {
      var loops: UInt64
      var fullest: Int
      var compact: Int
      var sum: Int
    }
    var kinds: [Kind] = []
    for (index, option) in options.enumerated() {
      let loops = option.unrollings.reduce(0) { $0 | UInt64(1) << UInt64($1.dimension) }
      // What is left of the loops in one part; the least sum is that of a cube.
      let sum = option.unrollings.reduce(0) {
        let (length, factor) = (lengths[Int($1.dimension)], Int($1.factor))
        return $0 + (length + factor - 1) / factor
      }
      guard let kind = kinds.firstIndex(where: { $0.loops == loops }) else {
        kinds.append(Kind(loops: loops, fullest: index, compact: index, sum: sum))
        continue
      }
      if sum < kinds[kind].sum, option.steps <= options[kinds[kind].fullest].steps * 1.15 {
        kinds[kind].compact = index
        kinds[kind].sum = sum
      }
    }
    let compact = kinds.map(\.compact).sorted().prefix(2 * count)
    let fullest =
      options.indices.filter { !options[$0].needsCopies }.prefix(2 * count)
      + options.indices.filter { options[$0].needsCopies }.prefix(count)
    return fullest.map { options[$0] }
      + compact.filter { !fullest.contains($0) }.map { options[$0] }
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

  /// Whether sides may take any factors: where these are few, a side may stay partly idle if filling it costs
  /// more than it gains, so that a larger array is never worse.
  var isFree: Bool {
    var product = 1
    for place in sides {
      product *= countFreely(of: place, most: Self.mostFreeChoices / product)
      if product > Self.mostFreeChoices { return false }
    }
    return true
  }

  /// How many options with any factors a side has, or `most + 1` if there are more.
  private func countFreely(of place: SidePlace, most: Int) -> Int {
    let side = machine.arrays[place.array].sides[place.side]
    let factors = active.filter { side.allowed & (1 << UInt64($0)) != 0 }.map { d in
      TileCandidates.ceilings(nest.bounds[d]).filter { $0 > 1 && $0 <= side.size }
    }
    var found = 0
    func choose(_ i: Int, _ product: Int, _ loops: Int) {
      guard found <= most else { return }
      guard i < factors.count else {
        found += 1
        return
      }
      choose(i + 1, product, loops)
      guard loops < Self.loopsOfSide else { return }
      for factor in factors[i] where product * factor <= side.size {
        choose(i + 1, product * factor, loops + 1)
      }
    }
    choose(0, 1, 0)
    return min(found, most + 1)
  }

  /// All options of a side: up to three loops with factors `ceil(D/n)`, where it is to be full none of
  /// which can be raised while the others stay; the fullest first.
  ///
  /// A loop without part in an option may stay out although it would fit where it would need copies and the
  /// option needs none.
  func options(of place: SidePlace, lengths: [Int], _ filling: Filling = .full) -> [SideOption] {
    let side = machine.arrays[place.array].sides[place.side]
    if let option = fixedOption(of: place, lengths: lengths) { return [option] }
    let loops = active.filter { lengths[$0] > 1 && side.allowed & (1 << UInt64($0)) != 0 }
    // Smallest first, so that the next larger one is at the next index.
    let factors = loops.map { d in
      Array(TileCandidates.ceilings(lengths[d]).reversed().prefix { $0 <= side.size })
    }
    let next = loops.indices.map { i in
      Self.successors(factors[i], TileCandidates.ceilings(lengths[loops[i]]))
    }
    let needsCopies = loops.map { d in
      (0..<3).contains {
        nest.operands[$0].relevant & (1 << UInt64(d)) == 0 && !Self.unites($0, side)
      }
    }
    var found: [SideOption] = []
    var chosen = [Int](repeating: 0, count: loops.count)
    func isMaximal(_ product: Int, _ count: Int, _ isClean: Bool) -> Bool {
      loops.indices.allSatisfy { i in
        let factor = factors[i][chosen[i]]
        if factor == 1 && (count == Self.loopsOfSide || (isClean && needsCopies[i])) {
          return true
        }
        return product / factor * next[i][chosen[i]] > side.size
      }
    }
    func choose(_ i: Int, _ product: Int, _ count: Int, _ isClean: Bool) {
      guard i < loops.count else {
        guard filling == .any || isMaximal(product, count, isClean) else { return }
        var option = SideOption(unrollings: [], steps: 1, needsCopies: !isClean)
        for (k, d) in loops.enumerated() where chosen[k] > 0 {
          let factor = factors[k][chosen[k]]
          option.unrollings.append(
            Unrolling(
              factor: Int32(factor), array: Int8(place.array), side: Int8(place.side),
              dimension: Int8(d), level: Int8(place.level), unites: place.unites))
          option.steps *= Double((lengths[d] + factor - 1) / factor) / Double(lengths[d])
        }
        found.append(option)
        return
      }
      choose(i + 1, product, count, isClean)
      guard count < Self.loopsOfSide else { return }
      for (k, factor) in factors[i].enumerated().dropFirst() {
        if product * factor > side.size { break }
        chosen[i] = k
        choose(i + 1, product * factor, count + 1, isClean && !needsCopies[i])
      }
      chosen[i] = 0
    }
    choose(0, 1, 0, true)
    let order = found.indices.sorted {
      (found[$0].steps, found[$0].unrollings.count, $0)
        < (found[$1].steps, found[$1].unrollings.count, $1)
    }
    return order.map { found[$0] }
  }

  /// What the user fixed on a side, as far as the loops reach; nil where it is free.
  private func fixedOption(of place: SidePlace, lengths: [Int]) -> SideOption? {
    let index = sides.firstIndex { $0.array == place.array && $0.side == place.side } ?? 0
    guard index < fixed.parts.count, let parts = fixed.parts[index] else { return nil }
    var option = SideOption(unrollings: [], steps: 1, needsCopies: false)
    for part in parts {
      let length = lengths[part.dimension]
      let factor = min(part.factor, length)
      guard factor > 1 else { continue }
      option.unrollings.append(
        Unrolling(
          factor: Int32(factor), array: Int8(place.array), side: Int8(place.side),
          dimension: Int8(part.dimension), level: Int8(place.level), unites: place.unites))
      option.steps *= Double((length + factor - 1) / factor) / Double(length)
    }
    return option
  }

  /// For each factor the next larger one of all; `Int.max` halves that never fit stand for none.
  private static func successors(_ factors: [Int], _ all: [Int]) -> [Int] {
    factors.map { factor in all.last { $0 > factor } ?? Int(Int32.max) }
  }
}
