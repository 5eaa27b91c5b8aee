// SPDX-License-Identifier: Apache-2.0
import RafterQuantities
import RafterRoofline
import Testing

/// A layer's own roofs by hand [rooflines 3.2, 3.3].
@Suite struct LayerDemandTests {
  /// 1000 op at 100 op/s with half of the array; sram 50 B in 5 s at 100 J; dram 20 B in 40 s at 400 J.
  private var demand = LayerDemand(
    work: Operations(1000), peak: Throughput(100), spatialUtilization: 0.5,
    energyPerOperation: EnergyPerOperation(1), otherEnergy: Energy(500),
    levels: [
      LevelDemand(
        name: "sram", traffic: ByteCount(50), time: Seconds(5), energy: Energy(100)),
      LevelDemand(
        name: "dram", traffic: ByteCount(20), time: Seconds(40), energy: Energy(400)),
    ], staticPower: Power(10))

  @Test func `the throughput roof is the lowest of ceilings and bandwidths`() {
    // Array 50 op/s, sram 200 op/s, dram 25 op/s.
    #expect(demand.spatialCeiling == Throughput(50))
    #expect(demand.bandwidthCeiling(of: demand.levels[0]) == Throughput(200))
    #expect(demand.throughputRoof == Throughput(25))
  }

  @Test func `a vector unit, a skipping array and a power cap have ceilings too`() {
    var other = demand
    other.vectorTime = Seconds(100)
    #expect(other.throughputRoof == Throughput(10))
    other = demand
    other.levels[1].time = Seconds(1)
    #expect(other.throughputRoof == Throughput(50))
    other.sparsityGain = SparsityHandling.skipping(greatestSpeedup: 2).gain(density: 0.3)
    #expect(other.throughputRoof == Throughput(100))
    // 2 J/op: (30 - 10)/2 = 10 op/s
    other.powerCap = Power(30)
    #expect(other.powerCeiling == Throughput(10))
    #expect(other.throughputRoof == Throughput(10))
  }

  @Test func `the energy roof adds all levels and static power at the roof`() throws {
    // 1 + (100 + 400 + 500)/1000 + 10/25 = 2.4 J/op
    #expect(isClose(try #require(demand.energyRoof).value, 1 / 2.4))
    // Half of the operations executed: 0.5 + 1 + 0.4
    var sparse = demand
    sparse.executed = Operations(500)
    #expect(isClose(try #require(sparse.energyRoof).value, 1 / 1.9))
    // The curve of dram alone: 1/(1 + 0.4)
    #expect(isClose(try #require(demand.levelCurve(of: demand.levels[1])).value, 1 / 1.4))
    // The greatest term is the arithmetic.
    #expect(demand.efficiencyEnvelope == EnergyEfficiency(1))
  }

  @Test func `a level's normalised position is below 1 where it is slower than the arithmetic`() {
    // 1000/100 = 10 s of arithmetic against 5 s and 40 s.
    #expect(demand.normalisedPosition(of: demand.levels[0]) == 2)
    #expect(demand.normalisedPosition(of: demand.levels[1]) == 0.25)
  }

  @Test func `the curve at one level keeps the others as they are`() throws {
    let roof = try #require(demand.roof(at: "dram"))
    #expect(roof.ceiling == Throughput(50))
    #expect(roof.bandwidth == Bandwidth(0.5))
    #expect(roof.attainable(at: OperationalIntensity(50)) == Throughput(25))
    #expect(roof.attainable(at: OperationalIntensity(1e6)) == Throughput(50))
    // Rest: 1 + (100 + 500)/1000 = 1.6 J/op; a byte 20 J.
    #expect(roof.energyPerOperation == EnergyPerOperation(1.6))
    #expect(roof.energyPerByte == EnergyPerByte(20))
    #expect(demand.roof(at: "l2") == nil)
  }

  @Test func `an unknown energy of a level that moves nothing does not hide the rest`() {
    var other = demand
    other.levels[0].energy = nil
    #expect(other.energyRoof == nil)
    other.levels[0] = LevelDemand(name: "sram", traffic: .zero, time: .zero, energy: nil)
    #expect(other.energyRoof != nil)
    #expect(other.roof(at: "sram") == nil)
    #expect(other.throughputRoof == Throughput(25))
  }

  @Test func `a level takes as long as its busiest port`() {
    let ports = [
      PortLoad(name: "read", bandwidth: Bandwidth(10), tensors: [ByteCount(30), ByteCount(20)]),
      PortLoad(name: "write", bandwidth: Bandwidth(2), tensors: [ByteCount(8)]),
    ]
    // (30 + 20)/10 = 5 s, 8/2 = 4 s
    #expect(ports.levelTime == Seconds(5))
  }
}
