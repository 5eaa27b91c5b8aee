// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterHardware
import RafterQuantities
import RafterTechnology
import Testing

/// Drivers and converters of in-memory arrays that a description leaves open.
struct InMemoryCompletionTests {
  /// 64 x 32 cells with converters of 8 bits and drivers of 4 at 0.8 V.
  static let text = """
    rafter: accelerator/1
    name: macro
    source: {title: a test, confidence: published}
    technology: {node: 28 nm, voltage: 0.8 V, frequency: 200 MHz}
    path:
      - memory: buffer
        capacity: 64 KiB
        holds: [weights, inputs, outputs]
        ports: [{kind: read-write, bandwidth: 64 B/cycle}]
        energy: {read: 0.1 pJ/bit, write: 0.1 pJ/bit}
      - compute: array
        kind: in-memory
        imc:
          rows: 64
          columns: 32
          input-bits-per-step: 4
          dac-bits: 4
          adc-bits: 8
          style: analog
          energy: {cell: 1 fJ, datapath: 0.5 pJ}
          rewrite: {bandwidth: 4 B/cycle, energy: 0.1 pJ/bit}
        formats:
          - {operands: int8 x int8, accumulate: int32}

    """

  private func completion(_ changes: (String, String)...) throws -> (
    Accelerator, [TechnologyFill]
  ) {
    var text = Self.text
    for (old, new) in changes {
      let range = try #require(text.firstRange(of: old))
      text.replaceSubrange(range, with: new)
    }
    return completed(try AcceleratorReader.read(text: text, file: "macro.yaml").0, with: .standard)
  }

  private func reasons(_ fills: [TechnologyFill]) -> [String] {
    fills.compactMap { if case .left(let reason) = $0.outcome { reason.id } else { nil } }
  }

  // ADC (100*8 + 0.001*65536) * 0.64 = 553.943 fJ; DAC 50*4*0.64 = 128 fJ.
  @Test func `converters come from their laws, and the MAC from the array`() throws {
    let (machine, fills) = try completion()
    let unit = try #require(machine.compute)
    let energies = try #require(unit.inMemory).energies
    #expect(energies.isComplete)
    #expect(abs(energies.energy(of: .adc).value - 553.943e-15) < 1e-18)
    #expect(abs(energies.energy(of: .dac).value - 128e-15) < 1e-20)
    let said = try #require(energies.stated[.adc]).provenance
    #expect(said.confidence == .estimated && said.source == technologyModelSource)
    #expect(said.text.contains("ADC law") && said.text.contains("b = 8, V = 0.8"))
    // 2 steps of 4 bits, 8 columns a weight, 4 weights a row, 64 rows:
    // 2*32/4 * 1 fJ = 16 fJ; dac 2*128/4 = 64 fJ; adc 2*8*553.943/64 = 138.486 fJ; datapath 500/64 = 7.8125 fJ.
    let mac = try #require(unit.formats[0].energy).value.value
    #expect(abs(mac - (16 + 64 + 138.4858 + 7.8125) * 1e-15) < 1e-18)
    #expect(unit.formats[0].open.contains(.energy) == false)
    #expect(fills.contains { $0.value == .eventEnergy(unit: "array", .adc) && $0.isFilled })
    #expect(fills.flatMap(\.cautions).allSatisfy { $0.id != "technology.converter-node" })
  }

  @Test func `drivers without a resolution have the bits of a step; one bit needs none`() throws {
    let four = try completion(("      dac-bits: 4\n", "")).0.compute?.inMemory?.energies
    #expect(abs(try #require(four).energy(of: .dac).value - 128e-15) < 1e-20)
    let one = try completion(
      ("      dac-bits: 4\n", ""), ("input-bits-per-step: 4", "input-bits-per-step: 1")
    ).0.compute?.inMemory?.energies
    #expect(try #require(one).stated[.dac]?.value == .zero)
  }

  @Test func `the laws of 28 nm are used elsewhere with a warning`() throws {
    let (_, fills) = try completion(("28 nm", "65 nm"))
    #expect(fills.flatMap(\.cautions).contains { $0.id == "technology.converter-node" })
  }

  @Test(arguments: [
    ("      adc-bits: 8\n", "", "technology.no-resolution"),
    (", voltage: 0.8 V", "", "technology.no-supply"),
    ("cell: 1 fJ, ", "", "technology.open-events"),
  ])
  func `what is missing is named, and no law of multipliers stands in`(
    old: String, new: String, reason: String
  ) throws {
    let (machine, fills) = try completion((old, new))
    #expect(reasons(fills).contains(reason), "\(reasons(fills))")
    #expect(machine.compute?.formats.first?.energy == nil)
  }

  @Test func `events that are said to be unknown stay so`() throws {
    let text = Self.text.replacing("cell: 1 fJ, ", with: "cell: 1 fJ, adc: unknown, ")
    let machine = try AcceleratorReader.read(text: text, file: "macro.yaml").0
    let (filled, _) = machine.filled(from: .standard, .all)
    #expect(filled.compute?.inMemory?.energies.stated[.adc] == nil)
    #expect(filled.compute?.formats.first?.energy == nil)
  }
}
