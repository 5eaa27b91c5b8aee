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
