// SPDX-License-Identifier: Apache-2.0
import Foundation
import RafterDiagnostics
import RafterHardware
import RafterQuantities
import RafterTestSupport
import RafterWorkload
import Testing

struct ReadingTests {
  func read(_ text: String) throws -> Accelerator {
    try AcceleratorReader.read(text: text, file: "test.yaml").0
  }

  @Test func `the tiny machine is read as it stands`() throws {
    let machine = try read(tiny)
    #expect(machine.name == "tiny")
    #expect(machine.file == "test.yaml")
    #expect(machine.path.count == 4)
    #expect(machine.computeInstances == 32)
    let dram = machine.memories[0]
    #expect(dram.capacity?.value == ByteCount(0x1p30))
    #expect(dram.holds == [.weights, .inputs, .outputs])
    #expect(dram.ports[0].kind == .readWrite)
    #expect(dram.ports[0].bandwidth.value == .perCycle(BandwidthPerCycle(8.0)))
    #expect(dram.readEnergy?.value == EnergyPerBit(9e-12))
    #expect(dram.writeEnergy?.value == EnergyPerBit(10e-12))
    guard case .array(let array) = machine.path[1] else {
      Issue.record("the second part is an array")
      return
    }
    #expect(array.axes.map(\.name) == ["rows", "columns"])
    #expect(array.axes.map(\.size) == [4, 8])
    #expect(array.axes[1].multicast == [.inputs])
    #expect(array.axes.map(\.reducesOutputs) == [true, false])
    let format = try #require(machine.compute?.formats.first)
    #expect(format.arithmetic.description == "int8 x int8 -> int32")
    #expect(format.energy?.value.value == 0.2e-12)
    #expect(format.rate.value.value == 1)
    #expect(format.rate.provenance.location == nil)
    #expect(machine.vector?.energy == nil)
    #expect(diagnostics(of: tiny) == [])
  }

