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
}

/// What all ports of a machine do.
typealias PortSums = FlatTable<PortSum>

extension PortSums {
  /// Nothing on so many ports.
  init(_ count: Int) { self.init(count, of: PortSum()) }
}
