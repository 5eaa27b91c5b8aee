// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterQuantities
import RafterTestSupport
import RafterTransformers
import Testing

@Suite struct ConfigTests {
  private func ids(_ text: String, _ fidelity: ConfigFidelity = .exact) -> [String] {
    Models.diagnostics(text, fidelity).map(\.id)
  }

  private func line(_ diagnostic: Diagnostic?) -> Int? {
    guard case .text(let line, _, _)? = diagnostic?.location?.position else { return nil }
    return line
  }

  @Test(.enabled(if: !Models.shared.isEmpty), arguments: Models.shared.map(\.name))
  func `every configuration is read, or refused by the name of what is not modelled`(name: String)
    throws
  {
    let text = try #require(Models.shared.first { $0.name == name }?.text)
    let exact = Models.diagnostics(text)
    let errors = exact.filter { $0.severity == .error }
    #expect(errors.allSatisfy { $0.id == "config.not-modelled" }, "\(errors)")
    let near = try Models.read(text, .approximate)
    #expect(near.approximations.isEmpty == errors.isEmpty)
  }

  @Test func `a key that is not there is named, with its other names`() {
    let found = Models.diagnostics(
      Models.small.replacing("\"hidden_size\": 512,", with: ""))
    #expect(found.map(\.id) == ["config.missing-key"])
    #expect(found.first?.message.contains("'n_embd'") == true)
  }