  @Test func `a number carries its place and its text`() throws {
    let capacity = try #require(try read(tiny).memories[0].capacity)
    #expect(capacity.provenance.text == "1 GiB")
    #expect(
      capacity.provenance.location
        == SourceLocation(file: "test.yaml", position: .text(line: 8, column: 15, length: 5)))
  }

  @Test func `a number has the source of the nearest part around it`() throws {
    let text = try tiny(
      (
        "technology:",
        """
        sources:
          maker: {title: their paper, confidence: published}
          bench: {title: our bench, confidence: measured}
        technology:
        """
      ),
      ("    capacity: 64 B", "    source: maker\n    capacity: 64 B"),
      ("bandwidth: 6 B/cycle", "bandwidth: {value: 6 B/cycle, source: bench}"),
      ("energy: {read: 0.1 pJ/bit", "energy: {confidence: assumed, read: 0.1 pJ/bit"))
    let machine = try read(text)
    let dram = machine.memories[0]
    let pad = machine.memories[1]
    #expect(dram.capacity?.provenance.source == nil)
    #expect(dram.capacity?.provenance.confidence == .estimated)
    #expect(pad.capacity?.provenance.source == "maker")
    #expect(pad.capacity?.provenance.confidence == .published)
    #expect(pad.ports[0].bandwidth.provenance.source == "bench")
    #expect(pad.ports[0].bandwidth.provenance.confidence == .measured)
    #expect(pad.ports[1].bandwidth.provenance.confidence == .published)
    #expect(pad.readEnergy?.provenance.source == "maker")
    #expect(pad.readEnergy?.provenance.confidence == .assumed)
  }

  @Test func `a range is kept in the base unit`() throws {
    let text = try tiny(("read: 9 pJ/bit", "read: {value: 9 pJ/bit, range: 7..12 pJ/bit}"))
    let range = try #require(try read(text).memories[0].readEnergy?.range)
    #expect(abs(range.lowerBound - 7e-12) < 1e-20)
    #expect(abs(range.upperBound - 12e-12) < 1e-20)
  }

  @Test func `an unknown energy stays unknown`() throws {
    let half = try read(tiny(("read: 9 pJ/bit", "read: unknown"))).memories[0]
    #expect(half.readEnergy == nil)
    #expect(half.writeEnergy != nil)
    let whole = try read(
      tiny(("energy: {read: 9 pJ/bit, write: 10 pJ/bit}", "energy: unknown"))
    ).memories[0]
    #expect(whole.readEnergy == nil)
    #expect(whole.writeEnergy == nil)
  }

  @Test func `bandwidth for each second stays one`() throws {
    let machine = try read(tiny(("bandwidth: 8 B/cycle", "bandwidth: 0.8 GB/s")))
    let port = machine.memories[0].ports[0].bandwidth.value
    #expect(port == .perSecond(Bandwidth(0.8e9)))
    // 0.8 GB/s at 100 MHz is 8 B a cycle.
    #expect(port.perCycle(at: machine.technology.frequency.value).value == 8)
  }

  @Test func `energy by the byte becomes energy by the bit`() throws {
    let machine = try read(tiny(("read: 9 pJ/bit", "read: 72 pJ/B")))
    #expect(abs((machine.memories[0].readEnergy?.value.value ?? 0) - 9e-12) < 1e-24)
  }

  @Test func `a port that serves an operand serves it in all directions of its kind`() throws {
    let text = try tiny(
      (
        "- {kind: read, bandwidth: 6 B/cycle}",
        """
        - {kind: read, bandwidth: 2 B/cycle, serves: [weights, inputs to-array]}
              - {kind: read, bandwidth: 4 B/cycle}
        """
      ))
    let pad = try read(text).memories[1]
    #expect(
      pad.ports[0].serves == [
        Transfer(.weights, .toArray), Transfer(.weights, .toMemory), Transfer(.inputs, .toArray),
      ])
    #expect(pad.port(for: Transfer(.outputs, .toArray)) == 1)
  }

  @Test func `partitions alone make the capacity`() throws {
    let text = try tiny(
      ("capacity: 64 B", "partitions: {weights: 32 B, inputs: 16 B, outputs: 16 B}"))
    let pad = try read(text).memories[1]
    #expect(pad.capacity?.value.value == 64)
    #expect(pad.partitions[.inputs]?.value.value == 16)
  }

  @Test func `every key of an array is read`() throws {
    let text = try tiny(
      (
        "    reduce: {rows: [outputs]}",
        """
            reduce: {rows: [outputs]}
            unroll: {rows: [C, FY, FX], columns: [K, OX, N]}
            fill: {rows: 4 cycles}
            wire: 0.05 pJ/bit
        """
      ))
    guard case .array(let array) = try read(text).path[1] else {
      Issue.record("the second part is an array")
      return
    }
    #expect(array.axes[0].unroll == ["C", "FY", "FX"])
    #expect(array.axes[1].unroll == ["K", "OX", "N"])
    #expect(array.axes[0].fill?.value == Cycles(4.0))
    #expect(array.axes[1].fill == nil)
    #expect(array.wireEnergy?.value.value == 0.05e-12)
  }

  @Test func `the file of init is valid and uses every kind of part`() throws {
    let (machine, warnings) = try AcceleratorReader.read(
      text: AcceleratorTemplate.text, file: "my-npu.yaml")
    #expect(warnings.map { $0.text() } == [])
    #expect(machine.memories.count == 4)
    #expect(machine.vector?.memory == "buffer")
    #expect(machine.power.cap?.value == Power(2.0))
  }

  @Test(.enabled(if: Shared.file("design/interface.md") != nil))
  func `the sketch of the interface page is read`() throws {
    let page = try String(
      contentsOf: try #require(Shared.file("design/interface.md")), encoding: .utf8)
    let begin = try #require(page.firstRange(of: "```yaml\n")).upperBound
    let end = try #require(page[begin...].firstRange(of: "```")).lowerBound
    let text = page[begin..<end]
    let (machine, warnings) = try AcceleratorReader.read(text: String(text), file: "sketch.yaml")
    #expect(machine.memories.map(\.name) == ["dram", "buffer", "accumulator"])
    #expect(
      warnings.map(\.id).sorted() == [
        "accelerator.no-energy", "accelerator.no-ports", "accelerator.ports-reserved",
        "accelerator.slow-port",
      ])
  }

  @Test func `windows line ends change nothing but places`() throws {
    let machine = try read(tiny.replacing("\n", with: "\r\n"))
    #expect(machine.memories.map(\.name) == ["dram", "spad"])
  }
}
