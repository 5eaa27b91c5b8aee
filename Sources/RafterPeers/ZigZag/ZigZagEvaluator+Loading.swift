// SPDX-License-Identifier: Apache-2.0

extension ZigZagEvaluator {
  /// Cycles before the first and after the last loop [mapping 6.1, step 6; readings 10 and 11].
  mutating func findLoading() {
    let c = problem.cyclesPerOperation
    let computePart = PeerRounding.up(total * c) + stall
    for index in loading.indices { loading[index] = 0 }
    for port in problem.portWidth.indices {
      let width = problem.portWidth[port]
      pending.removeAll(keepingCapacity: true)
      var used = 0.0
      for place in problem.links.places(port) {
        let link = problem.links[place]
        // Partial sums on their way in take no part.
        if link.operand == 0,
          link.direction == .readToLower || link.direction == .writeFromHigher
        {
          continue
        }
        guard let transfer = transfer(link) else { continue }
        let place = (link.operand * stride + link.level) * 4 + link.direction.rawValue
        let real = PeerRounding.up(transfer.amount * transfer.bits / width)
        if transfer.count == 1 {
          let base = link.operand * stride
          let isPartial = link.operand == 0 && whole.isPartial[1]
          let least = PeerRounding.up(
            whole.data[base + 1] * bits(link.operand, isPartial: isPartial) / width)
          insertPending(Pending(place: place, cycles: real, least: least))
        } else {
          used += averageBandwidth(link)
          loading[place] = real
        }
      }
      var spare = max(0, (width - used) / width * computePart)
      for item in pending {
        let saved = min(max(0, item.cycles - item.least), spare)
        loading[item.place] = item.cycles - saved
        spare -= saved
      }
    }
    onLoad = combinedOnLoad()
    offLoad = combinedOffLoad()
  }

  /// Longest first, ties in the order of the port.
  private mutating func insertPending(_ item: Pending) {
    var place = pending.count
    while place > 0, pending[place - 1].cycles < item.cycles { place -= 1 }
    pending.insert(item, at: place)
  }

  /// Bits per cycle that a link takes on the average, cut off to whole bits before and after.
  ///
  ///     ceil(floor(data * bits / cycles * boost) / cycles per operation), the boost on low links only
  private func averageBandwidth(_ link: ZigZagProblem.Link) -> Double {
    let base = link.operand * stride
    let level = link.direction.isLow ? link.level - 1 : link.level
    let isPartial = link.operand == 0 && whole.isPartial[level]
    var bandwidth =
      whole.data[base + level] * bits(link.operand, isPartial: isPartial) / cycles[base + level]
    if link.direction.isLow { bandwidth *= problem.whole.boost[base + level] }
    return PeerRounding.up(PeerRounding.down(bandwidth) / problem.cyclesPerOperation)
  }

  @inline(__always)
  private func loading(_ operand: Int, _ level: Int, _ direction: ZigZagDirection) -> Double {
    loading[(operand * stride + level) * 4 + direction.rawValue]
  }

  /// Loading of one input between its memories.
  private struct InputLoad {
    var shared = 0.0
    var half = 0.0
    var separate = 0.0
    var all: Double { shared + half + separate }
  }

  private func inputLoad(_ operand: Int) -> InputLoad {
    var load = InputLoad()
    let levels = problem.levels[operand]
    guard levels > 1 else { return load }
    for level in 1..<levels {
      let cycles = max(
        loading(operand, level, .writeFromHigher), loading(operand, level + 1, .readToLower))
      let writer = isShared(operand, level, .writeFromHigher)
      let reader = isShared(operand, level + 1, .readToLower)
      switch (writer, reader) {
      case (true, true): load.shared += cycles
      case (false, false): load.separate += cycles
      // Only the outermost half-shared pair counts.
      default: load.half = cycles
      }
    }
    return load
  }

  /// Whether a port serves both inputs; where there is none, it does not.
  private func isShared(_ operand: Int, _ level: Int, _ direction: ZigZagDirection) -> Bool {
    problem.widths[(operand * stride + level) * 4 + direction.rawValue]?.isShared ?? false
  }

  /// The inputs follow one another where they share ports, in the better of the two orders.
  private func combinedOnLoad() -> Double {
    guard problem.operandCount > 2 else { return inputLoad(1).separate }
    let a = inputLoad(1)
    let b = inputLoad(2)
    return min(
      a.shared + max(b.all, a.half + a.separate), b.shared + max(a.all, b.half + b.separate))
  }

  /// The output goes up level by level.
  private func combinedOffLoad() -> Double {
    var cycles = 0.0
    let levels = problem.levels[0]
    guard levels > 1 else { return 0 }
    for level in 1..<levels {
      cycles += max(loading(0, level, .readToHigher), loading(0, level + 1, .writeFromLower))
    }
    return cycles
  }
}
