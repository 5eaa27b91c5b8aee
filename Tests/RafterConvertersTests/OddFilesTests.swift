// SPDX-License-Identifier: Apache-2.0
import RafterConverters
import RafterDiagnostics
import RafterHardware
import RafterQuantities
import RafterWorkload
import Testing

/// Files that the other tools read, written in ways that their examples are not.
struct OddFilesTests {
  // 14 * 12 elements, 108 KB, 2^10 words of 2*64 bits = 16 KiB; 12 words of 8 bits a cycle.
  @Test func `Timeloop's variables and expressions are worked out`() throws {
    let text = """
      variables:
        version: 0.4
        PES: 14 * 12
        buf: 108
        global_cycle_seconds: 1e-9 / 2
        technology: "45nm"
      architecture:
        version: 0.4
        nodes:
        - !Container
          name: system
          attributes: {technology: technology, global_cycle_seconds: global_cycle_seconds}
        - !Component
          name: dram
          class: DRAM
          attributes: {width: 64, datawidth: word, shared_bandwidth: 12, word: 8}
        - !Nothing
        - !Component {name: glb, class: smartbuffer_sram, attributes: {sizeKB: buf, width: 128, datawidth: 8}}
        - !Component {name: l1, class: SRAM, attributes: {depth: 2**10, width: 2 * 64, datawidth: 8}}
        - !Container {name: PE, spatial: {meshX: PES}}
        - !Component {name: mac, class: intmac, attributes: {multiplier_width: 4 * 2, adder_width: 24}}
      """
    let (conversion, machine) = try converted(text)
    #expect(machine.technology.node?.value == ProcessNode(45))
    #expect(machine.technology.frequency.value == Frequency(2e9))
    #expect(machine.computeInstances == 168)
    #expect(machine.memories[1].capacity?.value == ByteCount(108 * 1024))
    #expect(machine.memories[2].capacity?.value == ByteCount(16 * 1024))
    let port = try #require(machine.memories[0].ports.first)
    #expect(machine.memories[0].ports.count == 1 && port.kind == .readWrite)
    #expect(port.bandwidth.value == .perCycle(BandwidthPerCycle(12)))
    #expect(machine.compute?.formats.first?.arithmetic.accumulate == .int24)
    #expect(!conversion.notes("convert.no-counterpart").contains { $0.contains("'word'") })
  }

  @Test func `what a Timeloop expression names and nobody states is an error`() {
    let text = """
      architecture:
        version: 0.4
        nodes:
        - !Component {name: dram, class: DRAM, attributes: {width: 8 * nothing, datawidth: 8}}
        - !Component {name: mac, class: intmac, attributes: {multiplier_width: 8, adder_width: 24}}
      """
    #expect(refusal(text).map(\.id) == ["convert.not-a-number"])
  }

  @Test func `AccelForge's nested nodes, differences of tensors and settings are followed`() throws
  {
    let text = """
      {% set N = 4 %}
      {% set M = N %}
      arch:
        nodes:
        - !Memory {name: D, size: inf, tensors: {keep: All}, leak_power: 0, area: 0, actions: [{name: read, energy: 1e-12, throughput: 64e9}, {name: write, energy: 1e-12, throughput: 64e9}]}
        - !Hierarchical
          nodes:
          - !Container
            name: T
            spatial: [{name: x, fanout: {{M}}, may_reuse: All - weight}]
          - !Memory {name: R, size: 64, tensors: {keep: All - (weight | output)}, leak_power: 0, area: 0, actions: [{name: read, energy: 1e-15, throughput: 8e9}, {name: write, energy: 1e-15, throughput: 8e9}]}
        - !Fork
          nodes:
          - !Compute {name: side, leak_power: 0, area: 0, actions: [{name: compute, energy: 1e-12, throughput: 1e9}]}
        - !Compute {name: C, leak_power: 0, area: 0, actions: [{name: compute, energy: 1e-13, throughput: 1e9}]}
      """
    let (conversion, machine) = try converted(text)
    #expect(machine.computeInstances == 4)
    #expect(machine.memories.map(\.name) == ["d", "r"])
    #expect(machine.memories[1].holds == [.inputs])
    let axis = try #require(machine.sides.first)
    #expect(axis.multicast == [.inputs] && axis.reducesOutputs)
    #expect(conversion.notes("convert.no-counterpart").contains { $0.contains("!Fork") })
    #expect(conversion.notes("convert.template") == [])
  }

  @Test func `an indented line of SCALE-Sim goes on with the value before it`() throws {
    let text = """
      ; comment
      [run_presets]
      InterfaceBandwidth: USER
      [architecture_presets]
      ArrayHeight:    16
      ArrayWidth = 8
      IfmapSramSzkB:    64
      FilterSramSzkB:   32
      OfmapSramSzkB:    32
      Dataflow:    WS
      Bandwidth:
         16
      """
    let (_, machine) = try converted(text, file: "s.cfg")
    #expect(machine.computeInstances == 128)
    #expect(machine.memories[0].ports.first?.bandwidth.value == .perCycle(BandwidthPerCycle(16)))
  }

  @Test func `ZigZag's single memory, empty sides and odd widths come over`() throws {
    let text = """
      name: odd
      memories:
        only:
          size: 8e6
          r_cost: 1.5e0
          w_cost: 2
          area: 0
          latency: 1
          operands: [I2, O, I1]
          ports:
            - {name: rw_port_1, type: read_write, bandwidth_min: 1, bandwidth_max: 777, allocation: ["I1, fh", "I1, tl", "I2, fh", "I2, tl", "O, fh", "O, tl", "O, fl", "O, th"]}
          served_dimensions: [D1, D2]
      operational_array: {input_precision: [4, 16], unit_energy: 0, unit_area: 1, dimensions: [D1, D2], sizes: [7, 1]}
      """
    let (_, machine) = try converted(text)
    #expect(machine.computeInstances == 7)
    #expect(machine.memories.map(\.name) == ["only"])
    // 8e6 bits; 777 bits a cycle.
    #expect(machine.memories[0].capacity?.value == ByteCount(1e6))
    #expect(
      machine.memories[0].ports.first?.bandwidth.value == .perCycle(BandwidthPerCycle(97.125)))
  }
}
