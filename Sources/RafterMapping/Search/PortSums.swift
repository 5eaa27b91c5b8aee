// SPDX-License-Identifier: Apache-2.0

/// What one port's busiest instance does.
struct PortSum: Sendable, BitwiseCopyable {
  var cycles = 0.0
  /// The share of first tiles of weights and inputs, and of last tiles of outputs.
  var first = 0.0
  var last = 0.0

  @inline(__always)
  static func + (a: PortSum, b: PortSum) -> PortSum {
    PortSum(cycles: a.cycles + b.cycles, first: a.first + b.first, last: a.last + b.last)
  }

  /// The longest of each.
  @inline(__always)
  func longest(_ other: PortSum) -> PortSum {
    PortSum(
      cycles: larger(cycles, other.cycles), first: larger(first, other.first),
      last: larger(last, other.last))
  }

  /// Adds the longest of a memory's ports to what takes time beside the arithmetic, or on top of it.
  @inline(__always)
  func add(_ place: SearchSpace.PortPlace, rest: inout Double, extra: inout Double) {
    if place.isOverlapped {
      extra += first + last
      rest = larger(rest, cycles - first - last)
    } else {
      extra += cycles
    }
  }
}

/// What all ports of a machine do.
typealias PortSums = FlatTable<PortSum>

extension PortSums {
  /// Nothing on so many ports.
  init(_ count: Int) { self.init(count, of: PortSum()) }
}
