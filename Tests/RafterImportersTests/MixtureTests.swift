// SPDX-License-Identifier: Apache-2.0
import RafterImporters
import RafterQuantities
import RafterTestSupport
import RafterWorkload
import Testing

@Suite struct MixtureTests {
  @Test func `rows go through the experts that are chosen for them`() throws {
    let graph = try Resolved.graph(domains: [("com.microsoft", 1)]) {
      $0.input("x", [2, 3, 8])
      $0.input("scores", [6, 4])
      $0.initializer("up", [4, 16, 8])
      $0.initializer("down", [4, 8, 16])
      $0.initializer("gate", [4, 16, 8])
      $0.node(
        "MoE", ["x", "scores", "up", "", "down", "", "gate"], ["y"], name: "moe",
        domain: "com.microsoft", [("k", .int(2))])
      $0.output("y")
    }
    let node = try #require(graph.node("moe"))
    #expect(graph.tensor("y")?.shape == [2, 3, 8])
    // 6 tokens, 2 experts each: 12 rows through 3 matrices of 8 x 16.
    #expect(node.macs == 12 * 3 * 128)
    // All four experts are read; softmax of 6 x 4 scores, 12 rows of 32 units, 12 rows of 8 results.
    #expect(node.elementsRead[2] == 4 * 128)
    #expect(node.vectorOperations == 24 * 5 + 12 * 32 * 5 + 12 * 8 * 2)
  }

  @Test func `one token reads only its own experts, several weights in a byte`() throws {
    let graph = try Resolved.graph(domains: [("com.microsoft", 1)]) {
      $0.input("x", [1, 8])
      $0.input("scores", [1, 4])
      $0.initializer("up", [4, 16, 4], type: ONNXBuilder.DataType.uint8)
      $0.initializer("s", [4, 16])
      $0.initializer("down", [4, 8, 8], type: ONNXBuilder.DataType.uint8)
      $0.node(
        "QMoE", ["x", "scores", "up", "s", "", "down", "s"], ["y"], name: "moe",
        domain: "com.microsoft", [("k", .int(2)), ("expert_weight_bits", .int(4))])
      $0.output("y")
    }
    let node = try #require(graph.node("moe"))
    #expect(node.macs == 2 * 2 * 128)
    #expect(node.elementsRead[2] == 2 * 64)
    #expect(node.nests.map { $0[.weights].format.rawValue } == ["uint4", "uint4"])
  }

  @Test func `packed queries, keys and values are attention like separate ones`() throws {
    func macs(_ fill: (inout ONNXBuilder.Graph) -> Void) throws -> (Int, [[Int]?]) {
      let graph = try Resolved.graph(domains: [("com.microsoft", 1)], fill)
      let node = try #require(graph.node("a"))
      return (node.macs, node.outputs.map { $0.flatMap { graph.tensors[$0].shape } })
    }
    let separate = try macs {
      $0.input("q", [2, 5, 12])
      $0.input("k", [2, 5, 12])
      $0.input("v", [2, 5, 12])
      $0.node(
        "MultiHeadAttention", ["q", "k", "v"], ["y"], name: "a", domain: "com.microsoft",
        [("num_heads", .int(3))])
      $0.output("y")
    }
    let all = try macs {
      $0.input("q", [2, 5, 3, 3, 4])
      $0.node(
        "MultiHeadAttention", ["q"], ["y"], name: "a", domain: "com.microsoft",
        [("num_heads", .int(3))])
      $0.output("y")
    }
    let pair = try macs {
      $0.input("q", [2, 5, 12])
      $0.input("k", [2, 5, 3, 2, 4])
      $0.node(
        "MultiHeadAttention", ["q", "k"], ["y"], name: "a", domain: "com.microsoft",
        [("num_heads", .int(3))])
      $0.output("y")
    }
    // 2 images, 3 heads, 5 x 5 pairs, 4 + 4 elements.
    #expect(separate.0 == 2 * 3 * 25 * 8)
    #expect(all.0 == separate.0 && pair.0 == separate.0)
    #expect(all.1 == separate.1 && pair.1 == separate.1)
  }
}
