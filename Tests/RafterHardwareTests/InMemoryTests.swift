// SPDX-License-Identifier: Apache-2.0
import Foundation
import RafterDiagnostics
import RafterHardware
import RafterQuantities
import RafterTestSupport
import RafterWorkload
import Testing

struct InMemoryTests {
  static func machine(_ name: String) throws -> Accelerator {
    try AcceleratorReader.read(text: bundled(name), file: name).0
  }

  static func array(_ name: String) throws -> InMemoryArray {
    try #require(machine(name).compute?.inMemory)
  }

  /// A machine with an analog array of 8 x 12 cells.
  static func small(
    _ array: String = "cycles-per-step: 2 cycles",
    formats: [String] = ["{operands: int4 x int4, accumulate: int32}"]
  ) -> String {
    """
    rafter: accelerator/1
    name: small
    source: {title: a test, confidence: estimated}
    technology: {frequency: 100 MHz}
    path:
      - memory: dram
        capacity: 1 GiB
        holds: [weights, inputs, outputs]
        ports: [{kind: read-write, bandwidth: 8 B/cycle}]
        energy: {read: 9 pJ/bit, write: 10 pJ/bit}
      - memory: spad
        capacity: 1 KiB
        holds: [inputs, outputs]
        ports:
          - {kind: read, bandwidth: 32 B/cycle}
          - {kind: write, bandwidth: 32 B/cycle}
        energy: {read: 0.1 pJ/bit, write: 0.1 pJ/bit}
      - compute: imc
        kind: in-memory
        imc:
          rows: 8
          columns: 12
          input-bits-per-step: 1
          style: analog
          energy: {cell: 1 fJ, dac: 10 fJ, adc: 100 fJ, datapath: 30 fJ}
          rewrite: {bandwidth: 1 B/cycle, energy: 1 pJ/bit}
          \(array)
        formats: [\(formats.joined(separator: ", "))]

    """
  }

