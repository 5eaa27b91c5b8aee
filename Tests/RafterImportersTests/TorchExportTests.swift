// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterImporters
import RafterTestSupport
import RafterWorkload
import Testing

@Suite struct TorchExportTests {
  /// A convolution with its activation, a pooling, a classifier and its tied twin.
  static let program = """
    {"schema": "rafter/torch-export/1", "name": "tiny", "torch": "2.13.0",
     "tensors": [
      {"name": "x", "shape": [1, 3, 8, 8], "dtype": "float32", "kind": "input"},
      {"name": "w", "shape": [4, 3, 3, 3], "dtype": "float32", "kind": "parameter", "storage": "conv.weight"},
      {"name": "f", "shape": [10, 4], "dtype": "float32", "kind": "parameter", "storage": "fc.weight"},
      {"name": "g", "shape": [10, 4], "dtype": "float32", "kind": "parameter", "storage": "fc.weight"},
      {"name": "c", "shape": [1, 4, 4, 4], "dtype": "float32", "kind": "activation"},
      {"name": "r", "shape": [1, 4, 4, 4], "dtype": "float32", "kind": "activation"},
      {"name": "p", "shape": [1, 4, 1, 1], "dtype": "float32", "kind": "activation"},
      {"name": "v", "shape": [1, 4], "dtype": "float32", "kind": "activation"},
      {"name": "y", "shape": [1, 10], "dtype": "float32", "kind": "activation"},
      {"name": "z", "shape": [1, 10], "dtype": "float32", "kind": "activation"}],
     "nodes": [
      {"name": "conv2d", "target": "aten.conv2d.default", "module": "body.conv", "outputs": ["c"],
       "arguments": {"input": {"tensor": "x"}, "weight": {"tensor": "w"}, "bias": null, "stride": [2, 2], "padding": [1, 1]}},
      {"name": "relu_", "target": "aten.relu_.default", "outputs": ["r"], "arguments": {"self": {"tensor": "c"}}},
      {"name": "pool", "target": "aten.adaptive_avg_pool2d.default", "outputs": ["p"], "arguments": {"self": {"tensor": "r"}, "output_size": [1, 1]}},
      {"name": "flatten", "target": "aten.flatten.using_ints", "outputs": ["v"], "arguments": {"self": {"tensor": "p"}, "start_dim": 1}},
      {"name": "linear", "target": "aten.linear.default", "outputs": ["y"], "arguments": {"input": {"tensor": "v"}, "weight": {"tensor": "f"}}},
      {"name": "linear_1", "target": "aten.linear.default", "outputs": ["z"], "arguments": {"input": {"tensor": "v"}, "weight": {"tensor": "g"}}}],
     "outputs": ["y", "z"]}
    """

  private func resolve(_ text: String) throws(DiagnosticList) -> ResolvedGraph {
    try TorchExportReader.resolve(bytes: FileBytes(Array(text.utf8)), source: "p.json", name: "p")
  }

  private func refusal(_ text: String) -> [Diagnostic] {
    do throws(DiagnosticList) {
      _ = try resolve(text)
      return []
    } catch {
      return error.diagnostics
    }
  }

  @Test func `a program is counted and grouped as its ONNX twin`() throws {
    let workload = LayerGrouping.workload(from: try resolve(Self.program))
    #expect(workload.layers.map(\.operators) == ["Conv+Relu", "GlobalAveragePool", "Gemm", "Gemm"])
    #expect(workload.layers[0].name == "body.conv")
    // 4*3*9 taps at 4 x 4 places; two products of 4 x 10.
    #expect(workload.totals.macs == 108 * 16 + 80)
    // Places 0 of the two sides have one tap on the padding: (3*4 - 1)^2 pairs.
    #expect(workload.totals.macsWithoutPadding == 12 * 121 + 80)
    #expect(workload.bindings == ["x=1x3x8x8"])
  }

  @Test func `tied weights are counted once`() throws {
    let workload = LayerGrouping.workload(from: try resolve(Self.program))
    #expect(workload.parameters == 108 + 40)
  }

  @Test func `an unknown operator is named and its bytes are counted`() throws {
    let graph = try resolve(
      Self.program.replacing("aten.relu_.default", with: "aten.mystery.default"))
    #expect(graph.diagnostics.map(\.id) == ["torch.unknown-operator"])
    let workload = LayerGrouping.workload(from: graph)
    #expect(workload.layers[1].operators == "aten::mystery")
    #expect(workload.layers[1].compulsoryBytes == 2 * 64 * 4)
  }

  @Test(arguments: [
    (
      "\"shape\": [1, 4, 4, 4], \"dtype\": \"float32\"",
      "\"shape\": [1, -4], \"dtype\": \"float32\"", "torch.program"
    ),
    (
      "\"dtype\": \"float32\", \"kind\": \"input\"", "\"dtype\": \"float33\", \"kind\": \"input\"",
      "torch.program"
    ),
    ("\"outputs\": [\"r\"]", "\"outputs\": [\"q\"]", "torch.program"),
    (
      "\"name\": \"w\", \"shape\": [4, 3, 3, 3]", "\"name\": \"w\", \"shape\": [4, 5, 3, 3]",
      "torch.shape-mismatch"
    ),
    ("rafter/torch-export/1", "rafter/torch-export/9", "torch.program"),
    ("\"nodes\": [", "\"nodes\": [,", "json.syntax"),
    ("\"name\": \"tiny\"", "\"name\": \"tiny\", \"name\": \"x\"", "json.syntax"),
  ]) func `what is wrong is said with line and column`(old: String, new: String, id: String) {
    let found = refusal(Self.program.replacing(old, with: new))
    #expect(found.first?.id == id)
    if case .text(let line, _, _)? = found.first?.location?.position {
      #expect(line >= 1)
    } else {
      Issue.record("no place")
    }
  }

  @Test func `a program cut anywhere is refused`() {
    let bytes = Array(Self.program.utf8)
    for size in stride(from: 1, to: bytes.count - 2, by: 41) {
      let found = refusal(String(decoding: bytes[..<size], as: UTF8.self))
      #expect(found.first?.id == "json.syntax", "at \(size)")
    }
  }
}
