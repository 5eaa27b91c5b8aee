// SPDX-License-Identifier: Apache-2.0
import RafterQuantities
import RafterRoofline
import Testing

/// The roofs of a machine by hand [rooflines 2.2, 3.2, 3.3].
@Suite struct MachineRoofTests {
  /// 100 op/s, 10 B/s, 1 J/op, 20 J/B, 50 W static, cap 250 W, 4 mm2.
  ///
  /// Ridge 10 op/B, energy ridge 20 op/B, peak efficiency 1/(1 + 50/100) = 2/3 op/J.
  private let roof = MachineRoof(
    level: "dram", format: "int8", peak: Throughput(100), bandwidth: Bandwidth(10),
    energyPerOperation: EnergyPerOperation(1), energyPerByte: EnergyPerByte(20),
    staticPower: Power(50), powerCap: Power(250), area: Area(4))

  @Test
  func `both ridges, the peak efficiency, the density and the capped peak follow from constants`() {
    #expect(roof.ridge == OperationalIntensity(10))
    #expect(roof.energyRidge == OperationalIntensity(20))
    #expect(roof.peakEfficiency == EnergyEfficiency(1 / 1.5))
    #expect(roof.peakDensity == ThroughputDensity(25))
    // (250 - 50) / 1 = 200 op/s
    #expect(roof.powerCappedPeak == Throughput(200))
  }

  @Test func `a memory-bound point lies on the slope and a compute-bound one on the flat`() {
    #expect(roof.attainable(at: OperationalIntensity(3)) == Throughput(30))
    #expect(roof.attainable(at: OperationalIntensity(10)) == Throughput(100))
    #expect(roof.attainable(at: OperationalIntensity(70)) == Throughput(100))
    #expect(roof.density(at: OperationalIntensity(2)) == ThroughputDensity(5))
    #expect(roof.density(at: OperationalIntensity(70)) == ThroughputDensity(25))
  }

  @Test func `the energy roof adds arithmetic, traffic and static power`() throws {
    // x = 5, left: 1 + 20/5 + 50/50 = 6 J/op;  x = 20, right: 1 + 20/20 + 50/100 = 2.5 J/op
    #expect(isClose(try #require(roof.efficiency(at: OperationalIntensity(5))).value, 1 / 6.0))
    #expect(isClose(try #require(roof.efficiency(at: OperationalIntensity(20))).value, 0.4))
    #expect(roof.staticEnergyPerByte == EnergyPerByte(5))
    #expect(roof.staticEnergyPerOperation == EnergyPerOperation(0.5))
    #expect(roof.energyByBranch(at: OperationalIntensity(5)) == EnergyPerOperation(6))
    #expect(roof.energyByBranch(at: OperationalIntensity(20)) == EnergyPerOperation(2.5))
  }

  @Test
  func `right of the ridge the half-efficiency point is the traffic over the whole operation`()
    throws
  {
    // eps_hat 1.5, eta 2/3, eta*B_eps = 20/1.5 = 13.33 >= ridge 10
    #expect(isClose(try #require(roof.halfEfficiency).value, 20 / 1.5))
    #expect(roof.favoursRaceToHalt == false)
  }

  @Test func `left of the ridge the half-efficiency point weighs both balances`() throws {
    var near = roof
    near = MachineRoof(
      level: "dram", format: "int8", peak: near.peak, bandwidth: near.bandwidth,
      energyPerOperation: EnergyPerOperation(1), energyPerByte: EnergyPerByte(3),
      staticPower: Power(50))
    // eta*B_eps = 3/1.5 = 2 < 10: (2 + (1/3)*10) / (2 - 2/3) = 5.333/1.333 = 4
    #expect(isClose(try #require(near.halfEfficiency).value, 4))
    // Check: 1 + 3/4 + 50/40 = 3 = 2 * 1.5 J/op.
    #expect(isClose(try #require(near.efficiency(at: OperationalIntensity(4))).value, 1 / 3.0))
    #expect(near.favoursRaceToHalt == true)
    #expect(near.powerCappedPeak == nil && near.peakDensity == nil)
  }

