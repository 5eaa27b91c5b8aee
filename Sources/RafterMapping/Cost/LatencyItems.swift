// SPDX-License-Identifier: Apache-2.0

/// What one memory adds to the time of a nest, in cycles.
struct MemoryTime: Sendable {
  /// Its busiest port.
  var cycles: Double
  /// Its share of first tiles of weights and inputs, and of last tiles of outputs.
  var first: Double
  var last: Double
  var isOverlapped: Bool
}

/// The items of a latency in cycles; they sum to `total`.
struct LatencyItems: Sendable {
  var fill: Double
  var load: Double
  var offload: Double
  var total: Double
}

extension LatencyItems {
  /// `bound + fill + load + offload` [rooflines 3.4: T5, T6].
  ///
  /// Overlapped memories work while the arithmetic does: the bound is the slowest of them all. Memories
  /// without double buffering work before and after, and add up. The first tiles L and the last ones O
  /// move while nothing can be computed, but then only the rest of a memory's traffic hides behind the
  /// arithmetic: `load + offload = L + O + max(compute, rest) - max(compute, cycles)`, never negative.
  init(compute: Double, memories: some Collection<MemoryTime>, fill: Double) {
    var bound = compute
    var rest = compute
    var serial = 0.0
    var first = 0.0
    var last = 0.0
    for memory in memories {
      guard memory.isOverlapped else {
        serial += memory.cycles
        continue
      }
      bound = max(bound, memory.cycles)
      rest = max(rest, memory.cycles - memory.first - memory.last)
      first += memory.first
      last += memory.last
    }
    let edges = max(0, first + last + rest - bound)
    let share = first + last > 0 ? first / (first + last) : 0
    self.fill = fill
    load = edges * share
    offload = edges - load
    total = bound + serial + fill + load + offload
  }
}
