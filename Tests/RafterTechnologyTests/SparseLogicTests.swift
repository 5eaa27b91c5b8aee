// SPDX-License-Identifier: Apache-2.0
import RafterHardware
import RafterQuantities
import RafterTechnology
import Testing

struct SparseLogicTests {
  @Test func `finding pairs takes the mean of three published designs`() {
    let logic = SparseLogic.standard
    // 7.9 / 5.9 - 1, 65.10 / 47.27 - 1, 1.98 / (6.38 - 1.98)
    let areas = [0.339, 0.377, 0.45]
    // 1 / 0.83^2 - 1, 22.33 / 12.25 - 1, 332.6 / (954 - 332.6)
    let energies = [0.4516, 0.8229, 0.5352]
    func mean(_ values: [Double]) -> Double {
      // The cube root by Newton's rule.
      let product = values.reduce(1, *)
      return (0..<40).reduce(1.0) { root, _ in (2 * root + product / (root * root)) / 3 }
    }
    #expect(abs(mean(areas) - logic.pairFindingArea.value) < 0.005)
    #expect(abs(mean(energies) - logic.pairFindingEnergy.value) < 0.005)
    for (value, all) in [(logic.pairFindingArea, areas), (logic.pairFindingEnergy, energies)] {
      #expect(value.provenance.confidence == .estimated)
      #expect(all.allSatisfy { (value.range ?? 0...0).contains(($0 * 100).rounded() / 100) })
    }
  }

  @Test func `gates and selectors are small beside a multiplier`() {
    // int8: 80 and 336 transistors of 7994.
    #expect(SparseLogic.gates(of: 8) == 80)
    #expect(SparseLogic.selectors(of: 8, among: 4) == 336)
    #expect(SparseLogic.selectors(of: 8, among: 1) == 0)
    // 32 elements of 8 bits a cycle: 32 * 5 * (12*8 + 28*5).
    #expect(SparseLogic.decoder(of: 32, bits: 8) == 37760)
    #expect(SparseLogic.decoder(of: 31.5, bits: 8) == 37760)
    // An index among 8 takes 3 bits: 12*7*16 + 24*3.
    #expect(SparseLogic.selectors(of: 16, among: 8) == 1416)
  }
}