  @Test func `the power roof falls towards low intensity`() {
    // x = 20: 200/(1 + 1) = 100 op/s;  x = 5: 200/(1 + 4) = 40 op/s, below the slope's 50
    #expect(roof.powerRoof(at: OperationalIntensity(20)) == Throughput(100))
    #expect(roof.attainableUnderCap(at: OperationalIntensity(5)) == Throughput(40))
    // x = 1: 200/21 = 9.5 < 10
    #expect(isClose(roof.attainableUnderCap(at: OperationalIntensity(1)).value, 200 / 21.0))
    #expect(
      PowerCap.time(cap: Power(5), staticPower: Power(5), dynamicEnergy: Energy(1)) == .infinity)
    #expect(
      PowerCap.throughput(
        cap: Power(5), staticPower: Power(6), energyPerOperation: EnergyPerOperation(1)) == .zero)
  }

  @Test func `without the energy of a level there is no energy roof through it`() {
    let unknown = MachineRoof(
      level: "dram", format: "int8", peak: Throughput(100), bandwidth: Bandwidth(10),
      energyPerOperation: EnergyPerOperation(1), energyPerByte: nil, powerCap: Power(10))
    #expect(unknown.efficiency(at: OperationalIntensity(1)) == nil)
    #expect(unknown.energyRidge == nil && unknown.halfEfficiency == nil)
    #expect(unknown.powerRoof(at: OperationalIntensity(1)) == nil)
    #expect(unknown.peakEfficiency == EnergyEfficiency(1))
  }

  @Test func `a single level without static power halves the efficiency at its energy ridge`()
    throws
  {
    let free = MachineRoof(
      level: "dram", format: "int8", peak: Throughput(100), bandwidth: Bandwidth(10),
      energyPerOperation: EnergyPerOperation(1), energyPerByte: EnergyPerByte(20))
    #expect(free.halfEfficiency == free.energyRidge)
    #expect(try #require(free.efficiency(at: OperationalIntensity(20))) == EnergyEfficiency(0.5))
  }

  /// Golden values [rooflines 5] and the rounded balances of the other anchors [rooflines 2.2].
  @Test(arguments: [
    // Strix Halo iGPU: 55.5e12/236e9 = 235.2; 490/1.40 = 350 (349 before rounding)
    (55.5e12, 236e9, 1.40e-12, 490e-12, 20.0, 235.0, 349.0, 0.005),
    (0.979e12, 31.95e9, 83.8e-12, 4909e-12, 3.07, 31, 59, 0.02),
    (30.9e12, 225e9, 1.62e-12, 14e-12, 2.3, 137, 9, 0.05),
  ])
  func `measured machines have the balances their source states`(
    peak: Double, bandwidth: Double, operation: Double, byte: Double, idle: Double, time: Double,
    energy: Double, tolerance: Double
  ) throws {
    let roof = MachineRoof(
      level: "dram", format: "fp16", peak: Throughput(peak), bandwidth: Bandwidth(bandwidth),
      energyPerOperation: EnergyPerOperation(operation), energyPerByte: EnergyPerByte(byte),
      staticPower: Power(idle))
    #expect(isClose(roof.ridge.value, time, within: tolerance))
    #expect(isClose(try #require(roof.energyRidge).value, energy, within: tolerance))
  }

  @Test func `Strix Halo reaches half of its efficiency at 278 operations for each byte`() throws {
    let roof = MachineRoof(
      level: "dram", format: "fp16", peak: Throughput(55.5e12), bandwidth: Bandwidth(236e9),
      energyPerOperation: EnergyPerOperation(1.40e-12), energyPerByte: EnergyPerByte(490e-12),
      staticPower: Power(20))
    #expect(isClose(try #require(roof.halfEfficiency).value, 278, within: 0.005))
    // 85 pJ/B and 0.36 pJ/op of static power [rooflines 3.3].
    #expect(isClose(roof.staticEnergyPerByte.value, 85e-12, within: 0.005))
    #expect(isClose(roof.staticEnergyPerOperation.value, 0.36e-12, within: 0.005))
  }
}
