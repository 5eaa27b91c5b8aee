// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterImporters
import RafterTestSupport
import Testing

@Suite struct WireReaderTests {
  private func read(_ bytes: [UInt8]) throws -> ONNXModel {
    try ONNXReader.read(FileBytes(bytes), source: "m.onnx")
  }

  /// 08 07 is field 1, varint 7.
  ///
  /// 3a 04: field 7, four bytes: 12 02 'h' 'i' (field 2, two bytes).
  /// 42 04: field 8, four bytes: 0a 00 (field 1, empty), 10 0d (field 2, varint 13).
  @Test func `a model of fourteen bytes is read by hand`() throws {
    let model = try read([8, 7, 0x3a, 4, 0x12, 2, 0x68, 0x69, 0x42, 4, 0x0a, 0, 0x10, 13])
    #expect(model.irVersion == 7)
    #expect(model.graph.name == "hi")
    #expect(model.opsets == ["": 13])
  }

  /// 150 = 0x96 = 1 0010110 in base 128: 96 01, the example of the protobuf documentation.
  @Test func `numbers of more than seven bits are read least significant first`() throws {
    #expect(try read([8, 0x96, 1, 0x3a, 0]).irVersion == 150)
  }

  @Test func `negative numbers take ten bytes and keep their sign`() throws {
    let model = try read(ONNXBuilder.model { $0.initializer("w", [-5, 3]) })
    #expect(model.graph.initializers[0].dims == [-5, 3])
  }

  @Test func `names, edges and attributes of nodes are read`() throws {
    let model = try read(
      ONNXBuilder.model {
        $0.node(
          "Op", ["a", "", "b"], ["c", ""], name: "n", domain: "com.example",
          [
            ("i", .int(-3)), ("f", .float(0.5)), ("s", .string("SAME_UPPER")),
            ("is", .ints([1, .min, .max])), ("fs", .floats([1.5, -2])),
            ("ss", .strings(["p", "q"])),
            ("t", .intTensor([7], dims: [])), ("r", .reference("alpha")),
          ])
      })
    let node = try #require(model.graph.nodes.first)
    #expect(node.name == "n")
    #expect(node.operator == "Op")
    #expect(node.domain == "com.example")
    #expect(node.inputs == ["a", "", "b"])
    #expect(node.outputs == ["c", ""])
    guard case .int(-3) = node.attributes["i"], case .float(0.5) = node.attributes["f"],
      case .string("SAME_UPPER") = node.attributes["s"],
      case .ints([1, .min, .max]) = node.attributes["is"],
      case .floats([1.5, -2]) = node.attributes["fs"],
      case .strings(["p", "q"]) = node.attributes["ss"],
      case .tensor(let tensor) = node.attributes["t"],
      case .reference("alpha") = node.attributes["r"]
    else {
      Issue.record("an attribute is wrong: \(node.attributes)")
      return
    }
    #expect(tensor.dims.isEmpty)
  }

  @Test func `the default domain has one name`() throws {
    let model = try read(
      ONNXBuilder.model(opset: nil, opsets: [("ai.onnx", 9), ("ai.onnx.ml", 2)]) {
        $0.node("Relu", ["x"], ["y"], domain: "ai.onnx")
      })
    #expect(model.opsets == ["": 9, "ai.onnx.ml": 2])
    #expect(model.graph.nodes[0].domain.isEmpty)
  }

  @Test func `declared shapes keep numbers, symbols and open sides`() throws {
    let model = try read(
      ONNXBuilder.model {
        $0.input("a", [1, "n*h", nil, -1], type: 7)
        $0.input("b", nil)
        $0.input("c", [])
      })
    let inputs = model.graph.inputs
    #expect(inputs[0].shape == [.fixed(1), .symbol("n*h"), .unknown, .fixed(-1)])
    #expect(inputs[0].elementType == 7)
    #expect(inputs[1].shape == nil)
    #expect(inputs[2].shape == [])
  }

