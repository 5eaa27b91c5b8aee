// SPDX-License-Identifier: Apache-2.0
import Rafter
import Testing

/// Tensors that stay between layers on the small test machine.
struct FusionTests {
  /// Products one after the other, each reading what the one before wrote.
  private static func chain(_ m: Int, _ widths: [Int]) -> Workload {
    var layers: [Layer] = []
    for index in widths.indices.dropLast() {
      var layer = TestLayer.gemm(m, widths[index + 1], widths[index], id: "L0\(index + 1)")
      let names: [Operand: String] = [
        .weights: "w\(index)", .inputs: "x\(index)", .outputs: "x\(index + 1)",
      ]
      for place in layer.tensors.indices {
        layer.tensors[place].name = names[layer.tensors[place].role] ?? ""
      }
      for place in layer.nests[0].operands.indices {
        let role = layer.nests[0].operands[place].role
        layer.nests[0].operands[place].tensor = names[role] ?? ""
      }
      layers.append(layer)
    }
    return TestLayer.workload(layers)
  }

  private static func analyze(
    _ workload: Workload, buffer: String = "64 KiB", residency: Residency = .kept
  ) async throws -> Analysis {
    var options = AnalysisOptions(objective: .energy)
    options.residency = residency
    return try await Analyzer.analyze(
      workload, on: try TestMachine.machine(TestMachine.text(register: "16 B", buffer: buffer)),
      options: options, parallelism: 1)
  }

  @Test func `a tensor that fits leaves exactly its own traffic out`() async throws {
    // 32 x 64 between two products: written once and read once over dram, 2 x 2048 bytes.
    let workload = Self.chain(32, [48, 64, 40])
    let home = try await Self.analyze(workload, residency: .home)
    let kept = try await Self.analyze(workload)
    let fusion = try #require(kept.fusion)
    let edge = try #require(fusion.edges.first)
    #expect(fusion.edges.count == 1 && edge.isKept)
    #expect(edge.producer == "L01" && edge.consumers == ["L02"])
    guard case .kept(let memory, let extent, _, let gain) = edge.outcome else { return }
    #expect(memory == "buffer" && extent == .whole)
    #expect(gain.bytes == ByteCount(4096))
    func bytes(_ layer: Int, _ operand: Operand, _ analysis: Analysis) -> ByteCount? {
      analysis.layers[layer].levels[0].bytesByOperand[operand]
    }
    #expect(bytes(0, .outputs, kept) == .zero)
    #expect(bytes(1, .inputs, kept) == .zero)
    // Operations are those of before, and so is all that does not touch the tensor.
    #expect(kept.totals.operations == home.totals.operations)
    #expect(bytes(0, .inputs, kept) == bytes(0, .inputs, home))
    #expect(bytes(1, .outputs, kept) == bytes(1, .outputs, home))
    // Energy: 4096 bytes at dram, 10 pJ/bit, and as many at the buffer's outer side, 0.1 pJ/bit.
    let saved = try #require(gain.energy).value
    #expect(abs(saved / (4096 * 8 * 10.1e-12) - 1) < 0.02, "\(saved)")
    #expect(fusion.latencyAtHome == home.totals.latency)
  }

  @Test func `one layer alone is that layer`() async throws {
    let workload = Self.chain(32, [48, 64])
    let home = try await Self.analyze(workload, residency: .home)
    // Too small for the weights, which would stay otherwise.
    let tight = try await Self.analyze(workload, buffer: "2 KiB")
    let homeTight = try await Self.analyze(workload, buffer: "2 KiB", residency: .home)
    #expect(tight.totals.latency == homeTight.totals.latency)
    #expect(tight.totals.energy == homeTight.totals.energy)
    #expect(try #require(tight.fusion).edges.isEmpty)
    #expect(home.fusion == nil)
  }