  @Test func `an array is weights that stay, rows that sum and columns that share inputs`() throws {
    let machine = try AcceleratorReader.read(text: Self.small(), file: "t.yaml").0
    #expect(
      machine.path.map { element in
        switch element {
        case .memory(let memory): memory.name
        case .array(let array): array.axes.map(\.name).joined(separator: " x ")
        case .compute(let unit): unit.name
        }
      } == ["dram", "spad", "imc-rewrite", "imc-weights", "imc-rows x imc-columns", "imc"])
    guard case .memory(let rewrite) = machine.path[2], case .memory(let cells) = machine.path[3],
      case .array(let array) = machine.path[4]
    else { return }
    // 12 columns of one bit hold 3 weights of 4 bits: 8 * 3 * 4 bit = 12 B.
    #expect(cells.capacity?.value == ByteCount(12.0))
    #expect(cells.holds == [.weights] && rewrite.holds == [.weights])
    #expect(rewrite.readEnergy?.value == EnergyPerBit(1e-12))
    #expect(rewrite.ports.map(\.kind) == [.read])
    #expect(array.axes.map(\.size) == [8, 3])
    #expect(array.axes[0].reducesOutputs && array.axes[1].multicast == [.inputs])
    #expect(array.axes.allSatisfy { $0.wiring == .fixed })
  }

  @Test func `rate and energy follow from the bits`() throws {
    let machine = try AcceleratorReader.read(text: Self.small(), file: "t.yaml").0
    let format = try #require(machine.compute?.formats.first)
    // 4 steps of 2 cycles.
    #expect(format.rate.value.value == 1.0 / 8)
    // Cells: 4 steps * 12 columns / 3 weights * 1 fJ = 16; drivers: 4 * 10 / 3 weights = 13.33;
    // converters: 4 * 4 columns * 100 / 8 rows = 200; datapath: 30 / 8 = 3.75; all in fJ.
    let breakdown = try #require(
      machine.compute?.inMemory?.breakdown(weightBits: 4, inputBits: 4))
    #expect(abs(breakdown.array.value - 16e-15) < 1e-24)
    #expect(abs(breakdown.dac.value - 40e-15 / 3) < 1e-24)
    #expect(abs(breakdown.adc.value - 200e-15) < 1e-24)
    #expect(abs(breakdown.datapath.value - 3.75e-15) < 1e-24)
    #expect(abs((format.energy?.value.value ?? 0) - (219.75e-15 + 40e-15 / 3)) < 1e-24)
  }

  @Test func `another width has other columns, and its own peak`() throws {
    let text = Self.small(
      formats: [
        "{operands: int4 x int4, accumulate: int32}",
        "{operands: int2 x int1, accumulate: int16}",
      ]
    )
    let machine = try AcceleratorReader.read(text: text, file: "t.yaml").0
    let format = try #require(machine.compute?.formats.last)
    // 8 rows * 12 weights of one bit / (2 steps * 2 cycles) * 2 op.
    #expect(abs(machine.peak(format).value - 8 * 12 / 4 * 2) < 1e-9)
    let (arranged, own) = machine.arranged(for: format)
    #expect(arranged.computeInstances == 8 * 12)
    #expect(own.rate.value.value == 1.0 / 4)
    #expect(arranged.memories.last?.capacity?.value == ByteCount(12.0))
    #expect(abs(arranged.peak(own).value - machine.peak(format).value) < 1e-9)
  }

  @Test func `events that are left out leave the energy open, unknown ones do not`() throws {
    let all = "energy: {cell: 1 fJ, dac: 10 fJ, adc: 100 fJ, datapath: 30 fJ}"
    func format(_ energies: String) throws -> (ComputeFormat, [Diagnostic]) {
      let range = try #require(Self.small().firstRange(of: all))
      var text = Self.small()
      text.replaceSubrange(range, with: energies)
      let (machine, said) = try AcceleratorReader.read(text: text, file: "t.yaml")
      return (try #require(machine.compute?.formats.first), said)
    }
    let (open, warnings) = try format("energy: {cell: 1 fJ, datapath: 0 fJ}")
    #expect(open.energy == nil && open.open.contains(.energy))
    #expect(warnings.map(\.id) == ["accelerator.imc-energy"])
    #expect(warnings[0].message.hasSuffix("leave open: dac, adc"))
    let (unknown, none) = try format(
      "energy: {cell: 1 fJ, dac: 0 fJ, adc: unknown, datapath: 0 fJ}")
    #expect(unknown.energy == nil && !unknown.open.contains(.energy))
    #expect(none == [])
  }

  @Test func `a filled event gives the energies of the formats`() throws {
    let text = Self.small().replacing("adc: 100 fJ, ", with: "")
    let machine = try AcceleratorReader.read(text: text, file: "t.yaml").0
    var unit = try #require(machine.compute)
    #expect(unit.formats[0].energy == nil)
    unit.inMemory?.energies.open = []
    unit.inMemory?.energies.stated[.adc] = Sourced(
      Energy(100e-15), Provenance(confidence: .estimated))
    unit.deriveInMemoryFormats()
    let stated = try AcceleratorReader.read(text: Self.small(), file: "t.yaml").0
    #expect(unit.formats[0].energy?.value == stated.compute?.formats[0].energy?.value)
    #expect(unit.formats[0].energy?.provenance.confidence == .estimated)
    #expect(unit.formats[0].inMemory == stated.compute?.formats[0].inMemory)
  }

  @Test(arguments: [
    ("active-rows: 9", "accelerator.imc"), ("style: digital", "document.duplicate-key"),
    ("cells-per-weight: 2", "accelerator.imc-width"), ("extra-columns: 9", "accelerator.imc-width"),
    ("adc-bit: 3", "document.unknown-key"), ("columns-per-adc: 0", "document.count-range"),
  ])
  func `what an array cannot be is an error`(key: String, id: String) throws {
    let found = diagnostics(of: Self.small(key)).filter { $0.severity == .error }
    #expect(found.map(\.id) == [id])
  }

  @Test func `kind and array belong together`() throws {
    let none = try tiny(("compute: mac", "compute: mac\n    kind: in-memory"))
    #expect(diagnostics(of: none).map(\.id) == ["accelerator.imc"])
    let other = Self.small().replacing("kind: in-memory", with: "kind: multipliers")
    #expect(diagnostics(of: other).map(\.id) == ["accelerator.imc"])
  }

  @Test func `an array that is shared beyond a memory is a warning`() throws {
    let text = Self.small().replacing(
      "  - compute: imc",
      with: "  - array: {macros: 2}\n    multicast: {macros: [inputs]}\n  - compute: imc\n")
    #expect(diagnostics(of: text).map(\.id).contains("accelerator.imc-sharing"))
  }

  // MARK: - Published macros

  // 2 * 2304 op / (9.7 + 1.79) pJ = 401.0 TOPS/W; with 8.3 pJ of datapath 232.8.
  @Test func `Jia 2020 at 0,85 V gives the published 400 TOPS per watt`() throws {
    let array = try Self.array("jia-2020")
    let macro = try #require(array.efficiency(weightBits: 1, inputBits: 1, .macro))
    #expect(abs(macro.value / 400e12 - 1) < 0.01)
    let whole = try #require(array.efficiency(weightBits: 1, inputBits: 1, .macroAndDatapath))
    #expect(abs(whole.value / 233e12 - 1) < 0.01)
    #expect(array.quotedIncludes == .macro)
  }

  @Test func `Jia 2020 at 1,2 V is a file that extends it, and gives the published 192`() throws {
    // (20.4 + 3.56) pJ: 192.3 TOPS/W; with 14.7 pJ of datapath 119.2.
    let text = """
      rafter: accelerator/1
      name: jia-2020-1v2
      extends: jia-2020
      source: {title: the same work at 1.2 V, confidence: published}
      technology: {voltage: 1.2 V, frequency: 100 MHz}
      path:
        - compute: imc
          imc: {energy: {bitline: 20.4 pJ, adc: 3.56 pJ, datapath: 14.7 pJ}}
      """
    let base = try bundled("jia-2020")
    let bases = AcceleratorBases { _, _ in AcceleratorBases.File(text: base, file: "jia-2020") }
    let machine = try AcceleratorReader.read(text: text, file: "jia.yaml", bases: bases).0
    let array = try #require(machine.compute?.inMemory)
    let macro = try #require(array.efficiency(weightBits: 1, inputBits: 1, .macro))
    #expect(abs(macro.value / 192e12 - 1) < 0.01)
    let whole = try #require(array.efficiency(weightBits: 1, inputBits: 1, .macroAndDatapath))
    #expect(abs(whole.value / 119e12 - 1) < 0.01)
    // 2 * 2304 * 256 op / (54 * 10 ns) = 2.185 TOPS.
    let peak = array.peak(weightBits: 1, inputBits: 1, at: machine.technology.frequency.value)
    #expect(abs(peak.value / 2.185e12 - 1) < 0.001)
    #expect(array.energies.stated[.dac]?.provenance.location?.file == "jia-2020")
    #expect(array.energies.stated[.adc]?.provenance.location?.file == "jia.yaml")
  }

  @Test(arguments: [(1, 0.874e12), (2, 0.437e12), (4, 0.2185e12)])
  func `the throughput of Jia 2020 falls with the bits of its inputs`(
    inputBits: Int, published: Double
  ) throws {
    let machine = try Self.machine("jia-2020")
    let format = try #require(
      machine.compute?.formats.first {
        $0.arithmetic.inputs == NumberFormat(rawValue: "int\(inputBits)")
          && $0.arithmetic.weights == .int1
      })
    let peak = machine.peak(format) * machine.technology.frequency.value
    #expect(abs(peak.value / published - 1) < 0.001)
  }
}

