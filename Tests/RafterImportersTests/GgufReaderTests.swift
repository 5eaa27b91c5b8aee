// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterImporters
import RafterQuantities
import RafterTestSupport
import Testing

@Suite struct GgufReaderTests {
  /// Two layers' worth of tensors: 4-bit attention, 6-bit head, norms in full precision.
  static func model() -> GGUFBuilder {
    var file = GGUFBuilder()
    file.entries = [
      ("general.architecture", .text("llama")), ("general.name", .text("Tiny")),
      ("llama.block_count", .u32(1)), ("llama.embedding_length", .u32(256)),
      ("llama.attention.head_count_kv", .array(5, [.i32(2), .i32(2)])),
      ("llama.rope.freq_base", .f32(10_000)),
      ("tokenizer.ggml.tokens", .array(8, [.text("<s>"), .text("the"), .text("\u{2581}a")])),
      ("tokenizer.ggml.scores", .array(6, [.f32(0), .f32(-1), .f32(-2)])),
    ]
    file.tensors = [
      .init("token_embd.weight", [256, 3], type: 14, bytes: 3 * 210),
      .init("blk.0.attn_norm.weight", [256], type: 0, bytes: 1024),
      .init("blk.0.attn_q.weight", [256, 64], type: 12, bytes: 64 * 144),
      .init("blk.0.ffn_up.weight", [256, 512], type: 2, bytes: 512 * 8 * 18),
    ]
    return file
  }

  private func read(_ bytes: [UInt8]) throws(DiagnosticList) -> ParameterList {
    try GGUFImporter.read(bytes: FileBytes(bytes), source: "m.gguf")
  }

  private func refusal(_ bytes: [UInt8]) -> [Diagnostic] {
    do throws(DiagnosticList) {
      _ = try read(bytes)
      return []
    } catch {
      return error.diagnostics
    }
  }

  @Test func `tensors have their shape outermost first and the true bits of their format`() throws {
    let list = try read(Self.model().file)
    #expect(list.architecture == "llama")
    #expect(list.name == "Tiny")
    let q = try #require(list.tensors.first { $0.name == "blk.0.attn_q.weight" })
    #expect(q.shape == [64, 256])
    #expect(q.format.name == "Q4_K")
    // 144 bytes for 256 elements.
    #expect(q.bitsPerElement?.value == 4.5)
    #expect(q.part == .attention)
    // 3*256 + 256 + 64*256 + 512*256 elements; 3*210 + 1024 + 64*144 + 512*8*18 bytes.
    #expect(list.elements == 148_480)
    #expect(list.bytes == 630 + 1024 + 9216 + 73_728)
    #expect(list.byPart.map(\.name) == ["embedding", "attention", "feed-forward", "normalization"])
    #expect(list.byFormat.map(\.name) == ["Q4_0", "Q4_K", "F32", "Q6_K"])
  }

