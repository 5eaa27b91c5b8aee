// SPDX-License-Identifier: Apache-2.0

extension ZigZagEvaluator {
  /// One link during the loops, with whole unrollings.
  struct Transfer {
    /// Elements moved in a period.
    var amount: Double
    /// Bits of an element.
    var bits: Double
    /// Cycles between two transfers, before they are stretched by the cycles of an operation.
    var period: Double
    /// Transfers in all.
    var count: Double
    /// Cycles of a period in which the transfer may take place.
    var window: Double
  }

  /// A link of the port table, or nil where it moves nothing.
  @inline(__always)
  func transfer(_ link: ZigZagProblem.Link) -> Transfer? {
    let operand = link.operand
    let base = operand * stride
    let level = link.direction.isLow ? link.level - 1 : link.level
    if !link.direction.isLow, link.level == problem.levels[operand] { return nil }
    let isPartial = operand == 0 && whole.isPartial[level]
    switch link.direction {
    case .readToLower, .writeFromHigher: if operand == 0, !isPartial { return nil }
    case .writeFromLower, .readToHigher: if operand > 0 { return nil }
    }
    var amount = whole.data[base + level]
    if link.direction.isLow { amount *= problem.whole.boost[base + level] }
    let period = cycles[base + level]
    let window =
      isDoubleBuffered[base + level]
      ? period : PeerRounding.down(period / topIrrelevant[base + level])
    return Transfer(
      amount: amount, bits: bits(operand, isPartial: isPartial), period: period,
      count: PeerRounding.down(total / period), window: window)
  }

  /// Cycles that the busiest port makes the array wait [mapping 6.1, steps 2 to 5; reading 13].
  mutating func findStall() {
    let c = problem.cyclesPerOperation
    var worst = 0.0
    for port in problem.portWidth.indices {
      let width = problem.portWidth[port]
      var active = 0
      var single = 0.0
      var stalls = 0.0
      var slacks = 0.0
      var windows = 0.0
      var fullWindow = -1.0
      var longest = 0.0
      var longestCount = 0.0
      union.removeAll()
      for place in problem.links.places(port) {
        guard let transfer = transfer(problem.links[place]) else { continue }
        active += 1
        let real = PeerRounding.up(transfer.amount * transfer.bits / width)
        let period = PeerRounding.up(transfer.period * c)
        let allowed = PeerRounding.up(transfer.window * c)
        let difference = (real - allowed) * (transfer.count - 1)
        single = difference
        if difference > 0 { stalls += difference } else { slacks += difference }
        windows += allowed * (transfer.count - 1)
        if period == allowed {
          // The first such link decides: it may move data all the time.
          if fullWindow < 0 { fullWindow = period * transfer.count }
        } else {
          union.insert(period: Int(period), allowed: Int(allowed))
        }
        if period > longest {
          longest = period
          longestCount = transfer.count
        }
      }
      if active == 1 {
        worst = max(worst, single)
      } else if active > 1 {
        let covered = fullWindow >= 0 ? fullWindow : Double(union.length()) * longestCount
        worst = max(worst, stalls + max(0, slacks + windows - covered))
      }
    }
    stall = worst
  }
}
