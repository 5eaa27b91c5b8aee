// SPDX-License-Identifier: Apache-2.0

/// What one port's busiest instance does.
struct PortSum: Sendable {
  var cycles = 0.0
  /// The share of first tiles of weights and inputs, and of last tiles of outputs.
  var first = 0.0
  var last = 0.0

  @inline(__always)
  static func + (a: PortSum, b: PortSum) -> PortSum {
    PortSum(cycles: a.cycles + b.cycles, first: a.first + b.first, last: a.last + b.last)
  }
}

/// What all ports of a machine do, in storage of its own.
///
/// Reading one element of an inline array of a borrowed value copies the array, 576 bytes at each bound; this reads what is
/// asked for.
struct PortSums: ~Copyable {
  private let storage: UnsafeMutableBufferPointer<PortSum>

  /// Nothing on so many ports.
  init(_ count: Int) {
    storage = .allocate(capacity: count)
    storage.initialize(repeating: PortSum())
  }

  deinit { storage.deallocate() }

  subscript(_ port: Int) -> PortSum {
    @inline(__always) get { storage[port] }
    @inline(__always) set { storage[port] = newValue }
  }

  /// The same sums, to go on with.
  func copy() -> PortSums {
    let copy = PortSums(storage.count)
    _ = copy.storage.update(fromContentsOf: storage)
    return copy
  }
}
