// SPDX-License-Identifier: Apache-2.0
import RafterQuantities
import RafterRoofline
import Testing

/// The items of a layer's energy by hand [rooflines 3.4].
@Suite struct EnergyBreakdownTests {
  private var energies = LayerEnergies(
    compute: Energy(10), vector: Energy(2),
    levels: [
      LevelEnergies(
        name: "sram", compulsory: Energy(4), attainable: Energy(5), mapped: Energy(8)),
      LevelEnergies(
        name: "dram", compulsory: Energy(20), attainable: Energy(30), mapped: Energy(30)),
    ], wires: [.init(array: "pe", energy: Energy(6))], staticPower: Power(3), peakTime: Seconds(4),
    endTime: Seconds(12))

  private func text(_ breakdown: EnergyBreakdown) -> [String] {
    breakdown.items.map { "\($0.term) \(Format.fixed($0.energy.value, decimals: 0))" }
  }

  @Test func `items are what each cause adds`() {
    let breakdown = EnergyBreakdown(energies)
    #expect(
      text(breakdown) == [
        "compute 10", "vector 2", "compulsory:sram 4", "capacity-excess:sram 1",
        "mapping-excess:sram 3", "compulsory:dram 20", "capacity-excess:dram 10",
        "mapping-excess:dram 0", "wires:pe 6", "static-useful 12", "static-lost 24",
      ])
    // 10 + 2 + 8 + 30 + 6 + 36
    #expect(breakdown.total == Energy(92))
    // 10 + 2 + 4 + 20 + 6 + 12
    #expect(breakdown.roof == Energy(54))
    #expect(energies.dynamic == Energy(56))
  }

  @Test func `what is not there is left out`() {
    let plain = EnergyBreakdown(
      LayerEnergies(
        compute: Energy(1), levels: [], peakTime: Seconds(1), endTime: Seconds(2)))
    #expect(text(plain) == ["compute 1"])
    #expect(plain.energy(of: .staticLost) == .zero)
  }

  @Test func `breakdowns add item by item`() {
    let breakdown = EnergyBreakdown(energies)
    #expect(breakdown + breakdown == breakdown.repeated(2))
    let other = EnergyBreakdown(items: [
      EnergyItem(.compute, Energy(1)), EnergyItem(.wires(array: "row"), Energy(2)),
    ])
    let sum = EnergyBreakdown.sum([breakdown, other])
    #expect(sum.energy(of: .compute) == Energy(11))
    #expect(sum.energy(of: .wires(array: "row")) == Energy(2))
    #expect(sum.total == Energy(95))
  }

  @Test func `shares of nothing are nothing`() {
    let nothing = EnergyBreakdown(items: [EnergyItem(.compute, .zero)])
    #expect(nothing.shares == [0])
    #expect(EnergyRegime(nothing) == .mixed)
  }
}
