// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterImporters
import RafterQuantities
import RafterTestSupport
import Testing

@Suite struct SafetensorsReaderTests {
  static func model() -> SafetensorsBuilder {
    var file = SafetensorsBuilder()
    file.metadata = [("format", "pt")]
    file.tensors = [
      .init("model.embed_tokens.weight", "BF16", [100, 16], bytes: 3200),
      .init("model.layers.0.self_attn.q_proj.weight", "F32", [16, 16], bytes: 1024),
      .init("model.layers.0.mlp.up_proj.weight", "F8_E4M3", [32, 16], bytes: 512),
      .init("model.layers.0.mlp.up_proj.weight_scale_inv", "F32", [1, 1], bytes: 4),
      .init("model.norm.weight", "BF16", [16], bytes: 32),
    ]
    return file
  }

  private func read(_ bytes: [UInt8]) throws(DiagnosticList) -> ParameterList {
    try SafetensorsImporter.read(bytes: FileBytes(bytes), source: "m.safetensors")
  }

  private func refusal(_ bytes: [UInt8]) -> [Diagnostic] {
    do throws(DiagnosticList) {
      _ = try read(bytes)
      return []
    } catch {
      return error.diagnostics
    }
  }

  @Test func `tensors keep shape and format; scales belong to their weight`() throws {
    let list = try read(Self.model().file)
    #expect(list.tensors.count == 4)
    let up = try #require(list.tensors.first { $0.name.hasSuffix("up_proj.weight") })
    #expect(up.shape == [32, 16])
    #expect(up.elements == 512)
    // 512 bytes of weights and 4 of the scale: 8 * 516 / 512 bits.
    #expect(up.bitsPerElement?.value == 8.0625)
    #expect(list.elements == 1600 + 256 + 512 + 16)
    #expect(list.bytes == 3200 + 1024 + 516 + 32)
    #expect(list.layers == 1)
  }

  @Test func `weights packed into integers are counted one by one`() throws {
    var file = SafetensorsBuilder()
    // GPTQ, 4 bits, groups of 128: 256 inputs, 64 outputs.
    file.tensors = [
      .init("m.q_proj.qweight", "I32", [32, 64], bytes: 8192),
      .init("m.q_proj.scales", "F16", [2, 64], bytes: 256),
      .init("m.q_proj.qzeros", "I32", [2, 8], bytes: 64),
      .init("m.q_proj.g_idx", "I32", [256], bytes: 1024),
    ]
    let list = try read(file.file)
    #expect(list.tensors.map(\.elements) == [256 * 64])
    #expect(list.bytes == 8192 + 256 + 64 + 1024)
    #expect(list.diagnostics.map(\.id) == ["safetensors.assumed-bits"])
  }

  @Test func `blocks of gpt-oss hold two weights in a byte`() throws {
    var file = SafetensorsBuilder()
    // 2 experts of 32 x 64: 16 bytes of elements and one of scale for each 32 weights.
    file.tensors = [
      .init("model.layers.0.mlp.experts.gate_up_proj_blocks", "U8", [2, 32, 2, 16], bytes: 2048),
      .init("model.layers.0.mlp.experts.gate_up_proj_scales", "U8", [2, 32, 2], bytes: 128),
    ]
    let tensor = try #require(try read(file.file).tensors.first)
    #expect(tensor.elements == 4096)
    #expect(tensor.bitsPerElement?.value == 4.25)
    #expect(tensor.part == .experts)
  }

  @Test func `a header longer than its file says both lengths`() {
    let whole = Self.model().file
    let found = refusal(Array(whole[..<100]))
    #expect(found.map(\.id) == ["safetensors.header-too-long"])
    #expect(found.first?.message.contains("the file ends at byte 100") == true)
    var huge = whole
    huge.replaceSubrange(0..<8, with: [0, 0, 0, 0, 1, 0, 0, 0])
    #expect(refusal(huge).map(\.id) == ["safetensors.header-limit"])
  }

  @Test func `cut data say which tensor lacks them`() {
    let whole = Self.model().file
    let found = refusal(Array(whole.dropLast(33)))
    #expect(found.map(\.id) == ["safetensors.cut"])
    #expect(found.first?.message.contains("up_proj.weight_scale_inv") == true)
    #expect(found.first?.notes == ["2 tensors lack data"])
  }

  @Test func `trailing bytes and holes are warned of`() throws {
    let longer = try read(Self.model().file + [0, 0])
    #expect(longer.diagnostics.map(\.id) == ["safetensors.trailing-bytes"])
    let hole = SafetensorsBuilder.file(
      header: #"{"a":{"dtype":"U8","shape":[2],"data_offsets":[3,5]}}"#, data: 5)
    #expect(try read(hole).diagnostics.map(\.id) == ["safetensors.hole"])
  }

  @Test(arguments: [
    (
      #"{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}}"#,
      "safetensors.overlap"
    ),
    (#"{"a":{"dtype":"U7","shape":[2],"data_offsets":[0,2]}}"#, "safetensors.unknown-type"),
    (#"{"a":{"dtype":"U8","shape":[3],"data_offsets":[0,2]}}"#, "safetensors.size-mismatch"),
    (#"{"a":{"dtype":"U8","shape":[2]}}"#, "safetensors.damaged"),
    (#"{"a":{"dtype":"U8","shape":[-2],"data_offsets":[0,2]}}"#, "safetensors.damaged"),
    (
      #"{"a":{"dtype":"U8","shape":[4294967296,4294967296],"data_offsets":[0,2]}}"#,
      "safetensors.damaged"
    ),
    (#"{"a":{"dtype":"U8","shape":[2],"data_offsets":[2,0]}}"#, "safetensors.damaged"),
    (#"{"a":{"dtype":"U8","dtype":"U8","shape":[2],"data_offsets":[0,2]}}"#, "safetensors.damaged"),
    (
      #"{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"a":{"dtype":"U8","shape":[1],"data_offsets":[2,3]}}"#,
      "safetensors.damaged"
    ),
    (#"{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}} x"#, "safetensors.damaged"),
    (#"{"a":{"dtype":"U8","shape":[02],"data_offsets":[0,2]}}"#, "safetensors.damaged"),
  ]) func `a wrong header is refused with its byte`(header: String, id: String) {
    let found = refusal(SafetensorsBuilder.file(header: header, data: 4))
    #expect(found.map(\.id) == [id], "\(header)")
    if case .byte(let at)? = found.first?.location?.position {
      #expect(at >= 8 && at < 8 + header.utf8.count)
    } else {
      Issue.record("no byte")
    }
  }

  @Test func `a header may be padded with spaces and use escapes`() throws {
    let padded = SafetensorsBuilder.file(
      header: #"{"\u0061\ud83d\ude00":{"dtype":"F4","shape":[2,4],"data_offsets":[0,4]}}    "#,
      data: 4)
    let tensor = try #require(try read(padded).tensors.first)
    #expect(tensor.name == "a😀")
    #expect(tensor.bitsPerElement?.value == 4)
  }
}
