// SPDX-License-Identifier: Apache-2.0
import RafterQuantities
import Testing

@Suite struct QuantityArithmeticTests {
  // 1024 MACs at 500 MHz: 1024 * 2 op * 0.5e9 /s = 1.024e12 op/s.
  @Test func `a MAC is two operations`() {
    let perCycle = MACsPerCycle(1024.0).operations
    let peak: Throughput = perCycle * Frequency(500e6)
    #expect(peak.value == 1.024e12)
    #expect(MACs(3).operations == Operations(6))
    #expect(EnergyPerMAC(3e-12).perOperation == EnergyPerOperation(1.5e-12))
  }

  // 16 B/cycle = 128 bit/cycle; 9 pJ/bit = 72 pJ/B.
  @Test func `a byte is eight bits`() {
    #expect(ByteCount(16).bits == BitCount(128))
    #expect(BitCount(9).bytes == ByteCount(1.125))
    #expect(EnergyPerBit(9e-12).perByte == EnergyPerByte(72e-12))
  }

  // Ridge of a machine: 1 Top/s over 10 GB/s = 100 op/B; 20 pJ/B over 0.2 pJ/op = 100 op/B.
  @Test func `both ridges come out in operations per byte`() {
    let time: OperationalIntensity = Throughput(1e12) / Bandwidth(10e9)
    let energy: OperationalIntensity = EnergyPerByte(20e-12) / EnergyPerOperation(0.2e-12)
    #expect(time.value == 100)
    #expect(abs(energy.value - 100) < 1e-9)
  }

  // 1 Top/s at 2 pJ/op = 2 W, and back: 1e12 op/s / 2 W = 5e11 op/J = 1 / 2 pJ/op.
  @Test func `energy per operation times throughput is power`() {
    let power: Power = EnergyPerOperation(2e-12) * Throughput(1e12)
    #expect(power.value == 2)
    let efficiency: EnergyEfficiency = Throughput(1e12) / power
    #expect(efficiency.value == 5e11)
    #expect(efficiency.reciprocal().value == 2e-12)
  }

  @Test func `sums and parts keep their unit`() {
    var total = Seconds(1.5) + Seconds(0.5) - Seconds(1.0)
    total += Seconds(3.0)
    total -= Seconds(2.0)
    #expect(total == Seconds(2.0))
    #expect(2 * total == total * 2)
    #expect(-(total / 4) == Seconds(-0.5))
    #expect(Seconds(6.0).ratio(to: total) == 3)
    #expect(Seconds.zero < total && total < .infinity && !Seconds.infinity.isFinite)
  }

  @Test func `units are named by what is over and under the bar`() {
    #expect(Throughput.Unit.symbol == "op/s")
    #expect(Power.Unit.symbol == "W")
    #expect(Frequency.Unit.symbol == "Hz")
    #expect(ThroughputDensity.Unit.symbol == "op/s/mm2")
    #expect(EnergyPerBit.Unit.symbol == "J/bit")
    #expect(Quantity<Per<Byte, Byte>>.Unit.isPlain)
  }
}

extension Quantity {
  /// The exponents of a quantity's unit, short enough to read in a test.
  fileprivate enum Unit {
    static var symbol: String { D.exponents.symbol }
    static var isPlain: Bool { D.exponents.isPlain }
  }
}
