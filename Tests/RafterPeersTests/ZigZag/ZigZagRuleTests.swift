// SPDX-License-Identifier: Apache-2.0
import Rafter
import Testing

/// Rules of the compatible model, each with its arithmetic by hand [mapping 6.1].
@Suite struct ZigZagRuleTests {
  @Test func `irrelevant loops at the bottom of a level move down and leave data in place`() throws
  {
    // Order from inside: K 4, N 3 | M 2. O keeps N x 1; the outer loop M changes O and I, but not W.
    // W: K and N lie below, M above is irrelevant and moves down: all 12 weights stay, count = 1.
    let result = try SmallMachine.evaluate(
      SmallMachine.product(2, 3, 4),
      SmallMachine.mapping([.init("K", 4), .init("N", 3), .init("M", 2)], cut: 2),
      on: SmallMachine.machine())
    // W: 12 words of 8 bits, once each way.
    #expect(result.accesses[2][1][.readToLower] == 12)
    #expect(result.accesses[2][0][.writeFromHigher] == 12)
    // I: tile of 4 (K), changed twice by M; N inside K does not refetch: 8 words.
    #expect(result.accesses[1][1][.readToLower] == 8)
    // At the multiplier W is read every cycle: 24 MACs.
    #expect(result.accesses[2][0][.readToLower] == 24)
  }

  @Test func `stationary cycles at the multiplier divide the reads of an input`() throws {
    // N is innermost and does not index I: each input stays for 3 cycles; 24 / 3 = 8 reads.
    let result = try SmallMachine.evaluate(
      SmallMachine.product(2, 3, 4),
      SmallMachine.mapping([.init("N", 3), .init("K", 4), .init("M", 2)], cut: 3),
      on: SmallMachine.machine())
    #expect(result.accesses[1][0][.readToLower] == 8)
    // The output never stays: read and written each of 24 cycles, 16 bits over words of 8: 48.
    #expect(result.accesses[0][0][.writeFromLower] == 48)
    #expect(result.accesses[0][0][.readToLower] == 48)
  }

  @Test func `the first partial sum is read like any other`() throws {
    // The reduction K 4 lies above the cut: 6 outputs come and go 4 times as 16-bit sums, reads equal writes.
    let result = try SmallMachine.evaluate(
      SmallMachine.product(2, 3, 4),
      SmallMachine.mapping([.init("N", 3), .init("M", 2), .init("K", 4)], cut: 2),
      on: SmallMachine.machine())
    // O keeps N x M = 6; K is irrelevant and moves down, so nothing goes up before the end: 6 final bytes.
    #expect(result.accesses[0][1][.writeFromLower] == 6)
    #expect(result.accesses[0][1][.readToLower] == 0)
    // With M above K the tile of 3 is changed 2 x 4 times: 3 x 16 bits / 8 x 8 = 48 words each way.
    let split = try SmallMachine.evaluate(
      SmallMachine.product(2, 3, 4),
      SmallMachine.mapping([.init("N", 3), .init("M", 2), .init("K", 4)], cut: 1),
      on: SmallMachine.machine())
    #expect(split.accesses[0][1][.writeFromLower] == 48)
    #expect(split.accesses[0][1][.readToLower] == 48)
  }

  @Test func `a short transfer takes a whole least word, but only its share of the energy`() throws
  {
    // Words of 8 to 32 bits at the inner memory: 12 weights of 8 bits, one a cycle: ceil(8/8) x 8/32 x 24 = 6.
    let result = try SmallMachine.evaluate(
      SmallMachine.product(2, 3, 4),
      SmallMachine.mapping([.init("K", 4), .init("N", 3), .init("M", 2)], cut: 3),
      on: SmallMachine.machine(innerWidth: 32))
    #expect(result.accesses[2][0][.readToLower] == 6)
    // Energy is the sum of words times their energy, and 24 MACs of 0.5 pJ.
    let words = result.accesses.map { levels in
      zip(levels, [(1.0, 2.0), (10.0, 20.0)]).reduce(0) { sum, pair in
        let (level, energy) = pair
        return sum + Double(level[.readToLower] + level[.readToHigher]) * energy.0
          + Double(level[.writeFromLower] + level[.writeFromHigher]) * energy.1
      }
    }.reduce(0, +)
    #expect(result.energy.value == words + 12)
  }

  @Test func `sliding indices are counted with one max only`() throws {
    // a = 1 output, b = 3 taps, stride 1, dilation 2: indices 0, 2, 4 are three; 1*3 - max(0, 3-1)*(1-2) = 5.
    func layer(_ limit: Int?) -> ZigZagLayer {
      ZigZagLayer(
        dimensions: [.init("X", 1), .init("F", 3)],
        relations: [.init(index: "IX", first: .init(1, "X"), second: .init(2, "F"), limit: limit)],
        output: .init(name: "O", memoryOperand: "O", indices: ["X"], bits: 16), finalBits: 8,
        inputs: [
          .init(name: "I", memoryOperand: "I1", indices: ["IX"], bits: 8),
          .init(name: "W", memoryOperand: "I2", indices: ["F"], bits: 8),
        ])
    }
    let mapping = SmallMachine.mapping([.init("F", 3)], cut: 1)
    let result = try SmallMachine.evaluate(layer(nil), mapping, on: SmallMachine.machine())
    #expect(result.accesses[1][1][.readToLower] == 5)
    // Clipped to the extent of the input.
    let clipped = try SmallMachine.evaluate(layer(4), mapping, on: SmallMachine.machine())
    #expect(clipped.accesses[1][1][.readToLower] == 4)
  }

