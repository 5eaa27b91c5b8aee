// SPDX-License-Identifier: Apache-2.0

extension ZigZagEvaluator {
  /// Accesses of every memory and their energy, with fractional unrollings [mapping 6.1, Accesses and Energy].
  ///
  /// The unit is a word of the port's greatest width; a short transfer takes whole words of the least width, but
  /// only their share of the energy. Every partial sum that is written is read, the first one too.
  mutating func countAccesses() {
    for index in accesses.indices { accesses[index] = 0 }
    var memoryEnergy = 0.0
    let view = problem.fractional
    for operand in 0..<problem.operandCount {
      let base = operand * stride
      let levels = problem.levels[operand]
      for level in 1...levels {
        let place = (base + level) * 4
        let units = view.units[base + level]
        // The link below.
        let isPartialBelow = operand == 0 && fractional.isPartial[level - 1]
        let low = words(
          operand, level, operand == 0 ? .writeFromLower : .readToLower,
          amount: fractional.data[base + level - 1] * view.boost[base + level - 1],
          isPartial: isPartialBelow, period: cycles[base + level - 1], units)
        if operand == 0 {
          accesses[place + ZigZagDirection.writeFromLower.rawValue] = low
          if isPartialBelow {
            accesses[place + ZigZagDirection.readToLower.rawValue] = words(
              operand, level, .readToLower,
              amount: fractional.data[base + level - 1] * view.boost[base + level - 1],
              isPartial: true, period: cycles[base + level - 1], units)
          }
        } else {
          accesses[place + ZigZagDirection.readToLower.rawValue] = low
        }
        // The link above; the outermost memory has none.
        if level < levels {
          let isPartialAbove = operand == 0 && fractional.isPartial[level]
          let amount = fractional.data[base + level]
          let period = cycles[base + level]
          if operand == 0 {
            accesses[place + ZigZagDirection.readToHigher.rawValue] = words(
              operand, level, .readToHigher, amount: amount, isPartial: isPartialAbove,
              period: period, units)
          }
          if operand > 0 || isPartialAbove {
            accesses[place + ZigZagDirection.writeFromHigher.rawValue] = words(
              operand, level, .writeFromHigher, amount: amount, isPartial: isPartialAbove,
              period: period, units)
          }
        }
        // Added in the peer's order, so that sums agree to the last bit.
        let memory = problem.memory[base + level]
        let read = problem.readEnergy[memory]
        let write = problem.writeEnergy[memory]
        let reads = accesses[place + 2] * read + accesses[place] * read
        let writes = accesses[place + 3] * write + accesses[place + 1] * write
        memoryEnergy += reads + writes
      }
    }
    energy = memoryEnergy + problem.macEnergy * Double(problem.macs)
  }

  /// int(ceil(amount * bits / least) * (least / greatest) * count * instances).
  @inline(__always)
  private func words(
    _ operand: Int, _ level: Int, _ direction: ZigZagDirection, amount: Double, isPartial: Bool,
    period: Double, _ units: Double
  ) -> Double {
    let place = (operand * stride + level) * 4 + direction.rawValue
    guard let width = problem.widths[place] else { return 0 }
    let bits = self.bits(operand, isPartial: isPartial)
    let count = PeerRounding.down(total / period)
    return
      (PeerRounding.up(amount * bits / width.minimum) * (width.minimum / width.maximum) * count
      * units).rounded(.towardZero)
  }

  /// Whether each operand is found to be double-buffered [mapping 6.1, step 1; reading 8].
  ///
  /// The share of a memory is the tile without the outermost run of relevant loops, since only that part is replaced
  /// at once. An operand is double-buffered where all shares together take at most half, or where its own
  /// share fits once more; then the sum grows by it. The output comes first.
  mutating func findDoubleBuffering() {
    for operand in 0..<problem.operandCount {
      let base = operand * stride
      isDoubleBuffered[base] = false
      for level in 1...problem.levels[operand] {
        let bits = self.bits(operand, isPartial: operand == 0 && fractional.isPartial[level])
        let held = PeerRounding.down(
          fractional.data[base + level] * bits / topRelevant[base + level])
        ownShare[base + level] = held / problem.capacity[problem.memory[base + level]]
      }
    }
    for memory in sharedShare.indices {
      var sum = 0.0
      for place in problem.contents.places(memory) {
        let content = problem.contents[place]
        sum += ownShare[content.operand * stride + content.level]
      }
      sharedShare[memory] = sum
    }
    for operand in 0..<problem.operandCount {
      let base = operand * stride
      for level in 1...problem.levels[operand] {
        let memory = problem.memory[base + level]
        let own = ownShare[base + level]
        if sharedShare[memory] <= 0.5 {
          isDoubleBuffered[base + level] = true
        } else if own <= 1 - sharedShare[memory] {
          isDoubleBuffered[base + level] = true
          sharedShare[memory] += own
        } else {
          isDoubleBuffered[base + level] = false
        }
      }
    }
  }
}
