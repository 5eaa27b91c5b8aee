// SPDX-License-Identifier: Apache-2.0
import RafterHardware
import RafterQuantities
import RafterWorkload
import Testing

/// What a description can say, in one file each.
struct CoverageTests {
  func read(_ text: String) throws -> Accelerator {
    try AcceleratorReader.read(text: text, file: "t.yaml").0
  }

  @Test func `the same operands may have a rate and an energy for each accumulator`() throws {
    let machine = try read(
      tiny(
        (
          "{operands: int8 x int8, accumulate: int32, energy: 0.2 pJ}",
          """
          {operands: fp8e4m3 x fp8e4m3, accumulate: fp16, rate: 2 MAC/cycle, energy: 0.1 pJ}
                - {operands: fp8e4m3 x fp8e4m3, accumulate: fp32, rate: 1 MAC/cycle, energy: 0.2 pJ}
          """
        )))
    let formats = try #require(machine.compute).formats
    #expect(formats.map { $0.arithmetic.accumulate } == [.fp16, .fp32])
    // 32 multipliers of 2 and of 1 MAC, 2 operations each.
    let peaks: [Double] = formats.map { machine.peak($0).value }
    #expect(peaks == [128, 64])
  }

  @Test func `operands may share a port or have one of their own`() throws {
    let machine = try read(
      tiny(
        (
          "- {kind: read, bandwidth: 6 B/cycle}",
          """
          - {kind: read, bandwidth: 4 B/cycle, serves: [weights, inputs]}
                - {kind: read, bandwidth: 4 B/cycle, serves: [outputs]}
          """
        )))
    let pad = try #require(machine.memories.last)
    #expect(pad.port(for: Transfer(.weights, .toArray)) == 0)
    #expect(pad.port(for: Transfer(.inputs, .toArray)) == 0)
    #expect(pad.port(for: Transfer(.outputs, .toArray)) == 1)
  }

  @Test func `cores share what stands before their array, chiplets likewise with their links`()
    throws
  {
    // A package of 4 chiplets, each of 2 cores: what crosses to a chiplet costs its link.
    let machine = try read(
      tiny(
        (
          "  - array: {rows: 4, columns: 8}\n",
          """
            - array: {chiplets: 4}
              multicast: {chiplets: [weights]}
              wire: 0.5 pJ/bit
            - memory: shared
              capacity: 1 MiB
              holds: [weights, inputs, outputs]
              # The link to the chiplet is the port that fills it.
              ports:
                - {kind: read-write, bandwidth: 32 GB/s, serves: [weights from-memory, inputs from-memory, outputs from-memory, outputs to-memory]}
                - {kind: read-write, bandwidth: 64 B/cycle}
              energy: {read: 0.2 pJ/bit, write: 0.2 pJ/bit}
            - array: {cores: 2}
            - array: {rows: 4, columns: 8}

          """
        )))
    #expect(machine.computeInstances == 4 * 2 * 4 * 8)
    let shared = try #require(machine.memories.first { $0.name == "shared" })
    #expect(shared.port(for: Transfer(.weights, .fromMemory)) == 0)
    #expect(shared.port(for: Transfer(.weights, .toArray)) == 1)
  }
}