/// Colonnade against the measured energies of its odd widths, at 0.8 V.
struct ColonnadeTruthTests {
  struct Row {
    var bits: Int
    var oneBitInput: Double
    var equalWidths: Double
    var throughput: Double
  }

  /// bits, fJ for a MAC with 1-bit inputs, the same with inputs as wide, GOPS with one register
  /// [Kim et al., JSSC 2021, figures 15 to 17, digitised by the CiMLoop authors].
  static let rows = [
    Row(bits: 1, oneBitInput: 68.317, equalWidths: 68.101, throughput: 75.07),
    Row(bits: 3, oneBitInput: 96.948, equalWidths: 292.027, throughput: 18.31),
    Row(bits: 5, oneBitInput: 115.095, equalWidths: 591.125, throughput: 9.11),
    Row(bits: 7, oneBitInput: 121.591, equalWidths: 844.218, throughput: 5.81),
    Row(bits: 9, oneBitInput: 133.854, equalWidths: 1252.261, throughput: 3.91),
    Row(bits: 11, oneBitInput: 158.908, equalWidths: 1748.198, throughput: 2.76),
    Row(bits: 13, oneBitInput: 189.951, equalWidths: 2554.141, throughput: 1.99),
    Row(bits: 15, oneBitInput: 255.158, equalWidths: 3905.328, throughput: 1.43),
  ]

