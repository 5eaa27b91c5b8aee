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
  /// Only the `beam` choices with the fewest steps over time are kept after each side.
  static func all(in space: borrowing SearchSpace, beam: Int) -> (
    choices: [SpatialChoice], isThinned: Bool
  ) {
    struct Partial {
      var unrollings: [Unrolling]
      var length: [Int]
      var steps: Double
    }
    var partials = [Partial(unrollings: [], length: space.nest.bounds, steps: space.nest.macs)]
    var isThinned = false
    for (a, array) in space.machine.arrays.enumerated() {
      for (s, side) in array.sides.enumerated() {
        var next: [Partial] = []
        for partial in partials {
          for option in options(size: side.size, allowed: side.allowed, length: partial.length) {
            var longer = partial
            for (d, factor) in option {
              longer.unrollings.append(
                Unrolling(array: a, side: s, dimension: d, factor: factor))
              longer.length[d] = (longer.length[d] + factor - 1) / factor
            }
            longer.steps = longer.length.reduce(1.0) { $0 * Double($1) }
            next.append(longer)
          }
        }
        // Equal steps keep their order, so the result is the same on every machine.
        let order = next.indices.sorted { (next[$0].steps, $0) < (next[$1].steps, $1) }
        if order.count > beam { isThinned = true }
        partials = order.prefix(beam).map { next[$0] }
      }
    }
    return (partials.map { SpatialChoice(unrollings: $0.unrollings) }, isThinned)
  }

  /// The factors on one side that cannot be raised.
  private static func options(
    size: Int, allowed: UInt64, length: [Int]
  ) -> [[(dimension: Int, factor: Int)]] {
    let loops = length.indices.filter { length[$0] > 1 && allowed & (1 << UInt64($0)) != 0 }
    // Smallest first, so that the next larger one is at the next index.
    let factors = length.map { Array(TileCandidates.ceilings($0).reversed()) }
    var found: [[(dimension: Int, factor: Int)]] = []
    func isMaximal(_ chosen: [(dimension: Int, factor: Int)], _ product: Int) -> Bool {
      loops.allSatisfy { d in
        let factor = chosen.first { $0.dimension == d }?.factor ?? 1
        if factor == 1 && chosen.count == 3 { return true }
        guard let larger = factors[d].first(where: { $0 > factor }) else { return true }
        return product / factor * larger > size
      }
    }
    func choose(_ index: Int, _ product: Int, _ chosen: [(dimension: Int, factor: Int)]) {
      guard index < loops.count else {
        if isMaximal(chosen, product) { found.append(chosen) }
        return
      }
      let d = loops[index]
      choose(index + 1, product, chosen)
      guard chosen.count < 3 else { return }
      for factor in factors[d] where factor > 1 && product * factor <= size {
        choose(index + 1, product * factor, chosen + [(d, factor)])
      }
    }
    choose(0, 1, [])
    return found
  }
}
