// SPDX-License-Identifier: Apache-2.0
import RafterHardware
import Testing

struct OpenNumberTests {
  static func read(_ changes: (String, String)...) throws -> Accelerator {
    var text = tiny
    for (old, new) in changes {
      let range = try #require(text.firstRange(of: old))
      text.replaceSubrange(range, with: new)
    }
    return try AcceleratorReader.read(text: text, file: "t.yaml").0
  }

  @Test func `what is left out is open, what is said to be unknown is not`() throws {
    let open = try Self.read((", energy: 0.2 pJ}", "}"))
    let unknown = try Self.read((", energy: 0.2 pJ}", ", energy: unknown, area: unknown}"))
    let first = try #require(open.compute?.formats.first)
    let second = try #require(unknown.compute?.formats.first)
    // Neither has a number, so today's roofs are the same.
    #expect(first.energy == nil && second.energy == nil)
    #expect(first.open == [.energy, .area] && second.open == [])
  }

  @Test func `each direction of a memory is open for itself`() throws {
    func dram(_ energy: String) throws -> Set<OpenNumber> {
      try Self.read(("energy: {read: 9 pJ/bit, write: 10 pJ/bit}", energy)).memories[0].open
    }
    #expect(try dram("energy: {read: 9 pJ/bit, write: unknown}") == [.area])
    #expect(try dram("energy: {read: 9 pJ/bit}") == [.writeEnergy, .area])
    #expect(try dram("energy: unknown") == [.area])
    #expect(try dram("area: unknown") == [.readEnergy, .writeEnergy])
  }

  @Test func `wires, vector unit, links and static power can be open`() throws {
    let links = "links: {bandwidth: 1 GB/s, start: 1 us, step: 1 us, ramp: 1 kB, topology: ring}"
    let machine = try Self.read(
      ("power: {static: 10 mW, cap: 1 W}", "power: {cap: 1 W}"),
      (", energy: unknown}\n", "}\n\(links)\n"))
    #expect(machine.power.open == [.staticPower])
    #expect(machine.vector?.open == [.energy])
    #expect(machine.links?.open == [.energy])
    guard case .array(let array) = machine.path[1] else { return }
    #expect(array.open == [.wireEnergy])
    #expect(
      try Self.read(("rows: 4, columns: 8}", "rows: 4, columns: 8}\n    wire: unknown"))
        .path.contains { if case .array(let array) = $0 { array.open.isEmpty } else { false } })
  }

  @Test func `a report can list what is open`() throws {
    let machine = try Self.read(
      ("energy: {read: 9 pJ/bit, write: 10 pJ/bit}", "area: 1 mm2"),
      ("power: {static: 10 mW, cap: 1 W}\n", ""))
    #expect(
      machine.openNumbers.map { "\($0.part): \($0.number.rawValue)" } == [
        "the machine: static power", "memory 'dram': energy of reading",
        "memory 'dram': energy of writing", "array 'rows x columns': energy of the wires",
        "memory 'spad': area", "mac in int8 x int8 -> int32: area",
      ])
  }

  @Test func `an energy left open is a warning, an area is none`() throws {
    #expect(
      said(
        about: try tiny(
          (
            "- {operands: int8 x int8, accumulate: int32, energy: 0.2 pJ}",
            "- 1️⃣{operands: int8 x int8, accumulate: int32}"
          )))
        == [
          Said(
            1, "accelerator.no-energy",
            "a format of compute 'mac' has no energy: no energy roof is drawn through it")
        ])
    #expect(
      said(about: try tiny(("{read: 9 pJ/bit, write: 10 pJ/bit}", "1️⃣{read: 9 pJ/bit}")))
        == [
          Said(
            1, "accelerator.no-energy",
            "memory 'dram' has no write energy: no energy roof is drawn through it")
        ])
  }
}
