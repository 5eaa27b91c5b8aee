// SPDX-License-Identifier: Apache-2.0
import RafterQuantities
import RafterRoofline
import Testing

/// Reports on points above roofs [rooflines 3.9, property 19; mistakes of rooflines 4].
@Suite struct RoofCheckTests {
  private let roofs = [("fp16", 100.0), ("int8", 400)].map {
    MachineRoof(
      level: "dram", format: $0.0, peak: Throughput($0.1), bandwidth: Bandwidth(10),
      energyPerOperation: EnergyPerOperation(1), energyPerByte: EnergyPerByte(5),
      staticPower: Power(20), powerCap: Power(60))
  }

  private func point(_ throughput: Double, at x: Double, efficiency: Double? = nil) -> RooflinePoint
  {
    RooflinePoint(
      name: "gemm", format: "fp16", throughput: Throughput(throughput),
      efficiency: efficiency.map { EnergyEfficiency($0) },
      positions: [.init(level: "dram", intensity: OperationalIntensity(x))])
  }

  private func violations(_ point: RooflinePoint) -> [RoofViolation] {
    RoofCheck.violations(
      of: point,
      under: roofs.map {
        var r = $0; r.powerCap = nil; return r
      })
  }

  @Test func `a point on a roof or above it by rounding is no error`() {
    #expect(violations(point(100, at: 10)).isEmpty)
    #expect(violations(point(100 * (1 + 1e-10), at: 20)).isEmpty)
    #expect(violations(point(100 * (1 + 1e-8), at: 20)).map(\.roof) == [.peak(format: "fp16")])
  }

  @Test func `a point above the peak may have run in a faster format`() throws {
    let found = try #require(violations(point(150, at: 20)).first)
    #expect(found.roof == .peak(format: "fp16"))
    #expect(found.excess == 1.5)
    #expect(found.causes.first == .format("int8"))
    #expect(
      found.message.hasPrefix("gemm lies at 1.50 times the peak of fp16: it may have run in int8"))
  }

  @Test func `twice the peak speaks for a miscounted MAC and eight times for bits`() {
    #expect(violations(point(195, at: 1000)).first?.causes.first == .operationCount)
    #expect(violations(point(780, at: 1000)).first?.causes.first == .unit)
  }

  @Test func `traffic above a bandwidth may have come by another path`() throws {
    // 3.42 times the bandwidth [rooflines 4]: 10 B/s at 1 op/B.
    let found = violations(point(34.2, at: 1))
    #expect(found.map(\.roof) == [.bandwidth(level: "dram")])
    #expect(isClose(try #require(found.first).excess, 3.42))
    #expect(found.first?.causes.first == .path)
  }

  @Test func `an efficiency is held against the curve, not against arithmetic alone`() throws {
    // At x = 10: 1 + 0.5 + 20/100 = 1.7 J/op. Peak over power alone would allow 1 op/J.
    let found = try #require(violations(point(90, at: 10, efficiency: 0.7)).first)
    #expect(found.roof == .energy(level: "dram", format: "fp16"))
    #expect(isClose(found.excess, 0.7 * 1.7))
    #expect(violations(point(90, at: 10, efficiency: 0.58)).isEmpty)
    // Without a position the efficiency at unlimited intensity, 1/1.2, is the roof.
    var lost = point(90, at: 10, efficiency: 0.8)
    lost.positions = []
    #expect(violations(lost).isEmpty)
    lost.efficiency = EnergyEfficiency(0.9)
    #expect(violations(lost).count == 1)
  }

  @Test func `a point above the power cap is reported as such`() {
    // (60 - 20)/(1 + 5/10) = 26.7 op/s
    let found = RoofCheck.violations(of: point(30, at: 10), under: roofs)
    #expect(found.map(\.roof) == [.power(level: "dram")])
  }

  @Test func `the tolerance is the caller's for measured points`() {
    #expect(
      RoofCheck.violations(of: point(104, at: 100), under: roofs, tolerance: 0.05).allSatisfy {
        $0.roof == .power(level: "dram")
      })
  }

  @Test func `a layer above its own roofs is reported`() throws {
    let demand = LayerDemand(
      work: Operations(100), peak: Throughput(10), energyPerOperation: EnergyPerOperation(1),
      levels: [])
    let found = RoofCheck.violations(
      of: "conv", throughput: Throughput(11), efficiency: EnergyEfficiency(1.2), under: demand)
    #expect(found.map(\.roof) == [.layerThroughput, .layerEnergy])
    #expect(
      try #require(found.first).message.contains("1.10 times the layer's own throughput roof"))
  }
}