  @Test func `energy takes the mean unrolling, latency the whole one`() throws {
    // N 5 on 4 units: 2 rounds over 2.5 units; whole 2. Unit count rounds half to even: 2.5 -> 2.
    let mapping = SmallMachine.mapping(
      [.init("N", 2), .init("K", 4)], cut: 2, whole: [.init("N", 2)],
      fractional: [.init("N", 2.5)])
    let result = try SmallMachine.evaluate(
      SmallMachine.product(1, 5, 4), mapping, on: SmallMachine.machine(array: 4))
    // W: 2.5 x 2 x 4 = 20 words from outside, though the whole tile is 16.
    #expect(result.accesses[2][1][.readToLower] == 20)
    #expect(result.loops.value == 8)
    // 20 MACs on 4 units: 5 ideal cycles of 8.
    #expect(result.utilization.ideal == 5.0 / 8)
  }

  @Test
  func `a memory that is more than half full is double-buffered only where a tile fits once more`()
    throws
  {
    // Bits in the inner memory: O 6 x 8, I 8 x 8, W 12 x 8 = 208; less the outermost relevant loops.
    // Order K, N, M: top relevant run of O: M 2 (then N 3: both index O) -> 48 // 6 = 8; of I: M 2 -> 64 // 2 = 32;
    // of W: the top loop M is irrelevant, run = 1 -> 96. Sum 136.
    let order: [ZigZagLoop] = [.init("K", 4), .init("N", 3), .init("M", 2)]
    func flags(_ capacity: Double) throws -> [Bool] {
      try SmallMachine.evaluate(
        SmallMachine.product(2, 3, 4), SmallMachine.mapping(order, cut: 3),
        on: SmallMachine.machine(inner: capacity)
      ).doubleBuffered.map { $0[0] }
    }
    // Half of 272 holds 136: all of them.
    #expect(try flags(272) == [true, true, true])
    // 180: O 8 <= 44 fits once more (sum 144), then I 32 <= 36 (sum 176), then W 96 > 4 does not.
    #expect(try flags(180) == [true, true, false])
  }

  @Test func `spare bandwidth hides loading, but not below one tile`() throws {
    // One operand of 12 weights over a port of 8 bits: 12 cycles before the start, all count 1. Nothing else loads
    // through more than one period, so the spare time is the whole computation and everything beyond one tile hides.
    let result = try SmallMachine.evaluate(
      SmallMachine.product(2, 3, 4),
      SmallMachine.mapping([.init("K", 4), .init("N", 3), .init("M", 2)], cut: 3),
      on: SmallMachine.machine(innerWidth: 4096, outerWidth: 8))
    // Every operand's tile is its whole tensor, so nothing is hidden: I 8 and W 12 follow one another, shared ports.
    #expect(result.onLoad.value == 20)
    #expect(result.offLoad.value == 6)
    #expect(result.latency.value == 24 + result.stall.value + 26)
  }

  @Test func `cycles of an operation stretch windows, not transfers`() throws {
    // 24 loops at 1.5 cycles; a port just fast enough for one operation a cycle has slack at 1.5.
    let order: [ZigZagLoop] = [.init("K", 4), .init("N", 3), .init("M", 2)]
    let ports = ["I1", "I2", "O"].map { operand in
      SmallMachine.port(
        8, 16, ZigZagDirection.allCases.map { ZigZagMachine.Service(operand, $0) })
    }
    let slow = try SmallMachine.evaluate(
      SmallMachine.product(2, 3, 4), SmallMachine.mapping(order, cut: 3),
      on: SmallMachine.machine(innerPorts: ports), cyclesPerOperation: 2)
    let fast = try SmallMachine.evaluate(
      SmallMachine.product(2, 3, 4), SmallMachine.mapping(order, cut: 3),
      on: SmallMachine.machine(innerPorts: ports))
    #expect(slow.loops.value == 48)
    // O reads and writes a 16-bit sum each cycle over one 16-bit port: 2 real cycles per period of 1 stall; at 2 they fit.
    #expect(fast.stall.value > 0)
    #expect(slow.stall.value == 0)
  }

  @Test func `a layer without port or memory is told so`() {
    let layer = SmallMachine.product(2, 3, 4)
    let mapping = SmallMachine.mapping([.init("K", 4), .init("N", 3), .init("M", 2)], cut: 3)
    let portless = SmallMachine.machine(innerPorts: [])
    #expect {
      _ = try SmallMachine.evaluate(layer, mapping, on: portless)
    } throws: { error in
      (error as? DiagnosticList)?.diagnostics.allSatisfy { $0.id == "peers.link-without-port" }
        ?? false
    }
    var other = layer
    other.output.memoryOperand = "X"
    #expect {
      _ = try SmallMachine.evaluate(other, mapping, on: SmallMachine.machine())
    } throws: { error in
      (error as? DiagnosticList)?.diagnostics.contains { $0.id == "peers.operand-without-memory" }
        ?? false
    }
  }
}
