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

  @Test func `what Sparseloop's storages leave alone for zeros comes over as the arithmetic's`()
    throws
  {
    let text = """
      architecture:
        version: 0.4
        nodes:
        - !Component
          name: buffer
          class: storage
          attributes: {depth: 64, width: 8, datawidth: 8, read_bandwidth: 4, write_bandwidth: 4}
          sparse_optimizations:
            action_optimization:
            - {type: gating, options: [{target: B, condition_on: [A]}, {target: Z, condition_on: [A]}]}
            - {type: skipping, options: [{target: A, condition_on: [B]}]}
            - {type: guessing, options: [{target: A, condition_on: [B]}]}
            representation_format: {data_spaces: []}
        - !Component
          name: mac
          class: intmac
          attributes: {multiplier_width: 8, adder_width: 16}
          sparse_optimizations: {compute_optimization: [{type: gating}]}
      """
    let (conversion, machine) = try converted(text)
    // Zeros of A, the inputs, are gated; those of B, the weights, skipped, which leaves nothing to gate.
    let sparsity = try #require(machine.compute?.sparsity)
    #expect(sparsity.gating == [.inputs] && sparsity.skipping == [.weights])
    let lost = conversion.notes("convert.no-counterpart")
    #expect(lost.contains { $0.contains("'guessing'") })
    #expect(lost.contains { $0.contains("'representation_format'") })
  }

  @Test func `a misspelt key is placed, and the one that is meant is named`() throws {
    let timeloop = """
      architecture:
        version: 0.4
        nodes:
        - !Component {name: glb, class: SRAM, attributes: {dpeth: 64, width: 64, datawidth: 8, read_bandwidth: 4}}
        - !Component {name: mac, class: intmac, atributes: {multiplier_width: 8}}
      """
    let notes = try converted(timeloop).0.notes.filter { $0.id == "convert.no-counterpart" }
    #expect(notes.map(\.suggestion) == ["did you mean 'depth'?", "did you mean 'attributes'?"])
    #expect(
      notes.map(\.location?.position) == [
        .text(line: 4, column: 61, length: 2), .text(line: 5, column: 43, length: 9),
      ])
    let scalesim = "[architecture_presets]\nArrayHeight: 16\nArrayWdith: 8\n"
    let list = #expect(throws: DiagnosticList.self) {
      try Conversion.read(text: scalesim, file: "s.cfg")
    }
    #expect(
      list?.diagnostics.contains { $0.suggestion == "did you mean 'arraywidth'?" } == true)
  }

  @Test(arguments: [
    ("architectrue:\n  version: 0.4\n", 1, "did you mean 'architecture'?"),
    ("name: x\nmemory:\n  a: 1\n", 2, "did you mean 'memories'?"),
    (
      "; SCALE-Sim\n[architecture_preset]\nArrayHeight: 4\n", 2,
      "did you mean '[architecture_presets]'?"
    ),
  ])
  func `a file that is nearly one of a tool is told so`(text: String, line: Int, remedy: String) {
    let found = refusal(text)
    #expect(found.map(\.id) == ["convert.unknown-format"])
    #expect(found.first?.suggestion == remedy)
    guard case .text(line: line, column: 1, length: _)? = found.first?.location?.position else {
      return #expect(Bool(false), "\(found)")
    }
  }

  @Test func `what is no YAML either is told where it breaks`() {
    let found = refusal("a: 1\nb: [1, 2\nc: 3\n")
    #expect(found.map(\.id) == ["convert.unknown-format", "document.syntax"])
    guard case .text(let line, _, _)? = found.last?.location?.position else {
      return #expect(Bool(false), "\(found)")
    }
    #expect((2...3).contains(line))
  }

  @Test func `half a file of any tool is refused with a place, never read as a smaller machine`() {
    for text in [
      "architecture:\n  version: 0.4\n  nodes:\n  - !Component {name: dram, class: DRAM, attributes: {width: 64}}\n  - !Compo",
      "arch:\n  nodes:\n  - !Memory {name: D, size: inf, tensors: {keep: All",
      "name: z\nmemories:\n  only:\n    size: 8e6\n",
      "[architecture_presets]\nArrayHeight: 16\nArrayWi",
    ] {
      let found = refusal(text)
      #expect(!found.isEmpty, "\(text)")
      #expect(found.allSatisfy { $0.location != nil }, "\(text)")
    }
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
