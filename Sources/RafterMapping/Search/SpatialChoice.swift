// SPDX-License-Identifier: Apache-2.0

/// One loop on one side of an array.
struct Unrolling: Sendable, Hashable {
  var array: Int
  var side: Int
  var dimension: Int
  var factor: Int
}

/// What is unrolled on all arrays of the path, outermost first.
struct SpatialChoice: Sendable {
  var unrollings: [Unrolling]

  /// How many parts a loop is split into by the arrays that make the parts of levels above `level`.
  func factor(of dimension: Int, after level: Int, in space: borrowing SearchSpace) -> Int {
    var product = 1
    for unrolling in unrollings
    where unrolling.dimension == dimension && space.arrayLevel[unrolling.array] > level {
      product *= unrolling.factor
    }
    return product
  }
}

extension SpatialChoice {
  /// The unrollings considered: every side takes factors `ceil(D/n)` of up to three loops that cannot be raised.
  ///
  /// On each side the fullest ones that need no copies (parts that need the same data get it from one
  /// transfer, parts that work on the same sum add up) and the fullest others are kept; after each side the
  /// `beam` choices with the least bounds.
  static func all(
    in space: borrowing SearchSpace, beam: Int, score: (SpatialChoice, Double) -> Double
  ) -> (choices: [SpatialChoice], isThinned: Bool) {
    struct Partial {
      var unrollings: [Unrolling]
      var length: [Int]
    }
    var partials = [Partial(unrollings: [], length: space.nest.bounds)]
    var isThinned = false
    var partsLeft = space.machine.units
    for (a, array) in space.machine.arrays.enumerated() {
      for (s, side) in array.sides.enumerated() {
        partsLeft /= Double(side.size)
        var next: [Partial] = []
        for partial in partials {
          let (options, isCut) = options(side, length: partial.length, space: space)
          if isCut { isThinned = true }
          for option in options {
            var longer = partial
            for (d, factor) in option {
              longer.unrollings.append(
                Unrolling(array: a, side: s, dimension: d, factor: factor))
              longer.length[d] = (longer.length[d] + factor - 1) / factor
            }
            next.append(longer)
          }
        }
        if next.count > beam {
          isThinned = true
          let scores = next.map { score(SpatialChoice(unrollings: $0.unrollings), partsLeft) }
          // Equal scores keep their order, so the result is the same on every machine.
          let order = next.indices.sorted { (scores[$0], $0) < (scores[$1], $1) }
          next = order.prefix(beam).map { next[$0] }
        }
        partials = next
      }
    }
    return (partials.map { SpatialChoice(unrollings: $0.unrollings) }, isThinned)
  }

  /// The factors on one side that cannot be raised.
  private static func options(
    _ side: SideShape, length: [Int], space: borrowing SearchSpace
  ) -> (options: [[(dimension: Int, factor: Int)]], isCut: Bool) {
    let size = side.size
    let loops = length.indices.filter {
      length[$0] > 1 && side.allowed & (1 << UInt64($0)) != 0
    }
    // Smallest first, so that the next larger one is at the next index.
    let factors = length.map { Array(TileCandidates.ceilings($0).reversed()) }
    let needsCopies = length.indices.map { d in
      (0..<3).contains { o in
        let unites = o == 2 ? side.reducesOutputs : side.multicast & (1 << UInt8(o)) != 0
        return space.nest.operands[o].relevant & (1 << UInt64(d)) == 0 && !unites
      }
    }
    var clean: [[(dimension: Int, factor: Int)]] = []
    var others: [[(dimension: Int, factor: Int)]] = []
    func isMaximal(
      _ chosen: [(dimension: Int, factor: Int)], _ product: Int, _ isClean: Bool
    ) -> Bool {
      loops.allSatisfy { d in
        let factor = chosen.first { $0.dimension == d }?.factor ?? 1
        if factor == 1 && (chosen.count == 3 || (isClean && needsCopies[d])) { return true }
        guard let larger = factors[d].first(where: { $0 > factor }) else { return true }
        return product / factor * larger > size
      }
    }
    func choose(
      _ index: Int, _ product: Int, _ chosen: [(dimension: Int, factor: Int)], _ isClean: Bool
    ) {
      guard index < loops.count else {
        guard isMaximal(chosen, product, isClean) else { return }
        if isClean { clean.append(chosen) } else { others.append(chosen) }
        return
      }
      let d = loops[index]
      choose(index + 1, product, chosen, isClean)
      guard chosen.count < 3 else { return }
      for factor in factors[d] where factor > 1 && product * factor <= size {
        choose(
          index + 1, product * factor, chosen + [(d, factor)], isClean && !needsCopies[d])
      }
    }
    choose(0, 1, [], true)
    func fullest(
      _ found: [[(dimension: Int, factor: Int)]], _ count: Int
    ) -> [[(dimension: Int, factor: Int)]] {
      let steps = found.map { option in
        option.reduce(1.0) { product, choice in
          let d = choice.dimension
          let left = (length[d] + choice.factor - 1) / choice.factor
          return product * Double(left) / Double(length[d])
        }
      }
      let order = found.indices.sorted {
        (steps[$0], found[$0].count, $0) < (steps[$1], found[$1].count, $1)
      }
      return order.prefix(count).map { found[$0] }
    }
    return (fullest(clean, 16) + fullest(others, 8), clean.count > 16 || others.count > 8)
  }
}
