// SPDX-License-Identifier: Apache-2.0
import Foundation
import RafterDiagnostics
import RafterImporters
import RafterQuantities
import RafterTestSupport
import RafterWorkload
import Testing

/// How many parameters there are, where a file packs them, holds them twice, or keeps them elsewhere.
@Suite struct StoredWeightTests {
  typealias Data = ONNXBuilder.DataType

  @Test(arguments: [(2, 8, "uint2"), (4, 16, "uint4"), (8, 32, "uint8")])
  func `packed weights are as many as they stand for`(bits: Int, blob: Int, format: String) throws {
    let graph = try Resolved.graph(domains: [("com.microsoft", 1)]) {
      $0.input("x", [2, 64])
      $0.initializer("w", [48, 2, blob], type: Data.uint8)
      $0.initializer("s", [96])
      $0.node(
        "MatMulNBits", ["x", "w", "s"], ["y"], name: "m", domain: "com.microsoft",
        ["K": .int(64), "N": .int(48), "bits": .int(bits), "block_size": .int(32)])
      $0.output("y")
    }
    let nest = try #require(graph.node("m")?.nests.first)
    #expect(nest.macs == 2 * 64 * 48)
    #expect(nest[.weights].format.rawValue == format)
    let workload = LayerGrouping.workload(from: graph)
    #expect(workload.parameters == 64 * 48)
    // Weights of `bits` bits and 96 scales of 4 bytes.
    #expect(workload.parameterBytes == 64 * 48 * bits / 8 + 96 * 4)
  }

  /// Floats that are all unlike.
  private static func numbers(_ rows: Int, _ columns: Int, transposed: Bool = false) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(rows * columns * 4)
    for place in 0..<(rows * columns) {
      // Of the transposed one, row and column change places.
      let index = transposed ? place % rows * columns + place / rows : place
      let pattern = Float(index + 1).bitPattern
      for step in 0..<4 { bytes.append(UInt8(truncatingIfNeeded: pattern >> UInt32(8 * step))) }
    }
    return bytes
  }

  /// A table, and a head that multiplies by it.
  private func workload(head: [UInt8], _ dims: [Int], transposes: Bool) throws -> (
    Workload, [Diagnostic]
  ) {
    let graph = try Resolved.graph {
      $0.input("ids", [1, 3], type: Data.int64)
      $0.initializer("table", [512, 128], type: Data.float, raw: Self.numbers(512, 128))
      $0.initializer("head", dims, type: Data.float, raw: head)
      $0.node("Gather", ["table", "ids"], ["a"])
      if transposes { $0.node("Transpose", ["head"], ["t"]) }
      $0.node("MatMul", ["a", transposes ? "t" : "head"], ["y"])
      $0.output("y")
    }
    return (LayerGrouping.workload(from: graph), graph.diagnostics)
  }

  @Test func `equal bytes are one parameter`() throws {
    let (made, said) = try workload(head: Self.numbers(512, 128), [512, 128], transposes: true)
    #expect(made.parameters == 512 * 128)
    #expect(said.map(\.id) == ["onnx.tied-weights"])
  }

  @Test func `the same numbers transposed are one parameter`() throws {
    let (made, said) = try workload(
      head: Self.numbers(512, 128, transposed: true), [128, 512], transposes: false)
    #expect(made.parameters == 512 * 128)
    #expect(said.first?.message.contains("transposed") == true)
  }

  @Test func `one number that differs makes two parameters`() throws {
    var head = Self.numbers(512, 128)
    head[head.count - 2] ^= 1
    #expect(
      try workload(head: head, [512, 128], transposes: true).0.parameters == 2 * 512 * 128)
    var turned = Self.numbers(512, 128, transposed: true)
    turned[turned.count - 2] ^= 1
    #expect(
      try workload(head: turned, [128, 512], transposes: false).0.parameters == 2 * 512 * 128)
  }

  @Test func `weights of one number, as before a training, are not tied`() throws {
    let zeros = [UInt8](repeating: 0, count: 256 * 256 * 4)
    let graph = try Resolved.graph {
      $0.input("x", [1, 256])
      $0.initializer("a", [256, 256], type: Data.float, raw: zeros)
      $0.initializer("b", [256, 256], type: Data.float, raw: zeros)
      $0.node("MatMul", ["x", "a"], ["h"])
      $0.node("MatMul", ["h", "b"], ["y"])
      $0.output("y")
    }
    #expect(LayerGrouping.workload(from: graph).parameters == 2 * 256 * 256)
  }

  @Test func `a file of numbers that is not there, or too short, is named in a warning`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "rafter-external-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let model = folder.appending(path: "m.onnx")
    let bytes = ONNXBuilder.model {
      $0.input("x", [1, 8])
      $0.initializer("w", [8, 4])
      $0.node("MatMul", ["x", "w"], ["y"], name: "m")
      $0.output("y")
    }
    try Foundation.Data(bytes).write(to: model)
    func resolve() throws(DiagnosticList) -> ResolvedGraph {
      try ONNXImporter.resolve(
        bytes: try FileBytes(path: model.path), source: model.path, bindings: [])
    }
    let missing = try resolve()
    #expect(missing.node("m")?.macs == 32)
    #expect(missing.diagnostics.map(\.id) == ["onnx.external-missing"])
    #expect(missing.diagnostics.first?.message.contains("'weights.bin'") == true)
    // A model that is no file has no neighbours.
    #expect(
      try ONNXImporter.resolve(bytes: FileBytes(bytes), source: "m.onnx", bindings: [])
        .diagnostics == [])
    try Foundation.Data(repeating: 1, count: 128).write(to: folder.appending(path: "weights.bin"))
    #expect(try resolve().diagnostics == [])
  }
}
