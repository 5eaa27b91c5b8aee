// SPDX-License-Identifier: Apache-2.0
import RafterConverters
import RafterDiagnostics
import RafterHardware
import RafterQuantities
import RafterWorkload
import Testing

struct TimeloopTests {
  static let text = """
    architecture:
      version: 0.4
      nodes:
      - !Container
        name: system
        attributes: {technology: "28nm", global_cycle_seconds: 2e-9}
      - !Component
        name: DRAM
        class: DRAM
        attributes: {type: LPDDR4, width: 64, datawidth: 8}
      - !Component
        name: glb
        class: smartbuffer_SRAM
        attributes: {depth: 4096, width: 64, datawidth: 8, read_bandwidth: 16, write_bandwidth: 8}
        constraints:
          dataspace: {keep: [Inputs, Outputs], bypass: [Weights]}
          temporal: {permutation: [N, C]}
      - !Container
        name: PE
        spatial: {meshX: 12, meshY: 14}
      - !Parallel
        nodes:
        - !Component
          name: spad_w
          class: smartbuffer_RF
          attributes: {depth: 192, width: 16, datawidth: 8, multiple_buffering: 2}
          constraints: {dataspace: {keep: [Weights]}}
        - !Component
          name: spad_o
          class: smartbuffer_RF
          attributes: {depth: 16, width: 16, datawidth: 16}
          constraints: {dataspace: {keep: [Outputs]}}
      - !Component
        name: mac
        class: intmac
        attributes: {multiplier_width: 8, adder_width: 16}
    """

  @Test func `a tree becomes a path`() throws {
    let (conversion, machine) = try converted(text)
    #expect(conversion.format == .timeloop)
    #expect(machine.memories.map(\.name) == ["dram", "glb", "spad-w", "spad-o"])
    #expect(machine.technology.node?.value == ProcessNode(28))
    #expect(machine.technology.frequency.value == Frequency(5e8))
    let glb = machine.memories[1]
    // 4096 words of 64 bit = 32 KiB; 16 words of 8 bit a cycle = 16 B/cycle.
    #expect(glb.capacity?.value == ByteCount(32768))
    #expect(glb.holds == [.inputs, .outputs])
    #expect(
      glb.ports.map(\.bandwidth.value) == [
        .perCycle(BandwidthPerCycle(16)), .perCycle(BandwidthPerCycle(8)),
      ])
    #expect(machine.memories[2].buffering == .double)
    #expect(machine.computeInstances == 168)
    #expect(
      machine.compute?.formats[0].arithmetic
        == ArithmeticFormat(inputs: .int8, weights: .int8, accumulate: .int16))
    #expect(conversion.notes("convert.no-counterpart").contains { $0.hasPrefix("'temporal'") })
    #expect(conversion.notes("convert.left-open").count == 5)
  }

  let text = Self.text

  @Test func `a tree without arithmetic is refused`() {
    let text = self.text.replacing("class: intmac", with: "class: storage")
    #expect(refusal(text).contains { $0.id == "convert.wrong-form" })
  }
}

struct AccelForgeTests {
  static let text = """
    {% set Size = Size | default(65536) %}
    arch:
      nodes:
      - !Memory
        name: MainMemory
        size: inf
        leak_power: 0.5
        actions:
        - {name: read, energy: 7e-12, throughput: 8 * 100e9}
        - {name: write, energy: 7e-12, throughput: 8 * 100e9}
        tensors: {keep: ~Intermediates, may_keep: All}
      - !Memory
        name: Buffer
        spatial: [{name: Z, fanout: 4, may_reuse: Nothing}]
        size: {{Size}} * 8
        total_latency: max(a.n_calls / a.throughput for a in actions)
        area: 2e-6
        actions:
        - {name: read, energy: 0.2e-12, throughput: 8 * 64e9, bits_per_action: 2}
        - {name: write, energy: 0.3e-12, throughput: 8 * 32e9}
        tensors: {keep: input | output}
      - !Container
        name: PE
        spatial:
        - {name: i, fanout: 16, reuse: input, min_usage: 1}
        - {name: o, fanout: 8, reuse: output}
      - !Compute
        name: MAC
        area: 5e-10
        actions: [{name: compute, energy: 0.1e-12, throughput: 5e8}]
    """

