// SPDX-License-Identifier: Apache-2.0
import RafterHardware
import RafterQuantities
import Testing

@testable import RafterPeers

@Suite struct ColonnadeTests {
  @Test func `a weight takes its bits and seven columns more, and columns left over work too`()
    throws
  {
    let found = try SiliconFiles.findings(.colonnade)
    let energy = { name in try SiliconFiles.predicted(found, name, "energy of a MAC") }
    // 128 columns: 16 weights of 1 bit, 12 of 3, 5 of 15; 68.317 fJ for one of the first.
    #expect(abs(try energy("0.8 V, 1 x 3 bit") / (68.317e-15 * 16 / 12) - 1) < 1e-9)
    #expect(abs(try energy("0.8 V, 1 x 15 bit") / (68.317e-15 * 16 / 5) - 1) < 1e-9)
    // An input of 15 bits takes 15 steps.
    #expect(abs(try energy("0.8 V, 15 x 15 bit") / (68.317e-15 * 16 / 5 * 15) - 1) < 1e-9)
  }

  @Test func `a tenth more in the narrowest row moves all widths of its voltage and no other`()
    throws
  {
    let before = try SiliconFiles.findings(.colonnade)
    let after = try SiliconFiles.findings(.colonnade) { _, text in
      text.replacing(",68.317,", with: ",75.1487,")
    }
    func energy(_ found: ValidationSet.Findings, _ name: String) throws -> Double {
      try SiliconFiles.predicted(found, name, "energy of a MAC")
    }
    let name = "0.8 V, 1 x 9 bit"
    #expect(abs(try energy(after, name) / energy(before, name) - 1.1) < 1e-9)
    let other = "0.6 V, 1 x 9 bit"
    #expect(try energy(after, other) == energy(before, other))
  }

  @Test func `one constant for each voltage, as the built-in description has it`() throws {
    let found = try SiliconFiles.findings(.colonnade)
    #expect(found.fitted.count == 3)
    let cell = try #require(found.fitted.last)
    let machine = try Library.machine("colonnade")
    let stated = try #require(machine.compute?.inMemory?.energies.stated[.cell]?.value)
    #expect(abs(cell.value * 1e-15 / stated.value - 1) < 1e-3)
  }
}
