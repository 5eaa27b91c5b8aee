// SPDX-License-Identifier: Apache-2.0

/// What a scan counts in, kept for the next one: none goes on while another runs.
struct ScanRoom: ~Copyable {
  /// The products of the first items of a combination, and of one choice.
  var partial = PartialScan()
  var counted = ChoiceProducts()
  /// What a combination adds.
  var delta: Account
  /// What all of them have in common.
  var base: ScanBase
  /// What look-ahead finds of flows for which the room further in demands more already.
  var shadow: Shadow

  /// Cycles of ports, and joule.
  struct Shadow: ~Copyable {
    var ports: PortSums
    var energy = 0.0

    mutating func clear(_ touched: [Int]) {
      energy = 0
      for p in touched { ports[p].cycles = 0 }
    }
  }

  /// - Parameter ports: as many as any placement has.
  init(ports: Int) {
    delta = Account(outputs: 0, ports: ports)
    base = ScanBase(ports: ports)
    shadow = Shadow(ports: PortSums(ports))
  }

  /// Begins the scan of a level: nothing is added yet.
  mutating func begin(
    _ account: borrowing Account, _ remaining: Remaining, level: Int, _ space: SearchSpace
  ) {
    base.begin(account, remaining, level: level, space)
    for p in 0..<space.portCount { delta.ports[p] = PortSum() }
    delta.wide = 0
  }
}
