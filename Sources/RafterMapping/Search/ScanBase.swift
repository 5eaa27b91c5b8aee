// SPDX-License-Identifier: Apache-2.0

/// What all combinations of tiles in one memory have in common: what is decided further out, and the least that
/// everything further in adds.
///
/// A combination only adds what flows into its level, so nothing here is copied for it.
struct ScanBase: Sendable {
  var cycles = InlineArray<24, Double>(repeating: 0)
  /// First tiles of weights and inputs, and last tiles of outputs, as in ``Account``.
  var first = InlineArray<24, Double>(repeating: 0)
  var last = InlineArray<24, Double>(repeating: 0)
  var energy: Double
  var sums: SumState
  /// As in ``Account``.
  var stops: InlineArray<3, UInt64>
  /// As in ``Remaining``.
  var written: Double
  var readEnergy: Double
  /// Ports of the memories that the level's flows use.
  var touched: [Int]

  init(_ account: borrowing Account, _ remaining: borrowing Remaining, touched: [Int], ports: Int) {
    for p in 0..<ports {
      cycles[p] = account.cycles[p] + remaining.cycles[p]
      first[p] = account.first[p] + remaining.first[p]
      last[p] = account.last[p] + remaining.last[p]
    }
    energy = account.energy + remaining.energy
    sums = account.sums
    stops = account.stops
    written = remaining.written
    readEnergy = remaining.readEnergy
    self.touched = touched
  }

  /// Empties what a combination added.
  @inline(__always)
  func clear(_ delta: inout Account) {
    for p in touched {
      delta.cycles[p] = 0
      delta.first[p] = 0
      delta.last[p] = 0
    }
    delta.energy = 0
    delta.sums = sums
    delta.stops = stops
  }
}
