// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterImporters
import RafterQuantities
import RafterTestSupport
import RafterTransformers
import RafterWorkload
import Testing

@Suite struct GGUFArchitectureTests {
  /// A llama of two layers: 4-bit products, 6-bit values in the second, 6-bit head.
  private static func llama() -> GGUFBuilder {
    var file = GGUFBuilder()
    file.entries = [
      ("general.architecture", .text("llama")), ("general.name", .text("tiny")),
      ("llama.block_count", .u32(2)), ("llama.embedding_length", .u32(256)),
      ("llama.feed_forward_length", .u32(512)), ("llama.attention.head_count", .u32(4)),
      ("llama.attention.head_count_kv", .u32(2)), ("llama.context_length", .u32(4096)),
      ("llama.rope.dimension_count", .u32(64)),
    ]
    func add(_ name: String, _ rows: UInt64, _ columns: UInt64, _ type: UInt32, _ block: Int) {
      file.tensors.append(
        .init(name, [columns, rows], type: type, bytes: Int(rows * columns) / 256 * block))
    }
    add("token_embd.weight", 1000, 256, 12, 144)
    for layer in 0..<2 {
      let name = "blk.\(layer)."
      file.tensors.append(.init(name + "attn_norm.weight", [256], type: 0, bytes: 1024))
      file.tensors.append(.init(name + "ffn_norm.weight", [256], type: 0, bytes: 1024))
      add(name + "attn_q.weight", 256, 256, 12, 144)
      add(name + "attn_k.weight", 128, 256, 12, 144)
      add(name + "attn_v.weight", 128, 256, layer == 1 ? 14 : 12, layer == 1 ? 210 : 144)
      add(name + "attn_output.weight", 256, 256, 12, 144)
      add(name + "ffn_gate.weight", 512, 256, 12, 144)
      add(name + "ffn_up.weight", 512, 256, 12, 144)
      add(name + "ffn_down.weight", 256, 512, 12, 144)
    }
    file.tensors.append(.init("output_norm.weight", [256], type: 0, bytes: 1024))
    add("output.weight", 1000, 256, 14, 210)
    return file
  }

  private func list(_ file: GGUFBuilder) throws -> ParameterList {
    try GGUFImporter.read(bytes: FileBytes(file.file), source: "m.gguf")
  }

  @Test func `keys and tensors make the architecture`() throws {
    let (model, diagnostics) = try GGUFArchitecture.read(try list(Self.llama()))
    #expect(diagnostics == [])
    #expect(model.family == "llama")
    #expect(model.hidden == 256)
    #expect(model.blocks.count == 2)
    guard case .grouped(let attention)? = model.blocks[0].mixer else {
      Issue.record("no grouped attention")
      return
    }
    #expect((attention.heads, attention.keyValueHeads, attention.headDimension) == (4, 2, 64))
    #expect(ParameterCount(model).total == 1_692_928)
  }

  @Test func `a pass moves the bytes that the file stores`() throws {
    let weights = try list(Self.llama())
    let model = try GGUFArchitecture.read(weights).architecture
    // Q4_K: int4 and 128 bits of scales for each 256; Q6_K: int6 and 144 bits.
    #expect(model.weights[.feedForward].element == .int4)
    #expect(model.weights[.feedForward].scaleBits == 128)
    #expect(model.weights[.head].element == .int6)
    #expect(model.weights[.head].scaleBits == 144)
    let pass = try PassBuilder.workload(
      model,
      PassOptions(
        tokens: .decode(context: 128), batch: 1,
        formats: try PassPrecision.formats(of: model, text: nil)))
    // Scales of each product are rounded up to whole bytes.
    #expect(abs(pass.parameterBytes - weights.bytes) <= 16)
    #expect(pass.parameters == weights.elements)
    let up = try #require(pass.layers.first { $0.name == "gate_up_proj" })
    #expect(up.parameterBytes == 2 * 512 * 144)
  }

  @Test func `an unknown architecture and unlike layers are refused by name`() throws {
    var file = Self.llama()
    file.entries[0].1 = .text("lama")
    func refusal(_ file: GGUFBuilder) throws -> [Diagnostic] {
      let weights = try list(file)
      do throws(DiagnosticList) {
        _ = try GGUFArchitecture.read(weights)
        return []
      } catch {
        return error.diagnostics
      }
    }
    let unknown = try refusal(file)
    #expect(unknown.map(\.id) == ["gguf.unknown-architecture"])
    #expect(unknown.first?.suggestion?.contains("'llama'") == true)
    file = Self.llama()
    file.entries[6].1 = .array(5, [.i32(2), .i32(1)])
    #expect(try refusal(file).map(\.id) == ["gguf.uneven-layers"])
    let near = try GGUFArchitecture.read(try list(file), fidelity: .approximate)
    #expect(near.architecture.approximations.count == 1)
    file = Self.llama()
    file.entries.removeAll { $0.0 == "llama.embedding_length" }
    #expect(try refusal(file).allSatisfy { $0.location?.file == "m.gguf" })
  }

  @Test(arguments: [
    (2, UInt32(3), "block_count"), (3, 512, "embedding_length"), (4, 500, "feed_forward_length"),
    (5, 8, "attention.head_count"), (6, 4, "attention.head_count_kv"),
  ])
  func `a key that its tensors contradict is named on opening`(
    entry: Int, value: UInt32, key: String
  ) throws {
    var file = Self.llama()
    // Heads have the size of the model's own, so that each key stands alone.
    file.entries.append(("llama.attention.key_length", .u32(64)))
    file.entries[entry].1 = .u32(value)
    let found = try list(file).diagnostics
    #expect(found.map(\.id) == ["gguf.mismatch"])
    #expect(found.first?.message.hasPrefix("'llama.\(key)' is \(value), but tensor '") == true)
    guard case .byte(let place)? = found.first?.location?.position else {
      Issue.record("no byte")
      return
    }
    #expect(String(decoding: file.file[(place + 8)...].prefix(6), as: UTF8.self) == "llama.")
  }

  @Test func `keys that do not fit the tensors are warned of`() throws {
    var file = Self.llama()
    file.entries[2].1 = .u32(3)
    #expect(
      try GGUFArchitecture.read(try list(file)).diagnostics.map(\.id)
        == ["gguf.mismatch", "gguf.parameter-count"])
  }
}
