// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterHardware
import RafterMapping
import RafterQuantities
import RafterWorkload
import Testing

/// Which memories operands pass by, chosen by the search and stated in mappings.
@Suite struct BypassTests {
  static let exact = SearchLimit(mappings: 1_000_000, gap: 0)

  static func machine(mayBypass: Set<Operand>) -> Accelerator {
    var machine = TestMachines.twoLevel(capacity: 64)
    if case .memory(var level) = machine.path[1] {
      level.mayBypass = mayBypass
      machine.path[1] = .memory(level)
    }
    return machine
  }

  static func map(_ nest: LoopNest, _ machine: Accelerator) -> MappedNest? {
    let result = Mapper.map(
      nest, on: machine, format: TestMachines.int8, objective: .energy, limit: exact)
    if case .mapped(let mapped) = result { return mapped }
    return nil
  }

  /// Each of 4 x 4 weights of 8 bits is used once.
  ///
  /// The buffer is written and read for them, 1 pJ for each
  /// bit: 2 * 128 pJ that sending them past it saves.
  @Test func `weights that are used once gain nothing from a buffer`() throws {
    let nest = TestNests.gemm(m: 1, n: 4, k: 4)
    let held = try #require(Self.map(nest, Self.machine(mayBypass: [])))
    let free = try #require(Self.map(nest, Self.machine(mayBypass: [.weights])))
    #expect(abs(held.cost.energy - free.cost.energy - 256e-12) < 1e-18)
    #expect(
      free.mapping.bypasses(on: Self.machine(mayBypass: [.weights])) == [
        Bypass(operand: .weights, memory: "buffer")
      ])
    #expect(free.text.contains("past it: weights"), "\(free.text)")
  }

  /// Each weight serves four rows: kept in the buffer it costs 64 + 1 + 4 pJ a bit, past it 4 * 64.
  @Test func `weights that are used again are kept`() throws {
    let machine = Self.machine(mayBypass: [.weights])
    let found = try #require(Self.map(TestNests.gemm(m: 4, n: 4, k: 2), machine))
    #expect(found.mapping.bypasses(on: machine).isEmpty)
  }

  @Test func `the certificate names what may bypass what, and counts the placements`() throws {
    let found = try #require(
      Self.map(TestNests.gemm(m: 2, n: 2, k: 2), Self.machine(mayBypass: [.inputs, .outputs])))
    #expect(found.certificate.isOptimal)
    #expect(found.certificate.space.placements == 4)
    #expect(
      found.certificate.space.bypasses == [
        Bypass(operand: .inputs, memory: "buffer"), Bypass(operand: .outputs, memory: "buffer"),
      ])
  }

  /// Only weights lie in m1; sums pass it by and rest in m2 while FY runs.
  ///
  /// With OY outside m1 as well, the first weight
  /// that m1 waits for is one byte, not the three of all FY: 0.5 cycles at 2 bytes a cycle instead of 1.5.
  ///
  /// m2, at 3 bytes a cycle, is the slowest: its two instances share 8 sums of 4 bytes, written three times and read
  /// two, and 8 results of 1 byte: (96 + 64 + 8) / 2 / 3 = 28. The last store, one result of each instance, takes 1: 29.5.
  @Test func `a loop that indexes what passes a memory by may run outside it`() throws {
    func memory(
      _ name: String, _ capacity: Double?, holds: Set<Operand> = Set(Operand.allCases),
      bypass: Set<Operand> = [], ports: [Port], energy: Double
    ) -> PathElement {
      var level = TestMachines.memory(name, capacity, holds: holds, ports: ports, energy: energy)
      level.mayBypass = bypass
      return .memory(level)
    }
    let machine = TestMachines.accelerator(
      "weights-only",
      [
        memory("m0", nil, ports: [TestMachines.port(2)], energy: 20e-12),
        memory(
          "m1", 37, bypass: [.inputs, .outputs],
          ports: [TestMachines.port(2, .read), TestMachines.port(1, .write)], energy: 2e-12),
        TestMachines.array([TestMachines.side("a0", 2, reduces: true)], wire: 0.3e-12),
        memory(
          "m2", 14, holds: [.weights, .outputs], bypass: [.weights], ports: [TestMachines.port(3)],
          energy: 0.2e-12),
      ])
    let nest = TestNests.convolution(k: 2, c: 1, oy: 4, ox: 1, fy: 3, fx: 1, stride: 2)
    let result = Mapper.map(
      nest, on: machine, format: TestMachines.int8, objective: .latency, limit: Self.exact)
    guard case .mapped(let found) = result else {
      Issue.record("nothing fits")
      return
    }
    #expect(found.certificate.isOptimal)
    #expect(abs(found.cost.latencyCycles.value - 29.5) < 1e-9, "\(found.text)")
  }

  /// The outermost memory only writes outputs: a sum that passed the buffer by could not be read back.
  @Test func `a way that no port serves is none`() throws {
    var machine = Self.machine(mayBypass: [.weights, .outputs])
    if case .memory(var level) = machine.path[0] {
      level.ports = [
        Port(
          kind: .readWrite, bandwidth: TestMachines.sourced(.perCycle(BandwidthPerCycle(1))),
          sustained: TestMachines.sourced(1),
          serves: [
            Transfer(.weights, .toArray), Transfer(.inputs, .toArray),
            Transfer(.outputs, .fromArray),
          ])
      ]
      machine.path[0] = .memory(level)
    }
    let found = try #require(Self.map(TestNests.gemm(m: 2, n: 2, k: 2), machine))
    #expect(found.certificate.space.placements == 2)
  }

  @Test func `a file states what passes by, and is read back`() throws {
    let machine = Self.machine(mayBypass: [.weights])
    let nest = TestNests.gemm(m: 1, n: 4, k: 4)
    let found = try #require(Self.map(nest, machine))
    let text = MappingFile.text([found], on: machine)
    #expect(text.contains("  - bypass: {memory: buffer, operands: [weights]}\n"))
    let draft = try MappingReader.read(text: text, file: "m.yaml")
    #expect(
      try draft.mappings(of: [nest], on: machine, format: TestMachines.int8) == [found.mapping])
    // Where the machine has no such way, the file is wrong; so is one that stores them all the same.
    for (other, file) in [
      (Self.machine(mayBypass: []), text),
      (machine, text.replacing("operands: [inputs", with: "operands: [weights, inputs")),
    ] {
      let draft = try MappingReader.read(text: file, file: "m.yaml")
      #expect {
        try draft.mappings(of: [nest], on: other, format: TestMachines.int8)
      } throws: { error in
        (error as? DiagnosticList)?.diagnostics.contains { $0.id == "mapping.bypass" } ?? false
      }
    }
  }
}
