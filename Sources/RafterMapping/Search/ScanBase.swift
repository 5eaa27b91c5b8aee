// SPDX-License-Identifier: Apache-2.0

/// What all combinations of tiles in one memory have in common: what is decided further out, and the least that
/// everything further in adds.
///
/// A combination only adds what flows into its level, so nothing here is copied for it.
struct ScanBase: ~Copyable {
  var ports: PortSums
  var energy: Double
  var sums: SumState
  /// As in ``Account``.
  var stops: InlineArray<3, UInt64>
  /// As in ``Remaining``.
  var written: Double
  var readEnergy: Double
  /// Ports of the memories that the level's flows use.
  var touched: [Int] = []
  /// Cycles of the memories that the level's flows do not use: the longest beside the arithmetic, and those that come on
  /// top.
  var restOfOthers = 0.0
  var extraOfOthers = 0.0

  /// Room for so many ports.
  init(ports count: Int) {
    ports = PortSums(count)
    (energy, written, readEnergy) = (0, 0, 0)
    sums = SumState(begun: 0, filled: 0)
    stops = InlineArray(repeating: 0)
  }

  /// Takes what is decided, and the least that is left, in place of what was there.
  mutating func begin(
    _ account: borrowing Account, _ remaining: Remaining, level: Int, _ space: SearchSpace
  ) {
    for p in 0..<space.portCount {
      ports[p] = account.ports[p] + remaining.ports[p].sum
    }
    energy = account.energy + remaining.energy
    sums = account.sums
    stops = account.stops
    written = remaining.written
    readEnergy = remaining.readEnergy
    touched = space.touched[level]
    (restOfOthers, extraOfOthers) = (0, 0)
    for place in space.used[level].others {
      var sum = PortSum()
      for p in place.start..<(place.start + place.count) { sum = sum.longest(ports[p]) }
      sum.add(place, rest: &restOfOthers, extra: &extraOfOthers)
    }
  }

  /// Empties what a combination added.
  @inline(__always)
  func clear(_ delta: inout Account) {
    for p in touched {
      delta.ports[p] = PortSum()
    }
    delta.energy = 0
    delta.sums = sums
    delta.stops = stops
  }
}