  @Test func `rates, sizes and sharing come over`() throws {
    let (conversion, machine) = try converted(Self.text)
    #expect(conversion.format == .accelforge)
    #expect(machine.technology.frequency.value == Frequency(5e8))
    #expect(machine.memories.map(\.name) == ["main-memory", "buffer"])
    #expect(machine.memories[0].capacity == nil)
    // One port for both directions, since their times add up.
    #expect(machine.memories[0].ports.map(\.kind) == [.readWrite])
    #expect(machine.memories[0].ports[0].bandwidth.value == .perSecond(Bandwidth(100e9)))
    let buffer = machine.memories[1]
    #expect(buffer.capacity?.value == ByteCount(65536))
    // 0.2 pJ for 2 bit; 8 * 64e9 actions of 2 bit = 128 GB/s.
    #expect(buffer.readEnergy?.value == EnergyPerBit(0.1e-12))
    #expect(buffer.ports[0].bandwidth.value == .perSecond(Bandwidth(128e9)))
    #expect(buffer.ports[1].bandwidth.value == .perSecond(Bandwidth(32e9)))
    // Four of 2 mm2.
    #expect(abs(buffer.area!.value.value - 8) < 1e-9)
    #expect(machine.power.staticPower?.value == Power(0.5))
    #expect(machine.computeInstances == 512)
    guard case .array(let z) = machine.path[1], case .array(let array) = machine.path[3] else {
      Issue.record("no arrays")
      return
    }
    #expect(z.axes[0].multicast.isEmpty && !z.axes[0].reducesOutputs)
    #expect(array.axes.map(\.multicast) == [[.inputs], []])
    #expect(array.axes.map(\.reducesOutputs) == [false, true])
    #expect(conversion.notes("convert.no-counterpart").count == 1)
  }

  @Test func `a size that names what nobody states is an open place, not a guess`() throws {
    let text = Self.text.replacing("{{Size}} * 8", with: "n_banks * 8")
    let (conversion, _) = try converted(text)
    #expect(conversion.notes("convert.no-counterpart").contains { $0.contains("n_banks") })
  }

  @Test func `cells narrower than a weight are refused, with what to do`() {
    let text = Self.text.replacing("keep: input | output", with: "keep: weight")
      .replacing("{{Size}} * 8", with: "1")
    #expect(refusal(text).map(\.id) == ["convert.narrow-cells"])
  }
}

struct ScaleSimTests {
  static let text = """
    [general]
    run_name = "google_like"

    [architecture_presets]
    ArrayHeight:    256
    ArrayWidth:     128
    IfmapSramSzkB:  8192
    FilterSramSzkB: 4096
    OfmapSramSzkB:  2048
    IfmapOffset:    0
    Dataflow : ws
    Bandwidth : 10, 10, 10
    MemoryBanks: 1

    [run_presets]
    InterfaceBandwidth: USER
    """

  @Test(arguments: [("ws", "weights"), ("os", "outputs"), ("is", "inputs")])
  func `the dataflow says what stays in the array`(word: String, operand: String) throws {
    let text = Self.text.replacing("Dataflow : ws", with: "Dataflow : \(word)")
    let (conversion, machine) = try converted(text, file: "google.cfg")
    #expect(conversion.format == .scalesim)
    #expect(machine.name == "google-like")
    #expect(machine.computeInstances == 256 * 128)
    #expect(machine.memories.map(\.name) == ["dram", "scratchpads", "register"])
    #expect(machine.memories[2].holds.map(\.rawValue) == [operand])
    #expect(machine.memories[1].partitions[.weights]?.value == ByteCount(4096 * 1024))
    #expect(machine.memories[0].ports[0].bandwidth.value == .perCycle(BandwidthPerCycle(10)))
    #expect(conversion.notes("convert.no-counterpart").map { $0.prefix(14) } == ["'memorybanks' "])
  }

  @Test func `a bandwidth that the simulator works out is not a port`() throws {
    let text = Self.text.replacing("USER", with: "CALC")
    let (_, machine) = try converted(text, file: "google.cfg")
    #expect(machine.memories[0].ports.isEmpty)
  }

  @Test func `what is missing or no number is named, all at once`() {
    let text = Self.text.replacing("ArrayHeight:    256", with: "ArrayHeight: tall")
      .replacing("OfmapSramSzkB:  2048\n", with: "").replacing(
        "Dataflow : ws", with: "Dataflow : rs")
    #expect(
      refusal(text, file: "google.cfg").map(\.id).sorted() == [
        "convert.missing", "convert.not-a-number", "convert.wrong-form",
      ])
  }

  @Test func `a file of nobody is refused with what is known`() {
    #expect(refusal("a: 1").map(\.id) == ["convert.unknown-format"])
    #expect(refusal("").map(\.id) == ["convert.unknown-format"])
  }
}
