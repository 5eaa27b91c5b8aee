// SPDX-License-Identifier: Apache-2.0
import RafterConverters
import RafterDiagnostics
import RafterHardware
import RafterQuantities
import RafterWorkload
import Testing

struct ZigZagTests {
  static let text = """
    name: small_npu
    memories:
      reg_w:
        size: 8
        r_cost: 0.01
        w_cost: 0.02
        area: 0
        latency: 1
        operands: [I2]
        ports:
          - {name: r, type: read, bandwidth_min: 8, bandwidth_max: 8, allocation: ["I2, tl"]}
          - {name: w, type: write, bandwidth_min: 8, bandwidth_max: 8, allocation: ["I2, fh"]}
        served_dimensions: [D2]
      sram:
        size: 524288
        r_cost: 51.2
        w_cost: 64
        area: 0
        latency: 1
        operands: [I1, O]
        ports:
          - {name: r, type: read, bandwidth_min: 64, bandwidth_max: 512, allocation: ["I1, tl", "O, tl", "O, th"]}
          - {name: w, type: write, bandwidth_min: 64, bandwidth_max: 256, allocation: ["I1, fh", "O, fh", "O, fl"]}
        served_dimensions: [D1, D2]
      dram:
        size: 8000000000
        r_cost: 640
        w_cost: 704
        area: 0
        latency: 1
        operands: [I1, I2, O]
        ports:
          - {name: rw, type: read_write, bandwidth_min: 64, bandwidth_max: 64, allocation: ["I1, fh", "I1, tl", "I2, fh", "I2, tl", "O, fh", "O, tl", "O, fl", "O, th"]}
        served_dimensions: [D1, D2]
    operational_array:
      input_precision: [8, 8]
      unit_energy: 0.04
      unit_area: 1
      dimensions: [D1, D2]
      sizes: [16, 4]
      systolic_dimensions: [D1]
    """

