// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics

/// The sizes in a `config.json` beside a file of weights, for cross-checks; each with its place.
struct ConfigFile {
  /// A number or word of the config, under the key that it has there.
  struct Value<Content> {
    var key: String
    var content: Content
    var place: SourceLocation
  }

  var source: String
  var modelType: String?
  var layers: Value<Int>?
  /// Layers that predict further tokens, whose weights follow those of the others (DeepSeek-V3).
  var extraLayers = 0
  var hiddenSize: Value<Int>?
  var feedForwardSize: Value<Int>?
  var heads: Value<Int>?
  var keyValueHeads: Value<Int>?
  var vocabulary: Value<Int>?
  var context: Value<Int>?
  var experts: Value<Int>?
  /// Elements of a head.
  var headSize: Value<Int>?
  /// The width of an expert, where it has a key of its own.
  var expertSize: Value<Int>?
  /// The width of layers without experts, where it has a key of its own (Llama 4).
  var denseSize: Value<Int>?
  var queryRank: Value<Int>?
  var keyValueRank: Value<Int>?
  /// Elements of a key of latent attention that are rotated.
  var rotatedSize: Value<Int>?
  var type: Value<String>?
  /// How weights are quantised: its method and its bits.
  var quantization: (method: String, bits: Int?)?

  /// The config beside a file; nil where there is none.
  ///
  /// - Throws: `json.syntax` where it is no JSON object.
  init?(beside path: String) throws(DiagnosticList) {
    let source = FilePath.beside(path, "config.json")
    guard let bytes = try? FileBytes(path: source), bytes.count > 0 else { return nil }
    self = try bytes.withUnsafeBytes { pointer throws(DiagnosticList) in
      try ConfigFile(pointer, source: source)
    }
  }

  init(_ bytes: UnsafeRawBufferPointer, source: String) throws(DiagnosticList) {
    self.source = source
    let root: JSONTree
    do throws(JSONFault) {
      root = try JSONTree.parse(bytes)
    } catch {
      throw DiagnosticList(
        .jsonSyntax(at: TextPlace.location(of: error.at, in: bytes, file: source), error.reason))
    }
    // Models that also see or hear keep the sizes of their language part one level deeper.
    let tree = root["text_config"] ?? root["llm_config"] ?? root
    func value<T>(_ keys: [String], _ read: (JSONTree) -> T?) -> Value<T>? {
      for key in keys {
        guard let entry = tree.entries?.first(where: { $0.key == key }),
          let content = read(entry.value)
        else { continue }
        return Value(
          key: key, content: content,
          place: TextPlace.location(
            of: entry.at, in: bytes, file: source, length: key.utf8.count + 2))
      }
      return nil
    }
    modelType = (tree["model_type"] ?? root["model_type"])?.string
    layers = value(["num_hidden_layers", "n_layer", "num_layers"], \.integer)
    extraLayers = tree["num_nextn_predict_layers"]?.integer ?? 0
    hiddenSize = value(["hidden_size", "n_embd", "d_model"], \.integer)
    feedForwardSize = value(["intermediate_size", "ffn_dim", "n_inner"], \.integer)
    heads = value(["num_attention_heads", "n_head"], \.integer)
    keyValueHeads = value(["num_key_value_heads", "num_kv_heads"], \.integer)
    vocabulary = value(["vocab_size"], \.integer)
    context = value(["max_position_embeddings", "n_positions"], \.integer)
    experts = value(["num_experts", "n_routed_experts", "num_local_experts"], \.integer)
    headSize = value(["head_dim"], \.integer)
    expertSize = value(["moe_intermediate_size"], \.integer)
    denseSize = value(["intermediate_size_mlp"], \.integer)
    queryRank = value(["q_lora_rank"], \.integer)
    keyValueRank = value(["kv_lora_rank"], \.integer)
    rotatedSize = value(["qk_rope_head_dim"], \.integer)
    type = value(["dtype", "torch_dtype"], \.string)
    if let given = root["quantization_config"] ?? tree["quantization_config"] {
      let group = given["config_groups"]?.entries?.first?.value["weights"]?["num_bits"]?.integer
      quantization = (
        (given["quant_method"] ?? given["quant_algo"])?.string ?? "unknown",
        (given["bits"] ?? given["w_bit"])?.integer ?? group
          ?? (given["load_in_4bit"]?.bool == true ? 4 : nil)
      )
    }
  }
}