  static func femtojoule(_ array: InMemoryArray, _ weights: Int, _ inputs: Int) throws -> Double {
    let breakdown = try #require(array.breakdown(weightBits: weights, inputBits: inputs))
    return breakdown.energy(.macro).value * 1e15
  }

  @Test func `all weight widths follow from one constant`() throws {
    let array = try InMemoryTests.array("colonnade")
    // The first row is what the constant is taken from, so it does not count.
    let errors = try Self.rows.dropFirst().map {
      abs(try Self.femtojoule(array, $0.bits, 1) / $0.oneBitInput - 1)
    }
    #expect(errors.reduce(0, +) / Double(errors.count) <= 0.055)
    #expect(errors.max() ?? 1 < 0.15)
  }

  @Test func `inputs as wide as the weights cost as many steps`() throws {
    // The ratio of the two measured columns is the number of steps, whatever the constant.
    let array = try InMemoryTests.array("colonnade")
    let errors = try Self.rows.map { row in
      let steps =
        try Self.femtojoule(array, row.bits, row.bits) / Self.femtojoule(array, row.bits, 1)
      return abs(row.oneBitInput * steps / row.equalWidths - 1)
    }
    #expect(errors.reduce(0, +) / Double(errors.count) <= 0.03)
    #expect(errors.max() ?? 1 < 0.045)
  }

  @Test func `throughput follows from the columns and the steps`() throws {
    let array = try InMemoryTests.array("colonnade")
    let errors = Self.rows.map { row in
      let peak = array.peak(weightBits: row.bits, inputBits: row.bits, at: Frequency(100e6))
      return abs(peak.value / (row.throughput * 1e9) - 1)
    }
    // The step grows by 9 % from 1 to 15 bits, which one number does not know.
    #expect(errors.reduce(0, +) / Double(errors.count) < 0.06)
    #expect(errors.max() ?? 1 < 0.1)
  }

  @Test(.enabled(if: Shared.file("cases/silicon/imc-colonnade-bits.csv") != nil))
  func `the rows are those of the shared table`() throws {
    let file = try #require(Shared.file("cases/silicon/imc-colonnade-bits.csv"))
    let text = try String(contentsOf: file, encoding: .utf8)
    for row in Self.rows {
      #expect(text.contains("\n\(row.bits),"))
      for number in [row.oneBitInput, row.equalWidths, row.throughput] {
        #expect(text.contains(",\(number),"))
      }
    }
  }
}