  @Test func `what does not fit goes back, and says by how much`() async throws {
    let fusion = try #require(
      await Self.analyze(Self.chain(64, [16, 512, 16]), buffer: "4 KiB").fusion)
    switch try #require(fusion.edges.first).outcome {
    case .notKept(let reason):
      #expect(reason.contains("buffer lacks"))
    case .kept(_, let extent, let room, _):
      // Only some of its rows can.
      #expect(extent == .rows && room <= ByteCount(4096))
    }
  }

  @Test func `a tensor that is needed later keeps its room until then`() async throws {
    // x1 (64 x 32 = 2 KiB) is read by L02 and by L03; with x2 beside it and the tiles, 5 KiB hold one of them only.
    var workload = Self.chain(64, [32, 32, 32])
    var last = TestLayer.vector(2048, operations: 2048, id: "L03")
    last.tensors[0].name = "x1"
    last.tensors[1].name = "y"
    var second = last.tensors[0]
    second.name = "x2"
    last.tensors.append(second)
    workload.layers.append(last)
    let roomy = try #require(await Self.analyze(workload).fusion)
    #expect(roomy.edges.map(\.isKept) == [true, true])
    #expect(roomy.edges[0].consumers == ["L02", "L03"])
    let tight = try #require(await Self.analyze(workload, buffer: "4 KiB").fusion)
    #expect(tight.edges.filter(\.isKept).count < 2)
  }

  @Test func `weights stay from run to run where all of them fit`() async throws {
    let workload = Self.chain(8, [64, 64, 64])
    let kept = try await Self.analyze(workload)
    guard case .kept(let memory, _, let room, _) = try #require(kept.fusion).weights else {
      Issue.record("8 KiB of weights fit 64 KiB")
      return
    }
    #expect(memory == "buffer" && room == ByteCount(8192))
    for layer in kept.layers { #expect(layer.levels[0].bytesByOperand[.weights] == .zero) }
    let tight = try #require(await Self.analyze(workload, buffer: "6 KiB").fusion)
    guard case .notKept = tight.weights else {
      Issue.record("8 KiB of weights do not fit 6 KiB")
      return
    }
  }

  @Test func `the gain of the whole is what its layers gain`() async throws {
    let workload = Self.chain(32, [48, 64, 40, 24])
    let home = try await Self.analyze(workload, residency: .home)
    let kept = try await Self.analyze(workload)
    #expect(kept.totals.latency <= home.totals.latency)
    let (before, after) = (try #require(home.totals.energy), try #require(kept.totals.energy))
    #expect(after < before)
    let sum = kept.layers.reduce(0.0) { $0 + ($1.energy?.value ?? 0) }
    #expect(abs(sum / after.value - 1) < 1e-12)
  }

  /// Two products of 64 x 32 x 32 that both walk their rows outermost, eight at a time.
  private static func byRows(buffer: String, outermost: String = "M", tile: Int = 8) async throws
    -> Analysis
  {
    let file = """
      rafter: mapping/1
      nodes:
        - store: {memory: dram, operands: [weights, inputs, outputs]}
        - for: {dimension: \(outermost), tile: \(tile)}
        - store: {memory: buffer, operands: [weights, inputs, outputs]}
        - for: {dimension: K, tile: 4}
        - for: {dimension: N, tile: 4}
        - parallel: {dimension: K, factor: 4, on: rows}
        - parallel: {dimension: N, factor: 4, on: columns}
        - store: {memory: register, operands: [weights]}
        - for: {dimension: M, tile: 1}
      """
    var options = AnalysisOptions()
    options.residency = .kept
    options.mapping = try MappingReader.read(text: file, file: "rows.yaml")
    return try await Analyzer.analyze(
      chain(64, [32, 32, 32]),
      on: try TestMachine.machine(TestMachine.text(register: "16 B", buffer: buffer)),
      options: options, parallelism: 1)
  }

  @Test func `rows stay where the whole does not, with the tiles of both layers beside them`()
    async throws
  {
    // Whole: 64 * 32 sums of 4 bytes while it is made, 8 KiB beside the tiles. Rows: the 8 that are used and the 8 that
    // arrive, 16 * 32 sums of 4 bytes = 2 KiB, and what the reader keeps beside them.
    let analysis = try await Self.byRows(buffer: "8 KiB")
    let fusion = try #require(analysis.fusion)
    guard
      case .kept(let memory, let extent, let room, let gain) = try #require(fusion.edges.first)
        .outcome
    else {
      Issue.record("\(fusion.edges)")
      return
    }
    #expect(memory == "buffer" && extent == .rows)
    // Weights 1 KiB; 8 x 32 sums of 4 bytes, two of them: 2 KiB.
    #expect(room == ByteCount(2048 + 1024 + 2048))
    #expect(gain.bytes == ByteCount(4096))
    // More room, and it stays whole; less, and not even rows stay.
    let whole = try await Self.byRows(buffer: "32 KiB")
    guard case .kept(_, .whole, _, let same) = try #require(whole.fusion?.edges.first).outcome
    else {
      Issue.record("32 KiB hold it whole")
      return
    }
    #expect(same.bytes == gain.bytes)
    let tight = try await Self.byRows(buffer: "5 KiB")
    #expect(try #require(tight.fusion?.edges.first).isKept == false)
  }

  @Test func `layers that do not walk rows outermost take no turns`() async throws {
    let analysis = try await Self.byRows(buffer: "8 KiB", outermost: "N", tile: 8)
    #expect(try #require(analysis.fusion?.edges.first).isKept == false)
  }

  @Test func `what stays is counted where numbers of the machine move under the same mappings`()
    async throws
  {
    let kept = try await Self.analyze(Self.chain(32, [48, 64, 40]))
    let same = kept.totals(underSameMappingsOn: kept.accelerator)
    #expect(same.latency == kept.totals.latency)
    #expect(same.energy == kept.totals.energy)
  }
}
