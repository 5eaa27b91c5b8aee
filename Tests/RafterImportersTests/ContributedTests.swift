// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterImporters
import RafterQuantities
import RafterTestSupport
import RafterWorkload
import Testing

/// Operators of ONNX Runtime; the shapes are those that ONNX Runtime 1.32 makes.
@Suite struct ContributedTests {
  typealias Graph = ONNXBuilder.Graph
  typealias Data = ONNXBuilder.DataType

  /// A node of com.microsoft as its inputs are written, and the shape of its first output.
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var inputs: [String]
    var attributes: [(String, ONNXBuilder.Attribute)] = []
    var outputs: [[Int]]
    var note = ""
    var testDescription: String { name + note }
  }

  /// Tensors by name: `x` floats, `u` bytes, `s` and `z` a scale and a zero point.
  static func fill(_ graph: inout Graph) {
    graph.input("x64", [2, 3, 64])
    graph.input("x34", [3, 4])
    graph.input("half", [3, 5, 2])
    graph.input("x54", [5, 4])
    graph.input("x29", [2, 9])
    graph.input("image", [1, 4, 5, 5])
    graph.input("big", [1, 3, 9, 9])
    graph.input("boxes", [5, 4])
    graph.input("a", [5, 2, 3, 4])
    graph.input("b", [2, 3, 4, 6])
    graph.input("c", [6, 2, 3, 4])
    graph.input("d", [2, 3, 5, 6])
    graph.input("token", [2, 1, 12])
    graph.input("cache", [2, 3, 7, 4])
    graph.input("last", [1, 4, 4, 8])
    graph.input("gain", [8])
    graph.input("u134", [1, 3, 4], type: Data.uint8)
    graph.input("u154", [1, 5, 4], type: Data.uint8)
    graph.input("u27", [2, 7], type: Data.uint8)
    graph.input("first", [1, 3, 9, 9], type: Data.uint8)
    graph.input("behind", [1, 9, 9, 3], type: Data.uint8)
    graph.input("u23", [2, 3], type: Data.uint8)
    graph.input("u13", [1, 3], type: Data.uint8)
    graph.input("yes", [2, 1], type: Data.bool)
    graph.input("ids", [1, 2], type: Data.int64)
    graph.initializer("s", floats: [0.1], dims: [])
    graph.initializer("z", [], type: Data.uint8, raw: [128])
    graph.initializer("w", [4, 6, 3, 3])
    graph.initializer("pads", ints: [1, 1, 1, 1])
    graph.initializer("four", ints: [4], dims: [])
    graph.initializer("minus", ints: [-1], dims: [])
    graph.initializer("crop", ints: [4, 6])
    graph.initializer("start", ints: [2], dims: [])
    graph.initializer("end", ints: [9], dims: [])
    graph.initializer("values", floats: [1, 2, 2, 3])
    graph.initializer("table4", [10, 32], type: Data.uint8)
    graph.initializer("table8", [10, 64], type: Data.uint8)
    graph.initializer("scales", [10, 2])
    graph.initializer("bnb", [1536], type: Data.uint8)
    graph.initializer("absmax", [96])
    graph.initializer("bits4", [48, 2, 16], type: Data.uint8)
    graph.initializer("bits2", [48, 2, 8], type: Data.uint8)
    graph.initializer("blocks", [96])
  }

  static let cases: [Case] = [
    Case(
      name: "QLinearConcat", inputs: ["s", "z", "u134", "s", "z", "u154", "s", "z"],
      attributes: [("axis", .int(1))], outputs: [[1, 8, 4]]),
    Case(
      name: "QLinearSoftmax", inputs: ["u27", "s", "z", "s", "z"],
      attributes: [("axis", .int(-1)), ("opset", .int(13))], outputs: [[2, 7]]),
    Case(
      name: "QLinearAveragePool", inputs: ["first", "s", "z", "s", "z"],
      attributes: [("kernel_shape", .ints([3, 3])), ("strides", .ints([2, 2]))],
      outputs: [[1, 3, 4, 4]]),
    Case(
      name: "QLinearAveragePool", inputs: ["behind", "s", "z", "s", "z"],
      attributes: [
        ("channels_last", .int(1)), ("kernel_shape", .ints([3, 3])), ("strides", .ints([2, 2])),
      ], outputs: [[1, 4, 4, 3]], note: " with channels last"),
    Case(
      name: "QLinearGlobalAveragePool", inputs: ["first", "s", "z", "s", "z"],
      outputs: [[1, 3, 1, 1]]),
    Case(
      name: "QLinearGlobalAveragePool", inputs: ["behind", "s", "z", "s", "z"],
      attributes: [("channels_last", .int(1))], outputs: [[1, 1, 1, 3]],
      note: " with channels last"),
    Case(
      name: "QLinearReduceMean", inputs: ["u134", "s", "z", "s", "z"],
      attributes: [("axes", .ints([1])), ("keepdims", .int(0))], outputs: [[1, 4]]),
    Case(
      name: "QLinearWhere", inputs: ["yes", "u23", "s", "z", "u13", "s", "z", "s", "z"],
      outputs: [[2, 3]]),
    Case(
      name: "GatherBlockQuantized", inputs: ["table4", "ids", "scales"],
      attributes: [
        ("bits", .int(4)), ("block_size", .int(32)), ("gather_axis", .int(0)),
        ("quantize_axis", .int(1)),
      ], outputs: [[1, 2, 64]], note: " of 4 bits"),
    Case(
      name: "GatherBlockQuantized", inputs: ["table8", "ids", "scales"],
      attributes: [("bits", .int(8)), ("block_size", .int(32)), ("quantize_axis", .int(1))],
      outputs: [[1, 2, 64]], note: " of 8 bits"),
    Case(
      name: "MatMulBnb4", inputs: ["x64", "bnb", "absmax"],
      attributes: [
        ("K", .int(64)), ("N", .int(48)), ("block_size", .int(32)), ("quant_type", .int(1)),
      ], outputs: [[2, 3, 48]]),
    Case(
      name: "MatMulNBits", inputs: ["x64", "bits2", "blocks"],
      attributes: [
        ("K", .int(64)), ("N", .int(48)), ("bits", .int(2)), ("block_size", .int(32)),
      ], outputs: [[2, 3, 48]]),
    Case(
      name: "NhwcMaxPool", inputs: ["behind"],
      attributes: [("kernel_shape", .ints([3, 3])), ("strides", .ints([2, 2]))],
      outputs: [[1, 4, 4, 3]]),
    Case(
      name: "ConvTransposeWithDynamicPads", inputs: ["image", "w", "pads"],
      attributes: [("kernel_shape", .ints([3, 3])), ("strides", .ints([2, 2]))],
      outputs: [[1, 6, 9, 9]]),
    Case(
      name: "DecoderMaskedMultiHeadAttention",
      inputs: ["token", "token", "token", "", "", "cache", "cache", "four"],
      attributes: [("num_heads", .int(3)), ("past_present_share_buffer", .int(1))],
      outputs: [[2, 1, 12], [2, 3, 7, 4], [2, 3, 7, 4]]),
    Case(
      name: "DecoderMaskedMultiHeadAttention", inputs: ["token", "cache", "cache"],
      attributes: [("num_heads", .int(3))], outputs: [[2, 1, 12]], note: " across sequences"),
    Case(
      name: "FusedMatMul", inputs: ["a", "b"], attributes: [("transBatchA", .int(1))],
      outputs: [[2, 3, 5, 6]]),
    Case(
      name: "FusedMatMul", inputs: ["a", "c"],
      attributes: [("transB", .int(1)), ("transBatchA", .int(1)), ("transBatchB", .int(1))],
      outputs: [[2, 3, 5, 6]], note: " with both batches moved"),
    Case(
      name: "FusedMatMul", inputs: ["a", "d"],
      attributes: [("transA", .int(1)), ("transBatchA", .int(1))], outputs: [[2, 3, 4, 6]],
      note: " moved and transposed"),
    Case(
      name: "UnfoldTensor", inputs: ["x29"],
      attributes: [("dim", .int(1)), ("size", .int(4)), ("step", .int(2))], outputs: [[2, 3, 4]]),
    Case(name: "CropAndResize", inputs: ["big", "boxes", "ids", "crop"], outputs: [[5, 3, 4, 6]]),
    Case(
      name: "Rfft", inputs: ["x64"], attributes: [("onesided", .int(1)), ("signal_ndim", .int(1))],
      outputs: [[2, 3, 33, 2]]),
    Case(
      name: "Irfft", inputs: ["half"],
      attributes: [("onesided", .int(1)), ("signal_ndim", .int(1))], outputs: [[3, 8]]),
    Case(name: "CDist", inputs: ["x34", "x54"], outputs: [[3, 5]]),
    Case(name: "ExpandDims", inputs: ["x34", "minus"], outputs: [[3, 4, 1]]),
    Case(name: "Unique", inputs: ["values"], outputs: [[3], [4], [3]]),
    Case(name: "Range", inputs: ["start", "end"], outputs: [[7]]),
    Case(
      name: "GroupNorm", inputs: ["last", "gain", "gain"],
      attributes: [("activation", .int(1)), ("channels_last", .int(1)), ("groups", .int(4))],
      outputs: [[1, 4, 4, 8]]),
    Case(name: "MulInteger", inputs: ["u23", "z", "u13", "z"], outputs: [[2, 3]]),
    Case(name: "BiasSplitGelu", inputs: ["last", "gain"], outputs: [[1, 4, 4, 4]]),
  ]

  @Test(arguments: cases)
  func `an operator of ONNX Runtime has its shape`(one: Case) throws {
    let graph = try Resolved.graph(domains: [("com.microsoft", 1)]) {
      Self.fill(&$0)
      let names = one.outputs.indices.map { "y\($0)" }
      $0.node(
        one.name, one.inputs, names, name: "n", domain: "com.microsoft", one.attributes)
      for name in names { $0.output(name) }
    }
    #expect(graph.diagnostics.filter { $0.id == "onnx.unknown-operator" } == [])
    #expect(one.outputs.indices.map { graph.tensor("y\($0)")?.shape } == one.outputs)
  }

  @Test func `channels last or second, a pooling costs the same`() throws {
    let graph = try Resolved.graph(domains: [("com.microsoft", 1)]) {
      Self.fill(&$0)
      for (input, output) in [("first", "p"), ("behind", "q")] {
        $0.node(
          "QLinearAveragePool", [input, "s", "z", "s", "z"], [output], name: output,
          domain: "com.microsoft",
          [
            "channels_last": .int(input == "behind" ? 1 : 0), "kernel_shape": .ints([3, 3]),
            "strides": .ints([2, 2]),
          ])
        $0.output(output)
      }
    }
    // 3 channels of 4 x 4 windows of 9, and 4 operations to quantise each result.
    #expect(graph.node("p")?.vectorOperations == 48 * (9 + 4))
    #expect(graph.node("q")?.vectorOperations == 48 * (9 + 4))
  }

  @Test func `a table of packed rows is read by rows, its scales too`() throws {
    let graph = try Resolved.graph(domains: [("com.microsoft", 1)]) {
      Self.fill(&$0)
      $0.node(
        "GatherBlockQuantized", ["table4", "ids", "scales"], ["y"], name: "g",
        domain: "com.microsoft", ["bits": .int(4), "block_size": .int(32)])
      $0.output("y")
    }
    // 2 rows of 64 numbers, two to a byte; of the 10 x 2 scales the 4 of these rows.
    #expect(graph.node("g")?.elementsRead == [64, 2, 4])
    #expect(graph.node("g")?.kind == .embedding)
    let workload = LayerGrouping.workload(from: graph)
    // The table holds 10 x 64 numbers in 320 bytes; scales are 20 floats.
    #expect(workload.parameters == 640)
    #expect(workload.parameterBytes == 320 + 80)
  }

  @Test func `the moved batch axes of a product count its multiplies`() throws {
    let graph = try Resolved.graph(domains: [("com.microsoft", 1)]) {
      Self.fill(&$0)
      $0.node(
        "FusedMatMul", ["a", "b"], ["y"], name: "m", domain: "com.microsoft",
        ["transBatchA": .int(1)])
      $0.output("y")
    }
    // [2, 3] products of 5 x 4 with 4 x 6.
    #expect(graph.node("m")?.macs == 6 * 5 * 4 * 6)
  }

  @Test func `sequences without padding are as many pairs as their lengths say`() throws {
    func macs(_ ends: [Int]?) throws -> Int? {
      let graph = try Resolved.graph(domains: [("com.microsoft", 1)]) {
        $0.input("q", [7, 12])
        $0.input("offsets", [3, 4], type: Data.int32)
        if let ends {
          $0.initializer("ends", ints: ends)
        } else {
          $0.input("ends", [4], type: Data.int32)
        }
        $0.node(
          "PackedMultiHeadAttention", ["q", "q", "q", "", "offsets", "ends"], ["y"], name: "a",
          domain: "com.microsoft", ["num_heads": .int(3)])
        $0.output("y")
      }
      #expect(graph.tensor("y")?.shape == [7, 12])
      return graph.node("a")?.macs
    }
    // Lengths 1, 2 and 4 have 1 + 4 + 16 = 21 pairs, 3 for each token; 3 heads of 4 + 4.
    #expect(try macs([0, 1, 3, 7]) == 21 * 3 * 8)
    // Of 7 tokens in 3 sequences each has at most 3 partners.
    #expect(try macs(nil) == 7 * 3 * 3 * 8)
  }
}