  @Test func `facts are kept and the tokenizer is not`() throws {
    let facts = try read(Self.model().file).facts
    #expect(facts.contains(.init("llama.block_count", "1", integers: [1])))
    #expect(
      facts.contains(.init("llama.attention.head_count_kv", "2 (each of 2)", integers: [2, 2])))
    #expect(facts.contains(.init("llama.rope.freq_base", "10000")))
    #expect(!facts.contains { $0.key.hasPrefix("tokenizer") })
  }

  @Test func `version 2 reads alike, version 1 and the other byte order are refused by name`()
    throws
  {
    var file = Self.model()
    file.version = 2
    #expect(try read(file.file).elements == 148_480)
    for (version, word): (UInt32, String) in [
      (1, "version 1"), (0x0300_0000, "big-endian"), (99, "not known"),
    ] {
      file.version = version
      let found = refusal(file.file)
      #expect(found.map(\.id) == ["gguf.damaged"])
      #expect(found.first?.message.contains(word) == true)
      #expect(found.first?.location?.position == .byte(4))
    }
  }

  @Test func `a file cut anywhere says so, at its last byte`() {
    let whole = Self.model().file
    // The last tensor ends where the file does: its 73,728 bytes are a multiple of the alignment.
    for size in stride(from: 4, to: whole.count, by: 97) {
      let found = refusal(Array(whole[..<size]))
      #expect(found.map(\.id) == ["gguf.cut"], "at \(size)")
      #expect(found.first?.location?.position == .byte(size), "at \(size)")
    }
  }

  @Test func `a cut within the tokenizer names its key`() throws {
    var file = Self.model()
    file.entries[6].1 = .array(8, (0..<500).map { .text("word\($0)") })
    let header = file.header
    let found = refusal(Array(header[..<2000]))
    #expect(found.first?.message.contains("'tokenizer.ggml.tokens'") == true)
  }

  @Test func `a type that ggml took out and one that it never had are told apart`() {
    var file = Self.model()
    file.tensors[1].type = 31
    let removed = refusal(file.file)
    #expect(removed.map(\.id) == ["gguf.unknown-type"])
    #expect(removed.first?.message.contains("Q4_0_4_4") == true)
    file.tensors[1].type = 77
    let unknown = refusal(file.file)
    #expect(unknown.first?.message.contains("type 77") == true)
  }

  @Test func `data that overlap are refused with both ranges`() {
    var file = Self.model()
    // The second tensor has 1024 bytes from 640 on; the third begins within them.
    file.tensors[2].offset = 704
    let found = refusal(file.file)
    #expect(found.map(\.id) == ["gguf.overlap"])
    #expect(found.first?.message.contains("'blk.0.attn_norm.weight'") == true)
  }

  @Test func `rows that are no whole blocks are refused`() {
    var file = Self.model()
    file.tensors[2].dimensions = [128, 64]
    #expect(refusal(file.file).map(\.id) == ["gguf.partial-block"])
  }

  @Test func `absurd counts are refused before anything is allocated`() {
    var bytes = Self.model().file
    for (place, word): (Int, String) in [(8, "tensors"), (16, "keys")] {
      bytes = Self.model().file
      bytes.replaceSubrange(place..<(place + 8), with: [255, 255, 255, 255, 255, 255, 255, 127])
      let found = refusal(bytes)
      #expect(found.map(\.id) == ["gguf.damaged"])
      #expect(found.first?.message.contains(word) == true)
    }
  }

  @Test func `keys and tensors that are there twice are refused`() {
    var file = Self.model()
    file.entries.append(("general.name", .text("Again")))
    #expect(refusal(file.file).first?.message.contains("'general.name' is there twice") == true)
    file = Self.model()
    file.tensors[3].name = "blk.0.attn_q.weight"
    #expect(refusal(file.file).map(\.id) == ["gguf.duplicate-tensor"])
  }

  @Test func `other files are named`() {
    #expect(
      refusal(Array("version https://git-lfs.github.com/spec/v1\n".utf8)).first?.message.contains(
        "git-lfs") == true)
    #expect(refusal([]).map(\.id) == ["gguf.not-gguf"])
  }

  @Test(arguments: [
    (UInt32(0), 32.0), (1, 16), (30, 16), (2, 4.5), (3, 5), (6, 5.5), (8, 8.5), (10, 2.625),
    (11, 3.4375), (12, 4.5), (13, 5.5), (14, 6.5625), (19, 1.5625), (29, 1.75), (16, 2.0625),
    (18, 3.0625), (23, 4.25), (34, 1.6875), (39, 4.25), (40, 4.5), (41, 1.125),
  ]) func `formats have the bits of the published block sizes`(type: UInt32, bits: Double) throws {
    var file = GGUFBuilder()
    file.tensors = [.init("t", [256, 2], type: type, bytes: Int(bits * 64))]
    #expect(try read(file.file).tensors.first?.bitsPerElement?.value == bits)
  }
}