  @Test func `a machine comes over with its numbers`() throws {
    let (conversion, machine) = try converted(Self.text)
    #expect(conversion.format == .zigzag)
    #expect(machine.name == "small-npu")
    #expect(machine.memories.map(\.name) == ["dram", "sram", "reg-w"])
    // Outermost first; a register is not shared across D1, so D1 lies outside of it and D2 inside.
    let sides = machine.path.compactMap {
      if case .array(let array) = $0 { array.axes.map(\.name) } else { nil }
    }
    #expect(sides == [["d1"], ["d2"]])
    #expect(machine.instances(at: 4) == 16)
    #expect(machine.computeInstances == 64)
    let sram = machine.memories[1]
    // 524288 bit = 64 KiB.
    #expect(sram.capacity?.value == ByteCount(65536))
    #expect(sram.holds == [.inputs, .outputs])
    // A word is as wide as the widest port: 51.2 pJ / 512 bit = 0.1 pJ/bit, 64 pJ / 512 bit = 0.125 pJ/bit.
    #expect(abs(sram.readEnergy!.value.value - 0.1e-12) < 1e-26)
    #expect(abs(sram.writeEnergy!.value.value - 0.125e-12) < 1e-26)
    #expect(
      sram.ports.map(\.bandwidth.value) == [
        .perCycle(BandwidthPerCycle(64)), .perCycle(BandwidthPerCycle(32)),
      ])
    #expect(sram.ports[0].granularity?.value == ByteCount(8))
    #expect(
      sram.ports[1].serves == [
        Transfer(.inputs, .fromMemory), Transfer(.outputs, .fromMemory),
        Transfer(.outputs, .fromArray),
      ])
    let format = try #require(machine.compute?.formats.first)
    #expect(format.energy?.value == EnergyPerMAC(0.04e-12))
    #expect(format.arithmetic.description.hasPrefix("int8"))
    guard case .array(let array) = machine.path[2] else { return }
    #expect(array.axes[0].fill?.value == Cycles(15))
  }

  @Test func `the clock is said to be ours`() throws {
    let (conversion, machine) = try converted(Self.text)
    #expect(machine.technology.frequency.value == Frequency(1e9))
    #expect(machine.technology.frequency.provenance.confidence == .assumed)
    #expect(conversion.notes("convert.chosen").contains { $0.contains("clock") })
    #expect(conversion.text.contains("# - the clock is taken as 1 GHz"))
  }

  @Test func `of memories that ask for opposite orders, the one further in says who shares it`()
    throws
  {
    let text = Self.text.replacing(
      "    served_dimensions: [D1, D2]\n  dram",
      with:
        "    served_dimensions: [D1, D2]\n  reg_o:\n    size: 16\n    r_cost: 0.02\n    w_cost: 0.02\n    area: 0\n    latency: 1\n    operands: [O]\n    ports: [{name: a, type: read_write, bandwidth_min: 16, bandwidth_max: 16, allocation: ['O, tl', 'O, th', 'O, fl', 'O, fh']}]\n    served_dimensions: [D1]\n  dram"
    )
    // reg_o comes after sram in the file, so further out, with one for each D2: sram and reg_w, which are shared
    // across D2, lie inside of it.
    let (conversion, machine) = try converted(text)
    let shared = Dictionary(
      uniqueKeysWithValues: machine.memories.map { ($0.name, $0.sharedAcross) })
    #expect(shared == ["dram": nil, "reg-o": nil, "sram": ["d1", "d2"], "reg-w": ["d2"]])
    // D1 has 16 parts, D2 has 4: one sram, a register of weights for each D1, one of sums for each D2.
    let counts = machine.path.indices.compactMap { index -> (String, Int)? in
      guard case .memory(let memory) = machine.path[index] else { return nil }
      return (memory.name, machine.instances(at: index))
    }
    #expect(
      Dictionary(uniqueKeysWithValues: counts) == ["dram": 1, "reg-o": 4, "sram": 1, "reg-w": 16])
    #expect(conversion.notes.allSatisfy { $0.severity == .note })
    #expect(machine.cautions.contains { $0.contains("'reg-w' is one for all parts along d2") })
  }

  @Test func `an outermost memory for each part keeps who shares it`() throws {
    var text = Self.text
    let last = try #require(text.ranges(of: "served_dimensions: [D1, D2]").last)
    text.replaceSubrange(last, with: "served_dimensions: [D1]")
    let (conversion, machine) = try converted(text)
    #expect(machine.memories[0].sharedAcross == ["d1"])
    #expect(machine.instances(at: 0) == 4)
    #expect(conversion.notes("convert.chosen").contains { $0.contains("'shared-across'") })
    #expect(machine.cautions.contains { $0.contains("mapped as one for all") })
  }

  @Test func `a misspelt key is named, with its place`() throws {
    let (conversion, _) = try converted(Self.text.replacing("unit_area: 1", with: "unit_aera: 1"))
    let note = try #require(conversion.notes.first { $0.id == "convert.no-counterpart" })
    #expect(note.message.contains("unit_aera"))
    #expect(note.location?.text.hasPrefix("machine.yaml:38:") == true)
  }

  @Test func `all that is wrong is said at once`() {
    let text = Self.text.replacing("r_cost: 51.2", with: "r_cost: cheap")
      .replacing("[I1, O]", with: "[I3, O]").replacing("sizes: [16, 4]", with: "sizes: [16, 0]")
    #expect(
      Set(refusal(text).map(\.id)) == ["convert.not-a-number", "convert.wrong-form"])
    #expect(refusal(text).count == 3)
  }

  @Test func `of ports given twice the last ones count, as in the tool`() throws {
    let text = Self.text.replacing(
      "    ports:\n      - {name: rw,",
      with: "    ports:\n      - fh: w_port\n    ports:\n      - {name: rw,")
    let (conversion, machine) = try converted(text)
    #expect(machine.memories[0].ports.count == 1)
    #expect(conversion.notes.contains { $0.id == "document.duplicate-key" })
  }

  @Test func `a file cut anywhere is an error or a machine, never a crash`() {
    let bytes = Array(Self.text.utf8)
    for end in stride(from: 0, to: bytes.count, by: 7) {
      let text = String(decoding: bytes[..<end], as: UTF8.self)
      if let conversion = try? Conversion.read(text: text, file: "cut") {
        #expect(!conversion.accelerator.path.isEmpty)
      }
    }
  }
}
