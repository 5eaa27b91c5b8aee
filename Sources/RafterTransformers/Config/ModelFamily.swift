// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterDocuments

/// A family of models whose configurations read alike.
struct ModelFamily: Sendable {
  /// The `model_type` of its configurations.
  var name: String
  /// One list of names for each key that it cannot do without.
  var required: [[String]]
  /// Makes an architecture; what is wrong goes into the fields' diagnostics.
  var read: @Sendable (inout ConfigFields, String) -> TransformerArchitecture

  /// The family of a configuration: by `model_type`, else by the class in `architectures`.
  static func of(_ fields: ConfigFields, root: DocumentNode, keys: [String])
    throws(DiagnosticList) -> ModelFamily
  {
    let type = fields.entry(["model_type"])
    let architecture = fields.entry(["architectures"])?.value.elements?.first
    guard let place = type?.value.location ?? architecture?.location else {
      let near = ConfigSpelling.nearMiss(
        of: "model_type", in: fields.scopes, known: fields.known)
      if let near {
        throw DiagnosticList(
          .missingConfigKey(
            ["model_type"], what: "the family", misspelt: (near.key, near.keyLocation),
            at: fields.place))
      }
      throw DiagnosticList(.configNotAModel(root.location, keys: keys))
    }
    // The text part of a model of several parts, else the name of the whole.
    let names = [type?.value.scalar, root["model_type"]?.scalar].compactMap(\.self)
    for name in names {
      if let family = all.first(where: { $0.name == name }) { return family }
    }
    for name in names {
      if let reason = refused[name] {
        throw DiagnosticList(.refusedFamily(name, reason, at: place))
      }
    }
    if let name = architecture?.scalar, let family = byClass(name) { return family }
    let name = names.first ?? architecture?.scalar ?? "?"
    throw DiagnosticList(unknown(name, fields, at: place))
  }

  /// `LlamaForCausalLM` is of the family `llama`.
  private static func byClass(_ name: String) -> ModelFamily? {
    let stem = name.split(separator: "For", maxSplits: 1).first.map(String.init) ?? name
    func plain(_ text: String) -> String { text.lowercased().filter { $0 != "_" } }
    let found = all.filter { plain($0.name) == plain(stem) }
    return found.first
  }

  private static func unknown(_ name: String, _ fields: ConfigFields, at place: SourceLocation)
    -> Diagnostic
  {
    func lacks(_ family: ModelFamily) -> [String] {
      family.required.filter { fields.entry($0) == nil }.compactMap(\.first)
    }
    let spelt = Suggestion.nearest(to: name, among: all.map(\.name))
    // Else the family of which most keys are there.
    let nearest =
      all.first { $0.name == spelt }
      ?? all.filter { lacks($0).count * 2 < $0.required.count }
      .min { lacks($0).count < lacks($1).count }
    return .unknownFamily(
      name, nearest: nearest?.name, lacks: nearest.map(lacks) ?? [], known: all.map(\.name),
      at: place)
  }

  /// Keys that every decoder of the Llama kind has.
  static let decoderKeys = [
    ["hidden_size", "n_embd", "d_model"], ["num_hidden_layers", "n_layer"],
    ["num_attention_heads", "n_head"], ["intermediate_size"], ["vocab_size"],
  ]

  /// All families, in the order they are listed in.
  static let all: [ModelFamily] =
    DecoderFamilies.all + LatentFamilies.all + OlderFamilies.all + EncoderFamilies.all
    + SpecialFamilies.all

  /// Models that are known and cannot be read, with the reason.
  static let refused: [String: String] = {
    let encoderDecoder = "it has an encoder and a decoder"
    let recurrent = "it consists of state-space or recurrent layers"
    let hybrid = "it mixes attention with state-space layers"
    return [
      "t5": encoderDecoder, "mt5": encoderDecoder, "bart": encoderDecoder,
      "mbart": encoderDecoder, "whisper": encoderDecoder, "marian": encoderDecoder,
      "pegasus": encoderDecoder, "m2m_100": encoderDecoder,
      "mamba": recurrent, "mamba2": recurrent, "falcon_mamba": recurrent, "rwkv": recurrent,
      "xlstm": recurrent, "recurrent_gemma": recurrent,
      "jamba": hybrid, "bamba": hybrid, "zamba": hybrid, "zamba2": hybrid, "falcon_h1": hybrid,
      "granitemoehybrid": hybrid, "lfm2": "it mixes attention with short convolutions",
      "clip": "it has an image and a text encoder", "siglip": "it has an image and a text encoder",
    ]
  }()
}
