// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterHardware
import RafterLibrary
import RafterQuantities
import RafterTechnology
import Testing

struct CompletionTests {
  /// A machine at 22 nm whose energies are open but for those of its DRAM.
  static let open = """
    rafter: accelerator/1
    name: open
    source: {title: a test, confidence: published}
    technology: {node: 22 nm, voltage: 0.8 V, frequency: 500 MHz}
    path:
      - memory: dram
        capacity: 1 GiB
        holds: [weights, inputs, outputs]
        ports: [{kind: read-write, bandwidth: 16 B/cycle}]
        energy: {read: 9 pJ/bit, write: 10 pJ/bit}
      - memory: buffer
        capacity: 256 KiB
        holds: [weights, inputs, outputs]
        ports: [{kind: read-write, bandwidth: 32 B/cycle}]
      - array: {rows: 16, columns: 16}
        multicast: {columns: [inputs]}
        reduce: {rows: [outputs]}
      - memory: latch
        capacity: 4 B
        holds: [weights]
        ports: [{kind: read-write, bandwidth: 1 B/cycle}]
      - compute: mac
        formats:
          - {operands: int8 x int8, accumulate: int32, energy: unknown}
    vector: {rate: 16 op/cycle, energy: unknown}

    """

  func machine(_ changes: (String, String)...) throws -> Accelerator {
    var text = Self.open
    for (old, new) in changes {
      let range = try #require(text.firstRange(of: old))
      text.replaceSubrange(range, with: new)
    }
    return try AcceleratorReader.read(text: text, file: "open.yaml").0
  }

  func memory(_ name: String, of machine: Accelerator) throws -> MemoryLevel {
    try #require(machine.memories.first { $0.name == name })
  }

  @Test func `open numbers are filled and stated ones stay`() throws {
    let before = try machine()
    let (after, fills) = completed(before, with: .standard)
    #expect(try memory("dram", of: after) == memory("dram", of: before))
    let buffer = try memory("buffer", of: after)
    // 256 KiB behind 256 bit at 22 nm: CACTI has 30.02 pJ to read and 27.29 to write.
    let read = try #require(buffer.readEnergy)
    #expect(abs(read.value.value * 256 / 30.02e-12 - 1) < 0.15)
    #expect(abs(try #require(buffer.writeEnergy).value.value * 256 / 27.29e-12 - 1) < 0.15)
    #expect(abs(try #require(buffer.area).value.value / 0.2474 - 1) < 0.25)
    #expect(after.compute?.formats.first?.energy != nil)
    #expect(after.compute?.formats.first?.area != nil)
    #expect(after.vector?.energy != nil)
    #expect(fills.allSatisfy { $0.isFilled })
  }

