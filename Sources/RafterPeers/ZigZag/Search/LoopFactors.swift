// SPDX-License-Identifier: Apache-2.0

/// The temporal loops that a spatial mapping leaves, as factors [mapping 6.1, LOMA allocation].
struct LoopFactors {
  /// Factors of each dimension that still runs, in the order of the layer, ascending.
  private var factors: [(dimension: Int, values: [Int])]

  /// All prime factors.
  init(_ layer: ZigZagLayer, _ placement: SpatialPlacement) {
    let unrollings = placement.fractional.dropFirst().first?.joined() ?? [].joined()
    factors = []
    for (place, dimension) in layer.dimensions.enumerated() {
      var times = dimension.size
      for loop in unrollings where loop.dimension == dimension.name {
        times = Int((Double(times) / loop.factor).rounded(.up))
      }
      if times > 1 { factors.append((place, Self.primes(of: times))) }
    }
  }

  /// How many there are.
  var count: Int { factors.reduce(0) { $0 + $1.values.count } }

  /// Merges factors until there are at most so many.
  ///
  /// As the peer does: the two smallest of the first dimension with most factors. A dimension keeps one factor.
  mutating func merge(to limit: Int) {
    while count > max(limit, factors.count) {
      let most = factors.map(\.values.count).max() ?? 0
      guard let place = factors.firstIndex(where: { $0.values.count == most }) else { return }
      var values = factors[place].values
      let product = values.removeFirst() * values.removeFirst()
      values.insert(product, at: values.firstIndex { $0 > product } ?? values.count)
      factors[place].values = values
    }
  }

  /// The factors as loops.
  var loops: [ZigZagEvaluator.Loop] {
    factors.flatMap { item in
      item.values.map { ZigZagEvaluator.Loop(dimension: item.dimension, factor: Double($0)) }
    }
  }

  private static func primes(of number: Int) -> [Int] {
    var rest = number
    var primes: [Int] = []
    var divisor = 2
    while divisor * divisor <= rest {
      while rest % divisor == 0 {
        primes.append(divisor)
        rest /= divisor
      }
      divisor += 1
    }
    if rest > 1 { primes.append(rest) }
    return primes
  }
}