  @Test(arguments: [
    "hidden_size", "num_hidden_layers", "num_attention_heads", "num_key_value_heads",
    "intermediate_size", "vocab_size", "tie_word_embeddings",
  ])
  func `a misspelt key does not pass in silence`(key: String) {
    // A letter lost.
    var letters = Array(key)
    letters.remove(at: 3)
    let found = Models.diagnostics(
      Models.small.replacing("\"\(key)\"", with: "\"\(String(letters))\""))
    #expect(found.map(\.id) == ["config.misspelt-key"])
    #expect(found.first?.suggestion?.contains("'\(key)'") == true)
    #expect(
      line(found.first)
        == Models.small.split(separator: "\n").firstIndex { $0.contains(key) }.map { $0 + 1 })
  }

  @Test func `keys that do not matter are no error`() {
    let text = Models.small.replacing(
      "\"vocab_size\"", with: "\"my_own_note\": \"x\", \"vocab_size\"")
    #expect(ids(text).isEmpty)
  }

  @Test func `heads that do not divide are reported where they stand`() {
    let heads = Models.diagnostics(
      Models.small.replacing("\"num_key_value_heads\": 2", with: "\"num_key_value_heads\": 3"))
    #expect(heads.map(\.id) == ["config.does-not-divide"])
    #expect(line(heads.first) == 9)
    let width = Models.diagnostics(
      Models.small.replacing("\"num_attention_heads\": 8", with: "\"num_attention_heads\": 10"))
    #expect(width.map(\.id).contains("config.does-not-divide"))
  }

  @Test func `more experts for a token than there are`() {
    let text = Models.small.replacing("\"llama\"", with: "\"mixtral\"").replacing(
      "\"vocab_size\"",
      with: "\"num_local_experts\": 4, \"num_experts_per_tok\": 8, \"vocab_size\"")
    #expect(ids(text) == ["config.experts-per-token"])
  }

  @Test func `an unknown family is refused with the nearest and what it lacks`() {
    let spelt = Models.diagnostics(
      Models.small.replacing("\"llama\"", with: "\"lama\"")
        .replacing("LlamaFor", with: "LamaFor"))
    #expect(spelt.map(\.id) == ["config.unknown-family"])
    #expect(spelt.first?.suggestion?.contains("'llama'") == true)
    let odd = Models.diagnostics(
      Models.small.replacing("\"llama\"", with: "\"zorg\"").replacing("LlamaFor", with: "ZorgFor")
        .replacing("\"vocab_size\": 1000", with: "\"x\": 1000"))
    #expect(odd.first?.notes.first?.contains("lacks vocab_size") == true)
  }

  @Test func `families that cannot be modelled say why`() {
    let found = Models.diagnostics(Models.small.replacing("\"llama\"", with: "\"t5\""))
    #expect(found.map(\.id) == ["config.refused-family"])
    #expect(found.first?.message.contains("encoder and a decoder") == true)
  }

  @Test func `the class serves where there is no model_type`() throws {
    let text = Models.small.replacing("\"model_type\": \"llama\",", with: "")
    #expect(try Models.read(text).family == "llama")
  }

  @Test func `all that is wrong is said at once, in the order of the file`() {
    let text = Models.small.replacing("\"hidden_size\": 512", with: "\"hidden_size\": \"wide\"")
      .replacing("\"vocab_size\": 1000", with: "\"vocab_size\": -3")
      .replacing("\"num_key_value_heads\": 2", with: "\"num_key_value_heads\": 3")
    #expect(ids(text) == ["config.wrong-value", "config.does-not-divide", "config.out-of-range"])
  }

  @Test func `a file cut anywhere is an error with a place, never a crash`() {
    let bytes = Array(Models.small.utf8)
    for end in stride(from: 0, to: bytes.count - 2, by: 3) {
      let found = Models.diagnostics(String(decoding: bytes[..<end], as: UTF8.self))
      #expect(found.contains { $0.severity == .error }, "cut at \(end)")
    }
  }

  @Test func `other files are told from configurations`() {
    #expect(ids("[1, 2]") == ["config.not-a-model"])
    #expect(ids("{\"tokenizer_class\": \"X\"}") == ["config.not-a-model"])
    #expect(ids("") == ["config.syntax"])
    #expect(ids("hello") == ["config.not-a-model"])
  }

  @Test func `sizes that make no sense are refused before anything is counted`() {
    let large = Models.small.replacing("\"hidden_size\": 512", with: "\"hidden_size\": 16777216")
      .replacing("\"intermediate_size\": 1024", with: "\"intermediate_size\": 16777216")
    #expect(ids(large) == ["config.too-large"])
    let layers = Models.small.replacing(
      "\"num_hidden_layers\": 4", with: "\"num_hidden_layers\": 99999999")
    #expect(ids(layers).contains("config.out-of-range"))
  }

  @Test func `quantisation methods are read, unknown ones are refused`() throws {
    func text(_ config: String) -> String {
      Models.small.replacing(
        "\"vocab_size\"", with: "\"quantization_config\": \(config), \"vocab_size\"")
    }
    let awq = try Models.read(text("{\"quant_method\": \"awq\", \"bits\": 4, \"group_size\": 128}"))
    #expect(awq.weights[.feedForward].bytes(of: 1 << 14, inputs: 512) == 8192 + 128 * 20 / 8)
    #expect(awq.weights[.head].element == .bf16)
    let fp8 = try Models.read(
      text(
        "{\"quant_method\": \"fp8\", \"weight_block_size\": [128, 128], \"modules_to_not_convert\": [\"model.layers.*.self_attn\"]}"
      ))
    #expect(fp8.weights[.attentionInputs].element == .bf16)
    #expect(fp8.weights[.feedForward].element == .fp8e4m3)
    #expect(ids(text("{\"quant_method\": \"gpqt\"}")) == ["config.unknown-quantization"])
  }

  /// An error or a model, in bounded time.
  @Test func `fuzzed configurations never crash`() {
    var generator = SeededGenerator(seed: 5)
    let bytes = Array(Models.small.utf8)
    let pieces = [
      "{", "}", "[", "]", "\"", ":", ",", "-1", "9223372036854775807", "null", "1e9", "*a", "&a",
    ]
    for _ in 0..<2_000 {
      var mutated = bytes
      for _ in 0..<Int.random(in: 1...3, using: &generator) {
        let place = Int.random(in: 0..<mutated.count, using: &generator)
        switch Int.random(in: 0..<3, using: &generator) {
        case 0: mutated[place] = UInt8.random(in: 32..<127, using: &generator)
        case 1: mutated.remove(at: place)
        default:
          mutated.insert(
            contentsOf: Array(pieces[Int.random(in: 0..<pieces.count, using: &generator)].utf8),
            at: place)
        }
      }
      _ = Models.diagnostics(String(decoding: mutated, as: UTF8.self))
    }
  }
}
