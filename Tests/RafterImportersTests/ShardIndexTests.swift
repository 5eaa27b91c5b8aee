// SPDX-License-Identifier: Apache-2.0
import Foundation
import RafterDiagnostics
import RafterImporters
import RafterTestSupport
import Testing

/// Safetensors models in several files, and the config beside them, in a folder of their own.
@Suite struct ShardIndexTests {
  /// A folder that is gone when the test ends.
  private final class Folder {
    let url: URL

    init() throws {
      url = FileManager.default.temporaryDirectory.appending(path: "rafter-\(UUID().uuidString)")
      try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    func write(_ name: String, _ bytes: [UInt8]) throws {
      try Data(bytes).write(to: url.appending(path: name))
    }

    func path(_ name: String) -> String { url.appending(path: name).path }
  }

  private func shard(_ names: String...) -> [UInt8] {
    var file = SafetensorsBuilder()
    file.tensors = names.map { .init($0, "BF16", [4, 2], bytes: 16) }
    return file.file
  }

  private func model(_ map: String, total: Int = 48) throws -> Folder {
    let folder = try Folder()
    try folder.write("a.safetensors", shard("model.embed_tokens.weight"))
    try folder.write(
      "b.safetensors",
      shard("model.layers.0.mlp.up_proj.weight", "model.layers.1.mlp.up_proj.weight"))
    try folder.write(
      "model.safetensors.index.json",
      Array("{\"metadata\": {\"total_size\": \(total)}, \"weight_map\": {\n\(map)}}".utf8))
    return folder
  }

  private static let map = """
    "model.embed_tokens.weight": "a.safetensors",
    "model.layers.0.mlp.up_proj.weight": "b.safetensors",
    "model.layers.1.mlp.up_proj.weight": "b.safetensors"
    """

  private func refusal(_ path: String) -> [Diagnostic] {
    do throws(DiagnosticList) {
      _ = try SafetensorsImporter.read(path: path)
      return []
    } catch {
      return error.diagnostics
    }
  }

  @Test func `an index joins its files`() throws {
    let folder = try model(Self.map)
    let list = try SafetensorsImporter.read(path: folder.path("model.safetensors.index.json"))
    #expect(list.elements == 24)
    #expect(list.layers == 2)
    #expect(list.files.count == 2)
    #expect(list.diagnostics == [])
  }

  @Test func `a missing file, a wrong place and a path are refused with their line`() throws {
    for (old, new, id) in [
      ("a.safetensors", "c.safetensors", "safetensors.missing-shard"),
      (
        "\"model.layers.1.mlp.up_proj.weight\": \"b", "\"model.layers.7.mlp.up_proj.weight\": \"b",
        "safetensors.not-in-shard"
      ),
      ("\"b.safetensors\"", "\"../b.safetensors\"", "safetensors.index"),
    ] {
      let folder = try model(Self.map.replacing(old, with: new))
      let found = refusal(folder.path("model.safetensors.index.json"))
      #expect(found.map(\.id) == [id])
      guard case .text(let line, _, _)? = found.first?.location?.position else {
        Issue.record("no line for \(id)")
        continue
      }
      #expect(line >= 2)
    }
  }

  @Test func `a total that is not that of the tensors is warned of`() throws {
    let folder = try model(Self.map, total: 47)
    let list = try SafetensorsImporter.read(path: folder.path("model.safetensors.index.json"))
    #expect(list.diagnostics.map(\.id) == ["safetensors.total-size"])
  }

  @Test func `what a config beside the weights states is checked against them`() throws {
    let folder = try model(Self.map)
    try folder.write(
      "config.json",
      Array(
        """
        {"model_type": "llama", "num_hidden_layers": 3,
         "hidden_size": 2, "vocab_size": 5, "torch_dtype": "float16"}
        """.utf8))
    let list = try SafetensorsImporter.read(path: folder.path("model.safetensors.index.json"))
    #expect(list.architecture == "llama")
    #expect(list.diagnostics.map(\.id) == Array(repeating: "config.mismatch", count: 3))
    let messages = list.diagnostics.map(\.message).joined(separator: "\n")
    #expect(
      messages.contains("'num_hidden_layers' is 3, but the names of the tensors count 2 layers"))
    #expect(messages.contains("'vocab_size' is 5"))
    #expect(messages.contains("'torch_dtype' is float16, but most weights are BF16"))
    if case .text(let line, let column, _)? = list.diagnostics.first?.location?.position {
      #expect((line, column) == (1, 25))
    }
  }

  @Test(arguments: [
    ("num_key_value_heads", 4), ("num_attention_heads", 4), ("intermediate_size", 24),
    ("moe_intermediate_size", 10), ("num_experts", 3), ("num_experts", 1), ("head_dim", 3),
    ("vocab_size", 8), ("num_hidden_layers", 2),
  ])
  func `each size of a config is held against the shapes of the weights`(key: String, value: Int)
    throws
  {
    let folder = try Folder()
    var file = SafetensorsBuilder()
    func add(_ name: String, _ rows: Int, _ columns: Int) {
      file.tensors.append(.init(name, "BF16", [rows, columns], bytes: 2 * rows * columns))
    }
    let layer = "model.layers.0."
    add("model.embed_tokens.weight", 9, 8)
    // Two heads of four, one for keys and values; a dense width of 12, two experts of 6.
    add(layer + "self_attn.q_proj.weight", 8, 8)
    add(layer + "self_attn.k_proj.weight", 4, 8)
    add(layer + "mlp.up_proj.weight", 12, 8)
    add(layer + "mlp.experts.0.up_proj.weight", 6, 8)
    add(layer + "mlp.experts.1.down_proj.weight", 8, 6)
    add(layer + "mlp.gate.weight", 2, 8)
    try folder.write("model.safetensors", file.file)
    var sizes = [
      ("num_hidden_layers", 1), ("hidden_size", 8), ("vocab_size", 9), ("num_attention_heads", 2),
      ("num_key_value_heads", 1), ("head_dim", 4), ("intermediate_size", 12),
      ("moe_intermediate_size", 6), ("num_experts", 2),
    ]
    func read() throws -> [Diagnostic] {
      let text = sizes.map { "\"\($0.0)\": \($0.1)" }.joined(separator: ", ")
      try folder.write("config.json", Array("{\"model_type\": \"qwen3_moe\", \(text)}".utf8))
      return try SafetensorsImporter.read(path: folder.path("model.safetensors")).diagnostics
    }
    #expect(try read() == [])
    let place = try #require(sizes.firstIndex { $0.0 == key })
    sizes[place].1 = value
    let found = try read()
    #expect(found.allSatisfy { $0.id == "config.mismatch" })
    // A wrong size of heads contradicts the counts of heads.
    let named = key == "head_dim" ? "num_attention_heads" : key
    #expect(found.first?.message.hasPrefix("'\(named)' is ") == true, "\(found)")
  }

  @Test func `the bits of packed weights are those of the config`() throws {
    let folder = try Folder()
    var file = SafetensorsBuilder()
    // 3 bits: 32 weights in three integers.
    file.tensors = [
      .init("m.q_proj.qweight", "I32", [24, 64], bytes: 6144),
      .init("m.q_proj.scales", "F16", [2, 64], bytes: 256),
    ]
    try folder.write("model.safetensors", file.file)
    try folder.write(
      "config.json",
      Array("{\"quantization_config\": {\"quant_method\": \"gptq\", \"bits\": 3}}".utf8))
    let list = try SafetensorsImporter.read(path: folder.path("model.safetensors"))
    #expect(list.elements == 256 * 64)
    #expect(list.diagnostics == [])
  }
}
