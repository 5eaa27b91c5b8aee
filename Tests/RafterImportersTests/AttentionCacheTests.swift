// SPDX-License-Identifier: Apache-2.0
import RafterImporters
import RafterQuantities
import RafterTestSupport
import RafterWorkload
import Testing

/// One step of a decoder with grouped queries: 8 query heads, 2 key heads of 16, a cache of 100.
@Suite struct AttentionCacheTests {
  private func node(
    window: Int? = nil, queries: Int = 1, filled: Int? = 101, tables: Bool = false
  ) throws -> ResolvedNode {
    let graph = try Resolved.graph(domains: [("com.microsoft", 1)]) {
      $0.input("q", [1, .fixed(queries), 128])
      $0.input("k", [1, .fixed(queries), 32])
      $0.input("past", [1, 2, 100, 16])
      $0.input("lengths", [1], type: ONNXBuilder.DataType.int32)
      if let filled {
        $0.initializer("total", ints: [filled], dims: [])
      } else {
        $0.input("total", [], type: ONNXBuilder.DataType.int32)
      }
      $0.initializer("cos", [4096, 8])
      $0.initializer("sin", [4096, 8])
      var attributes: [String: ONNXBuilder.Attribute] = [
        "num_heads": .int(8), "kv_num_heads": .int(2),
      ]
      if let window { attributes["local_window_size"] = .int(window) }
      if tables { attributes["do_rotary"] = .int(1) }
      $0.node(
        "GroupQueryAttention",
        ["q", "k", "k", "past", "past", "lengths", "total"] + (tables ? ["cos", "sin"] : []),
        ["y", "pk", "pv"], name: "a", domain: "com.microsoft", attributes)
      $0.output("y")
    }
    return try #require(graph.node("a"))
  }

  @Test func `without a window a token attends to all keys`() throws {
    let node = try node()
    // 8 heads, 101 keys, 16 + 16 elements.
    #expect(node.macs == 8 * 101 * 32)
    #expect(node.elementsRead[3] == 2 * 100 * 16)
    // The cache is what the nest moves, not the new token.
    #expect(node.nests[0][.weights].tensor == "past")
  }

  @Test func `a window bounds the keys and what is read of the cache`() throws {
    let node = try node(window: 24)
    #expect(node.macs == 8 * 24 * 32)
    // 23 rows of the cache and the new one.
    #expect(node.elementsRead[3] == 2 * 23 * 16)
    #expect(node.elementsRead[4] == 2 * 23 * 16)
    // Softmax: 5 operations a pair [workloads 5.2].
    #expect(node.vectorOperations == 5 * 8 * 24)
  }

  @Test func `several queries in a window read its rows and their own`() throws {
    let node = try node(window: 24, queries: 10, filled: 90)
    #expect(node.macs == 8 * 10 * 24 * 32)
    // The first of the ten queries sees 23 keys behind it: 24 + 10 - 1 rows, 10 of them new.
    #expect(node.elementsRead[3] == 2 * 23 * 16)
  }

  @Test func `a buffer that is filled in part is read in part`() throws {
    let node = try node(filled: 41)
    #expect(node.macs == 8 * 41 * 32)
    #expect(node.elementsRead[3] == 2 * 40 * 16)
  }

  @Test func `of the tables of sines only the rows of the new tokens are read`() throws {
    let node = try node(tables: true)
    #expect(node.elementsRead[7] == 8 && node.elementsRead[8] == 8)
    // 3 operations for each element of 8 + 2 heads of 16 [workloads 5.2].
    #expect(node.vectorOperations == 5 * 8 * 101 + 3 * 10 * 16)
  }
}
