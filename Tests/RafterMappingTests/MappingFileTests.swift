// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterHardware
import RafterMapping
import RafterQuantities
import RafterWorkload
import Testing

@Suite struct MappingFileTests {
  static func lay(_ mapping: Mapping, _ nest: LoopNest, _ machine: Accelerator) -> MappedNest {
    MappedNest(
      nest: nest, mapping: mapping, text: "",
      cost: Evaluator.cost(of: mapping, for: nest, on: machine, format: TestMachines.int8),
      certificate: Certificate(objective: .latency, gap: 0, mappingsConsidered: 0))
  }

  @Test(arguments: 0..<60)
  func `a mapping that was written is read back node for node`(seed: Int) throws {
    let random = RandomCase(seed: UInt64(seed))
    // Memories that hold an operand further out than the first one cannot be drawn: all begin in m0.
    let text = MappingFile.text(
      [Self.lay(random.mapping, random.nest, random.machine)], on: random.machine)
    let draft = try MappingReader.read(text: text, file: "m.yaml")
    let back = try draft.mappings(
      of: [random.nest], on: random.machine, format: TestMachines.int8)
    #expect(back == [random.mapping], "\(text)")
  }

  @Test func `what the search found is valid, and written without tiles that follow from factors`()
    throws
  {
    let nest = TestNests.gemm(m: 10, n: 256, k: 300)
    let machine = TestMachines.systolic()
    guard
      case .mapped(let best) = Mapper.map(nest, on: machine, format: TestMachines.int8)
    else {
      Issue.record("nothing fits")
      return
    }
    let text = MappingFile.text([best], on: machine, comments: ["by the search"])
    let draft = try MappingReader.read(text: text, file: "m.yaml")
    let back = try draft.mappings(of: [nest], on: machine, format: TestMachines.int8)
    #expect(back == [best.mapping])
    let laid = MappingDraft.lay(
      back[0], of: nest, on: machine, format: TestMachines.int8, objective: .latency,
      limit: SearchLimit())
    #expect(laid == best)
  }

  @Test func `a mapping is a YAML file, one node a line`() {
    let nest = TestNests.gemm(m: 10, n: 256, k: 300)
    let mapping = Mapping(nodes: [
      .store(.weights, memory: 0), .store(.inputs, memory: 0), .store(.outputs, memory: 0),
      .store(.inputs, memory: 1), .store(.outputs, memory: 1), .store(.outputs, memory: 2),
      .loop(dimension: 3, bound: 2, tile: 150),
      .unroll(dimension: 3, element: 3, axis: 0, factor: 150, tile: 1),
      // 256 in tiles of 200 are two uneven parts; two even ones would have 128.
      .unroll(dimension: 2, element: 3, axis: 1, factor: 2, tile: 200),
      .store(.weights, memory: 3), .loop(dimension: 2, bound: 200, tile: 1),
      .loop(dimension: 1, bound: 10, tile: 1),
    ])
    let machine = TestMachines.systolic()
    let text = MappingFile.text(
      [Self.lay(mapping, nest, machine)], on: machine, comments: ["by hand"])
    #expect(
      text == """
        # by hand
        rafter: mapping/1
        nest: {B: 1, M: 10, N: 256, K: 300}
        nodes:
          - store: {memory: dram, operands: [weights, inputs, outputs]}
          - store: {memory: unified, operands: [inputs, outputs]}
          - store: {memory: accumulators, operands: [outputs]}
          - for: {dimension: K, tile: 150}  # 2 steps
          - parallel: {dimension: K, factor: 150, on: rows}
          - parallel: {dimension: N, factor: 2, tile: 200, on: columns}
          - store: {memory: register, operands: [weights]}
          - for: {dimension: N, tile: 1}  # 200 steps
          - for: {dimension: M, tile: 1}  # 10 steps

        """)
  }

  @Test func `products of a layer are told apart by their label`() throws {
    let machine = TestMachines.twoLevel(capacity: 1000)
    var scores = TestNests.gemm(m: 4, n: 2, k: 3)
    scores.label = "scores"
    var context = TestNests.gemm(m: 2, n: 5, k: 1)
    context.label = "context"
    let mapped = [scores, context].map { nest in
      let loops = nest.dimensions.indices.filter { nest.dimensions[$0].bound > 1 }.map {
        MappingNode.loop(dimension: $0, bound: nest.dimensions[$0].bound, tile: 1)
      }
      return Self.lay(
        Mapping(nodes: Operand.allCases.map { .store($0, memory: 0) } + loops), nest, machine)
    }
    let text = MappingFile.text(mapped, on: machine)
    let draft = try MappingReader.read(text: text, file: "m.yaml")
    // The order of the file is not that of the layer.
    let back = try draft.mappings(
      of: [context, scores], on: machine, format: TestMachines.int8)
    #expect(back == [mapped[1].mapping, mapped[0].mapping])
    #expect(throws: DiagnosticList.self) {
      try draft.mappings(of: [context], on: machine, format: TestMachines.int8)
    }
  }
}
