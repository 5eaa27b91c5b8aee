// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterHardware
import RafterQuantities
import RafterWorkload
import Testing

/// Vector work at a rate of its own.
struct SpecialFunctionTests {
  private static func text(_ special: String) throws -> String {
    try tiny(("energy: unknown}\n", "energy: 2 pJ, special: \(special)}\n"))
  }

  @Test func `an operator has its own rate and energy, all others those of the unit`() throws {
    let text = try Self.text("{softmax: {rate: 0.5 op/cycle, energy: 9 pJ}}")
    let unit = try #require(try AcceleratorReader.read(text: text, file: "t").0.vector)
    #expect(unit.rate(in: .softmax).value == ThroughputPerCycle(0.5))
    #expect(unit.energy(in: .softmax)?.value == EnergyPerOperation(9e-12))
    #expect(unit.rate(in: .activation).value == ThroughputPerCycle(4))
    #expect(unit.energy(in: .activation)?.value == EnergyPerOperation(2e-12))
  }

  @Test func `an energy that is left out is open, and not that of the unit`() throws {
    let text = try Self.text("{softmax: {rate: 0.5 op/cycle}}")
    let (machine, said) = try AcceleratorReader.read(text: text, file: "t")
    #expect(machine.vector?.energy(in: .softmax) == nil)
    #expect(said.contains { $0.id == "accelerator.no-energy" })
    #expect(
      machine.openNumbers.contains(
        OpenPlace(part: "softmax of the vector unit", number: .energy)))
  }

  @Test(arguments: [
    ("{softmx: {rate: 1 op/cycle, energy: 1 pJ}}", "accelerator.unknown-name"),
    ("{gemm: {rate: 1 op/cycle, energy: 1 pJ}}", "accelerator.unknown-name"),
    ("{softmax: {energy: 1 pJ}}", "document.missing-key"),
  ])
  func `what is no vector operator, or has no rate, is an error`(special: String, id: String) throws
  {
    let found = diagnostics(of: try Self.text(special)).filter { $0.severity == .error }
    #expect(found.map(\.id) == [id])
  }
}
