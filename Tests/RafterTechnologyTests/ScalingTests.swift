// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterQuantities
import RafterTechnology
import Testing

struct ScalingTests {
  // hardware 4.3: at 0.8 V, relative to 7 nm; 28 and 22 nm lie between nodes of the table.
  @Test(arguments: [
    (130.0, 32.5), (90, 20.1), (65, 13.2), (45, 10.6), (32, 7.0), (28, 5.1), (22, 2.9), (16, 1.8),
    (10, 1.25), (7, 1),
  ])
  func `logic scales as Stillmaker and Baas have it`(node: Double, ratio: Double) {
    let supply = Voltage(0.8)
    let seven = StillmakerBaas.energy(at: ProcessNode(7.0), supply)
    let own = StillmakerBaas.energy(at: ProcessNode(node), supply)
    #expect(abs(own / seven - ratio) < 0.006 * ratio + 0.05)
  }

  // 7 nm at 0.8 V: 0.1776*0.64 - 0.09097*0.8 + 0.02447 = 0.065358.
  @Test func `the energy of a node is its polynomial`() {
    let value = StillmakerBaas.energy(at: ProcessNode(7.0), Voltage(0.8))
    #expect(abs(value - 0.065358) < 1e-9)
  }

  @Test func `within the range of supplies more voltage costs more`() {
    for node in [7.0, 10, 12, 14, 16, 20, 22, 28, 32, 45, 65, 90, 130] {
      let energies = [0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.2].map {
        StillmakerBaas.energy(at: ProcessNode(node), Voltage($0))
      }
      #expect(zip(energies, energies.dropFirst()).allSatisfy { $0 < $1 }, "\(node)")
    }
  }

  @Test func `area at the nodes of the table is the table`() {
    #expect(StillmakerBaas.area(at: ProcessNode(45.0)) == 17)
    #expect(abs(StillmakerBaas.area(at: ProcessNode(7.0)) - 1) < 1e-12)
  }

  let int8 = ArithmeticFormat(inputs: .int8, weights: .int8, accumulate: .int32)

  // Asked for: 22 nm is carried from 45 nm, 0.9 V; at 0.9 V the ratio is f(22)/f(45) by hand:
  // f(32) = 0.9559*0.81 - 0.7823*0.9 + 0.471 = 0.541209, f(20) = 0.373*0.81 - 0.1582*0.9 + 0.04104 = 0.20079,
  // f(22) = 0.20079 * (0.541209/0.20079)^(ln 1.1/ln 1.6) = 0.24549; f(45) = 1.103*0.81 - 0.362*0.9 + 0.2767 = 0.84433.
  @Test func `node scaling carries from the nearest published node when it is asked for`() throws {
    let found = try #require(
      MacModel.standard.energy(of: int8, at: ProcessNode(22.0), .stillmakerBaas(nil)))
    #expect(abs(found.value.value / (0.30e-12 * 0.24549 / 0.84433) - 1) < 1e-3)
    #expect(found.basis.contains("Stillmaker and Baas"))
    #expect(found.cautions.isEmpty)
  }

  @Test func `supplies and nodes outside the range are warned of`() throws {
    func cautions(_ node: Double, _ volts: Double) throws -> [String] {
      try #require(
        MacModel.standard.energy(
          of: int8, at: ProcessNode(node), .stillmakerBaas(Voltage(volts)))
      ).cautions.map(\.id)
    }
    #expect(try cautions(22, 0.4) == ["technology.scaling-voltage"])
    #expect(try cautions(180, 1.0) == ["technology.scaling-node"])
    #expect(try cautions(5, 1.3) == ["technology.scaling-node", "technology.scaling-voltage"])
  }
}
