// SPDX-License-Identifier: Apache-2.0
import RafterQuantities
import RafterTestSupport
import RafterWorkload
import Testing

@testable import RafterImporters

struct GroupingBundledTests {
  @Test(arguments: BundledModel.names)
  func `sums over layers are sums over nodes and each node is in one layer`(name: String) throws {
    let graph = try BundledModel.graph(name)
    let w = LayerGrouping.workload(from: graph)
    GraphCheck.conserves(graph, w)
    GraphCheck.runsInOrder(graph, w)
  }

  @Test(arguments: BundledModel.names)
  func `names and the order of nodes do not matter`(name: String) throws {
    var random = SeededGenerator(seed: 42)
    let graph = try BundledModel.graph(name)
    let before = Anonymous(LayerGrouping.workload(from: graph))
    #expect(Anonymous(LayerGrouping.workload(from: RandomGraph.renamed(graph))) == before)
    let other = RandomGraph.renamed(RandomGraph.shuffled(graph, &random))
    #expect(other.nodes.map(\.operator) != graph.nodes.map(\.operator))
    #expect(Anonymous(LayerGrouping.workload(from: other)).unordered == before.unordered)
  }

  @Test(arguments: ["resnet50", "resnet50-legacy"])
  func `ResNet-50 is 53 convolutions, two poolings and a classifier`(name: String) throws {
    let w = try BundledModel.workload(name)
    #expect(w.layers.count == 56)
    #expect(w.layers.filter { $0.kind == .convolution }.count == 53)
    #expect(w.layers.map(\.operators).filter { $0 == "Conv+Add+Relu" }.count == 16)
    #expect(w.layers[1].operators == "MaxPool")
    #expect(w.layers.last?.kind == .gemm)
    #expect(w.totals.macs == 4_089_184_256)
    // Both 1x1 convolutions of the first block, 56*56*256 floats, and the input of the second, a quarter:
    // the shortcut 802,816 + its addend's input 200,704 + the sum 802,816 elements.
    #expect(w.peakActivationBytes == 4 * (802_816 + 200_704 + 802_816))
  }

  @Test func `a block of ViT-B-16 is norm, qkv, attention, projection, norm and two products`()
    throws
  {
    let w = try BundledModel.workload("vit-b-16")
    let block: [OperatorKind] = [
      .normalization, .matmul, .attention, .gemm, .normalization, .matmul, .matmul,
    ]
    // In front: patches, their transposition, the class token, the positions.
    #expect(w.layers.map(\.kind).prefix(11).suffix(7) == block[...])
    #expect(w.layers.count == 4 + 12 * 7 + 3)
    #expect(w.layers[9].operators == "MatMul+Add+Gelu")
    #expect(w.layers.filter { $0.kind == .attention }.allSatisfy { $0.nests.count == 2 })
  }

  @Test func `a block of BERT is q, k, v, attention, projection, norm, two products, norm`() throws
  {
    let w = try BundledModel.workload("bert-base")
    let first = try #require(w.layers.firstIndex { $0.kind == .attention })
    #expect(
      w.layers[(first + 1)...].prefix(9).map(\.kind) == [
        .matmul, .normalization, .matmul, .matmul, .normalization, .matmul, .matmul, .matmul,
        .attention,
      ])
    // 12 blocks of 9, the embedding and its norm, and three steps that make the mask.
    #expect(w.layers.count == 12 * 9 + 2 + 3)
  }

  @Test(arguments: ["llama-small", "llama-small-legacy"])
  func `a block of Llama is the same whether its parts are spelled out or not`(name: String) throws
  {
    let w = try BundledModel.workload(name)
    let block: [OperatorKind] = [
      .normalization, .matmul, .matmul, .matmul, .elementwise, .elementwise, .attention, .matmul,
      .normalization, .matmul, .matmul, .elementwise, .matmul,
    ]
    // The embedding, three steps that make the mask, four blocks, the last norm and the head.
    #expect(w.layers.count == 4 + 4 * 13 + 2)
    for i in 0..<4 {
      #expect(w.layers[(4 + 13 * i)...].prefix(13).map(\.kind) == block)
    }
    #expect(w.totals.macs == 1_879_048_192)
  }
}
