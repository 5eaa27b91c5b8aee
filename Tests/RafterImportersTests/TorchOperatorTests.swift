// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterImporters
import RafterTestSupport
import RafterWorkload
import Testing

/// Programs of one call.
@Suite struct TorchOperatorTests {
  private func graph(
    _ target: String, tensors: [(name: String, shape: [Int], kind: String)], arguments: String,
    made: [Int]
  ) throws -> ResolvedGraph {
    let all = tensors + [(name: "y", shape: made, kind: "activation")]
    let listed = all.map {
      "{\"name\": \"\($0.name)\", \"shape\": \($0.shape), \"dtype\": \"float32\", "
        + "\"kind\": \"\($0.kind)\"}"
    }.joined(separator: ",")
    let text = """
      {"schema": "rafter/torch-export/1", "name": "one", "tensors": [\(listed)],
       "nodes": [{"name": "n", "target": "aten.\(target).default", "outputs": ["y"],
                  "arguments": {\(arguments)}}],
       "outputs": ["y"]}
      """
    return try TorchExportReader.resolve(
      bytes: FileBytes(Array(text.utf8)), source: "p.json", name: "p")
  }

  @Test func `a bilinear form multiplies by its slices and then sums them`() throws {
    let node = try graph(
      "bilinear",
      tensors: [
        ("a", [6, 3], "input"), ("b", [6, 4], "input"), ("w", [5, 3, 4], "parameter"),
        ("c", [5], "parameter"),
      ],
      arguments:
        "\"input1\": {\"tensor\": \"a\"}, \"input2\": {\"tensor\": \"b\"}, "
        + "\"weight\": {\"tensor\": \"w\"}, \"bias\": {\"tensor\": \"c\"}", made: [6, 5]
    ).nodes[0]
    // 6 rows times 5 x 3 slices of 4, then 6 rows times 5 sums of 3; a bias for each of 30 results.
    #expect(node.macs == 6 * 15 * 4 + 6 * 5 * 3)
    #expect(node.vectorOperations == 30)
  }

  @Test func `a matrix times a vector is added to another`() throws {
    let node = try graph(
      "addmv",
      tensors: [("s", [7], "input"), ("m", [7, 4], "parameter"), ("v", [4], "input")],
      arguments:
        "\"self\": {\"tensor\": \"s\"}, \"mat\": {\"tensor\": \"m\"}, \"vec\": {\"tensor\": \"v\"}",
      made: [7]
    ).nodes[0]
    #expect(node.macs == 28)
    #expect(node.vectorOperations == 7)
    #expect(node.elementsRead == [28, 4, 7])
  }

  @Test func `products of pairs of vectors run along one axis`() throws {
    let node = try graph(
      "linalg_vecdot", tensors: [("a", [5, 3, 8], "input"), ("b", [5, 3, 8], "input")],
      arguments: "\"x\": {\"tensor\": \"a\"}, \"y\": {\"tensor\": \"b\"}, \"dim\": -1",
      made: [5, 3]
    ).nodes[0]
    #expect(node.macs == 5 * 3 * 8)
    #expect(node.nests[0].dimensions.map { "\($0.name)\($0.bound)" } == ["B15", "M1", "N1", "K8"])
  }

  @Test func `random numbers are made in the run`() throws {
    let made = try graph("randn", tensors: [], arguments: "\"size\": [4, 4]", made: [4, 4])
    #expect(made.diagnostics == [])
    #expect(made.nodes[0].isFolded == false)
    #expect(made.nodes[0].vectorOperations == 16 * 4)
  }

  @Test func `literals of a program are no parameters`() throws {
    for (kind, parameters) in [("constant", 0), ("buffer", 32), ("parameter", 32)] {
      let made = try graph(
        "matmul", tensors: [("x", [2, 8], "input"), ("w", [8, 4], kind)],
        arguments: "\"self\": {\"tensor\": \"x\"}, \"other\": {\"tensor\": \"w\"}", made: [2, 4])
      #expect(made.nodes[0].macs == 64)
      #expect(LayerGrouping.workload(from: made).parameters == parameters)
    }
  }

  @Test func `an unknown operator makes the totals a lower bound`() throws {
    let made = try graph(
      "mystery", tensors: [("x", [2, 8], "input")], arguments: "\"self\": {\"tensor\": \"x\"}",
      made: [2, 8])
    #expect(
      made.uncounted
        == UncountedWork(
          unknownNodes: 1, shapelessNodes: 0, firstOperator: "aten::mystery", firstNode: "n"))
  }
}