  @Test func `bodies and functions are read with their nodes`() throws {
    let model = try read(smallModel())
    let branch = try #require(model.graph.nodes.last?.attributes["then_branch"])
    guard case .graph(let body) = branch else {
      Issue.record("no body")
      return
    }
    #expect(body.nodes.map(\.operator) == ["Relu"])
    #expect(model.functions.map(\.name) == ["Twice"])
    #expect(model.functions[0].nodes[0].inputs == ["a", "a"])
    #expect(model.functions[0].opsets == ["": 17])
    #expect(model.graph.nodes.map(\.index) == [0, 1, 2, 3, 4])
  }

  @Test func `unknown fields of every wire type are skipped`() throws {
    var writer = ProtoWriter()
    writer.int(900, 5)
    writer.float(901, 1)
    writer.varint(902 << 3 | 1)
    writer.raw([1, 2, 3, 4, 5, 6, 7, 8])
    writer.text(903, "later")
    let model = try read(writer.bytes + smallModel())
    #expect(model.graph.nodes.count == 5)
  }

  @Test func `text that is not UTF-8 is repaired`() throws {
    var graph = ProtoWriter()
    graph.data(2, [0x61, 0xff, 0x62])
    var writer = ProtoWriter()
    writer.data(7, graph.bytes)
    #expect(try read(writer.bytes).graph.name == "a\u{fffd}b")
  }

  @Test func `repeated numbers are read packed and one by one`() throws {
    var graph = ProtoWriter()
    graph.message(5) {
      $0.packed(1, [2, 3])
      $0.int(1, 4)
      $0.int(2, 7)
    }
    var writer = ProtoWriter()
    writer.data(7, graph.bytes)
    #expect(try read(writer.bytes).graph.initializers[0].dims == [2, 3, 4])
  }

  @Test func `payloads stay in the file as ranges`() throws {
    let raw: [UInt8] = [10, 11, 12, 13, 14, 15, 16, 17]
    let bytes = ONNXBuilder.model { $0.initializer("w", [2], type: 1, raw: raw) }
    let model = try read(bytes)
    guard case .raw(let range) = model.graph.initializers[0].payload else {
      Issue.record("not raw")
      return
    }
    #expect(Array(bytes[range]) == raw)
  }

  @Test(arguments: [10, 30]) func `bodies may be nested`(depth: Int) throws {
    #expect(throws: Never.self) { try self.read(self.nested(depth)) }
  }

  @Test(arguments: [40, 2000]) func `bodies nested without bound are refused`(depth: Int) {
    let ids = diagnostics(nested(depth)).map(\.id)
    #expect(ids == ["onnx.too-deep"])
  }

  private func nested(_ depth: Int) -> [UInt8] {
    var body = ONNXBuilder.Graph()
    for _ in 0..<depth {
      let inner = body
      body = ONNXBuilder.Graph { $0.node("If", [], [], [("then_branch", .graph(inner))]) }
    }
    var writer = ProtoWriter()
    writer.int(1, 8)
    writer.data(7, body.bytes)
    return writer.bytes
  }

  @Test func `training entries are counted`() throws {
    let model = try read(ONNXBuilder.model(trainingInfos: 2) { _ in })
    #expect(model.trainingInfos == 2)
  }

  @Test func `a sparse initializer stands for the dense tensor`() throws {
    var sparse = ProtoWriter()
    sparse.message(1) {
      $0.int(1, 1)
      $0.int(2, 1)
      $0.text(8, "s")
    }
    sparse.int(3, 100)
    sparse.int(3, 200)
    let model = try read(ONNXBuilder.model { $0.field(15, sparse.bytes) })
    let tensor = try #require(model.graph.initializers.first)
    #expect(tensor.name == "s")
    #expect(tensor.dims == [100, 200])
    #expect(tensor.dataType == 1)
  }
}
