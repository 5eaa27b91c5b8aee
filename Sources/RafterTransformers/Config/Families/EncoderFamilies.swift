// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterDocuments

/// Models in which every token sees all others: one pass, no cache.
enum EncoderFamilies {
  private static let sizes = [
    ["hidden_size"], ["num_hidden_layers"], ["num_attention_heads"], ["intermediate_size"],
  ]

  /// The families.
  static let all: [ModelFamily] = [
    ModelFamily(name: "bert", required: sizes + [["vocab_size"]], read: bert),
    ModelFamily(name: "roberta", required: sizes + [["vocab_size"]], read: bert),
    ModelFamily(name: "xlm-roberta", required: sizes + [["vocab_size"]], read: bert),
    ModelFamily(name: "vit", required: sizes + [["image_size"], ["patch_size"]], read: vit),
    ModelFamily(name: "deit", required: sizes + [["image_size"], ["patch_size"]], read: vit),
  ]

  private static func block(
    _ fields: inout ConfigFields, hidden: Int, norms: [NormPosition]
  ) -> TransformerBlock {
    let heads = fields.required("num_attention_heads", what: "the number of heads")
    let width = fields.required("intermediate_size", what: "the width of the feed-forward part")
    if hidden % heads != 0 {
      fields.diagnostics.append(
        .doesNotDivide(
          ("the width", hidden), by: ("a number of heads", heads),
          remedy: "correct one of them", at: fields.place(of: "num_attention_heads")))
    }
    return TransformerBlock(
      mixer: .grouped(
        GroupedAttention(
          heads: heads, keyValueHeads: heads, headDimension: max(1, hidden / heads),
          direction: .bidirectional, rotaryDimension: 0, biases: .all)),
      feedForward: .dense(
        DenseFeedForward(
          width: width, form: .plain,
          activation: FeedForwardReader.activation(&fields) ?? .gelu, hasBiases: true)),
      norm: .layer, norms: norms)
  }

  private static func bert(_ fields: inout ConfigFields, _ family: String)
    -> TransformerArchitecture
  {
    let hidden = fields.required("hidden_size", what: "the model's width")
    let layers = min(
      fields.required("num_hidden_layers", what: "the number of layers"), CommonKeys.mostLayers)
    let vocabulary = fields.required("vocab_size", what: "the number of tokens")
    fields.classDefaults = ["max_position_embeddings": 512, "type_vocab_size": 2]
    let positions = fields.count("max_position_embeddings") ?? 512
    let types = fields.count("type_vocab_size", in: 0...1024) ?? 2
    let block = block(&fields, hidden: hidden, norms: [.afterMixer, .afterFeedForward])
    let name = fields.words("architectures")?.first?.scalar ?? ""
    let head: OutputHead =
      if name.hasSuffix("ForMaskedLM") {
        .languageModel(
          LanguageModelHead(
            vocabulary: vocabulary, weights: .tiedToEmbedding, hasBias: true, hasTransform: true))
      } else {
        .pooler
      }
    return TransformerArchitecture(
      name: family, source: "", family: family, hidden: hidden,
      embedding: .tokens(
        TokenEmbedding(
          vocabulary: vocabulary, learnedPositions: positions, tokenTypes: types, norm: .layer)),
      blocks: Array(repeating: block, count: layers), finalNorm: nil, head: head,
      maximumContext: positions)
  }

  private static func vit(_ fields: inout ConfigFields, _ family: String)
    -> TransformerArchitecture
  {
    let hidden = fields.required("hidden_size", what: "the model's width")
    let layers = min(
      fields.required("num_hidden_layers", what: "the number of layers"), CommonKeys.mostLayers)
    let image = fields.required("image_size", what: "the side of the image", upTo: 1 << 16)
    let patch = fields.required("patch_size", what: "the side of a patch", upTo: 4096)
    fields.classDefaults = ["num_channels": 3]
    let channels = fields.count("num_channels", in: 1...256) ?? 3
    if image % patch != 0 {
      fields.diagnostics.append(
        .doesNotDivide(
          ("the side of the image", image), by: ("a patch", patch),
          remedy: "the image is cut into whole patches", at: fields.place(of: "patch_size")))
    }
    let block = block(&fields, hidden: hidden, norms: [.beforeMixer, .beforeFeedForward])
    let embedding = PatchEmbedding(
      imageSize: max(image, patch), patchSize: patch, channels: channels)
    return TransformerArchitecture(
      name: family, source: "", family: family, hidden: hidden, embedding: .patches(embedding),
      blocks: Array(repeating: block, count: layers), finalNorm: .layer, head: classifier(&fields),
      maximumContext: embedding.patches + 1)
  }

  private static func classifier(_ fields: inout ConfigFields) -> OutputHead {
    let name = fields.words("architectures")?.first?.scalar ?? ""
    guard name.hasSuffix("ForImageClassification") else { return .none }
    if let count = fields.object("id2label")?.entries?.count {
      return .classifier(classes: count)
    }
    if let count = fields.count("num_labels") { return .classifier(classes: count) }
    fields.diagnostics.append(.classesAssumed(1000, file: fields.file))
    return .classifier(classes: 1000)
  }
}