  @Test func `a filled number says that and how it was filled`() throws {
    let (after, fills) = completed(try machine(), with: .standard)
    let provenance = try #require(try memory("buffer", of: after).readEnergy).provenance
    #expect(provenance.confidence == .estimated)
    #expect(provenance.source == technologyModelSource)
    #expect(provenance.location == nil)
    #expect(
      provenance.text.hasPrefix("106 fJ/bit: SRAM law fitted to CACTI 7 at 22 nm (lstp, 1 bank)"))
    #expect(provenance.text.contains("S = 256") && provenance.text.contains("w = 256 bit"))
    #expect(after.sources[technologyModelSource] != nil)
    let texts = fills.compactMap { fill -> String? in
      if case .filled(let text) = fill.outcome { text } else { nil }
    }
    #expect(texts.count == fills.count && texts.contains(provenance.text))
  }

  // The latch of 4 B is flip-flops: 9 fJ at 40 nm, times (22/40)^p, p = ln 3/ln(45/7) = 0.5904: 0.7026, so 6.32 fJ.
  @Test func `a memory below half a kibibyte is flip-flops`() throws {
    let (after, _) = completed(try machine(), with: .standard)
    let latch = try memory("latch", of: after)
    #expect(abs(try #require(latch.readEnergy).value.value - 6.32e-15) < 0.02e-15)
    #expect(
      abs(
        try #require(latch.writeEnergy).value.ratio(to: try #require(latch.readEnergy).value) - 2)
        < 1e-9)
    // 256 instances of 32 flip-flops.
    #expect(try #require(latch.area).value > Area(256 * 32 * 1e-6))
  }

  @Test func `wires are half as long as the side of the array`() throws {
    let (after, _) = completed(try machine(), with: .standard)
    var area = Area.zero
    area += try #require(try memory("latch", of: after).area).value
    area += try #require(after.compute?.formats.first?.area).value * 256
    guard case .array(let array) = after.path[2] else {
      Issue.record("the array is gone")
      return
    }
    let wire = try #require(TechnologyModel.standard.wire.energy(at: ProcessNode(22.0)))
    let expected = wire.value * Length(0.5e6 * area.value.squareRoot())
    #expect(abs(try #require(array.wireEnergy).value.ratio(to: expected) - 1) < 1e-9)
  }

  @Test func `what the description says is unknown is kept`() throws {
    let format = ArithmeticFormat(inputs: .int8, weights: .int8, accumulate: .int32)
    let keeping: Set<OpenValue> = [
      .macEnergy(format), .readEnergy(memory: "buffer"), .vectorEnergy, .wireEnergy(array: 2),
    ]
    let (after, fills) = completed(try machine(), with: .standard, keeping: keeping)
    #expect(after.compute?.formats.first?.energy == nil)
    #expect(try memory("buffer", of: after).readEnergy == nil)
    #expect(try memory("buffer", of: after).writeEnergy != nil)
    #expect(after.vector?.energy == nil)
    #expect(Set(fills.map(\.value)).isDisjoint(with: keeping))
  }

  @Test func `a second time there is nothing left to fill`() throws {
    let (once, _) = completed(try machine(), with: .standard)
    let (twice, fills) = completed(once, with: .standard)
    #expect(twice == once)
    #expect(fills.isEmpty)
  }

  @Test func `the same description gives the same result`() throws {
    let machine = try machine()
    #expect(completed(machine, with: .standard) == completed(machine, with: .standard))
  }

  @Test func `without a node nothing is guessed`() throws {
    let (after, fills) = completed(try machine(("node: 22 nm, ", "")), with: .standard)
    #expect(try memory("buffer", of: after).readEnergy == nil)
    #expect(after.sources.isEmpty)
    let reasons = fills.compactMap { fill -> String? in
      if case .left(let reason) = fill.outcome { reason.id } else { nil }
    }
    #expect(reasons.count == fills.count)
    #expect(Set(reasons) == ["technology.no-node"])
  }

  @Test func `a DRAM of no stated kind stays open until its kind is said`() throws {
    let machine = try machine(("    energy: {read: 9 pJ/bit, write: 10 pJ/bit}\n", ""))
    let (after, fills) = completed(machine, with: .standard)
    #expect(try memory("dram", of: after).readEnergy == nil)
    #expect(
      fills.contains { fill in
        guard fill.value == .readEnergy(memory: "dram"), case .left(let reason) = fill.outcome
        else { return false }
        return reason.id == "technology.no-kind"
      })
    var model = TechnologyModel.standard
    model.levels["dram"] = TechnologyModel.LevelChoice(kind: "lpddr5")
    let (filled, _) = completed(machine, with: model)
    let read = try #require(try memory("dram", of: filled).readEnergy)
    #expect(abs(read.value.value - 9e-12) < 1e-21)
    #expect(read.range == 8.5e-12...12.5e-12)
  }

  @Test func `a memory called after its kind is of that kind`() throws {
    let machine = try machine(
      ("memory: dram", "memory: hbm3-stack"),
      ("    energy: {read: 9 pJ/bit, write: 10 pJ/bit}\n", ""))
    let (after, _) = completed(machine, with: .standard)
    let read = try #require(try memory("hbm3-stack", of: after).readEnergy)
    #expect(abs(read.value.value - 4.05e-12) < 1e-21)
  }

  @Test func `leakage is static power only where that is asked for`() throws {
    let machine = try machine()
    #expect(completed(machine, with: .standard).0.power.staticPower == nil)
    var model = TechnologyModel.standard
    model.leakage = .counted
    let power = try #require(completed(machine, with: model).0.power.staticPower)
    // 256 KiB at 22 nm, lstp: CACTI has 0.035 mW.
    #expect(abs(power.value.value / 0.035e-3 - 1) < 0.15)
    #expect(power.provenance.text.contains("leakage of buffer"))
  }

  @Test func `a node out of range is filled with a warning`() throws {
    let (_, fills) = completed(try machine(("22 nm", "5 nm")), with: .standard)
    let ids = Set(fills.flatMap(\.cautions).map(\.id))
    #expect(ids == ["technology.sram-node", "technology.anchor-node"])
  }

  @Test func `scaling is used where it is asked for, and not for SRAM`() throws {
    var model = TechnologyModel.standard
    model.scaling = .stillmakerBaas
    let machine = try machine()
    let (plain, _) = completed(machine, with: .standard)
    let (scaled, _) = completed(machine, with: model)
    #expect(
      try memory("buffer", of: plain).readEnergy == memory("buffer", of: scaled).readEnergy)
    let text = try #require(scaled.compute?.formats.first?.energy).provenance.text
    #expect(text.contains("0.800 V by Stillmaker and Baas"))
  }

  // The built-in machine states CACTI's own energies and a MAC derived by hand; taken away, the model gives them back.
  @Test func `the energies of the edge NPU come back`() throws {
    let file = try #require(BuiltIn.file("edge-npu", kind: .accelerator))
    let text = String(decoding: file.bytes, as: UTF8.self)
    let stated = try AcceleratorReader.read(text: text, file: "edge-npu").0
    var bare = stated
    for (index, element) in bare.path.enumerated() {
      switch element {
      case .memory(var memory) where memory.name != "dram":
        (memory.readEnergy, memory.writeEnergy, memory.area) = (nil, nil, nil)
        bare.path[index] = .memory(memory)
      case .compute(var unit):
        for place in unit.formats.indices {
          (unit.formats[place].energy, unit.formats[place].area) = (nil, nil)
        }
        bare.path[index] = .compute(unit)
      default: break
      }
    }
    // Its buffer moves 512 bit in a cycle through arrays of 256 bit.
    var model = TechnologyModel.standard
    model.levels["buffer"] = TechnologyModel.LevelChoice(width: BitCount(256.0))
    let (filled, _) = completed(bare, with: model)
    // Small memories with wide ports are where CACTI jumps between organisations: 1024 bit on 64 KiB.
    for (name, tolerance) in [("buffer", 0.15), ("accumulator", 0.5)] {
      let (own, wanted) = (try memory(name, of: filled), try memory(name, of: stated))
      let read = try #require(own.readEnergy).value
      #expect(abs(read.ratio(to: try #require(wanted.readEnergy).value) - 1) < tolerance, "\(name)")
      let write = try #require(own.writeEnergy).value
      #expect(
        abs(write.ratio(to: try #require(wanted.writeEnergy).value) - 1) < tolerance, "\(name)")
      let area = try #require(own.area).value
      let areas = area.ratio(to: try #require(wanted.area).value)
      #expect((0.7...1.5).contains(areas), "\(name) \(areas)")
    }
    let mac = try #require(filled.compute?.formats.first)
    let wanted = try #require(stated.compute?.formats.first)
    let energy = try #require(mac.energy).value.ratio(to: try #require(wanted.energy).value)
    #expect((0.7...1.4).contains(energy))
    let area = try #require(mac.area).value.ratio(to: try #require(wanted.area).value)
    #expect((0.7...1.4).contains(area))
  }
}
