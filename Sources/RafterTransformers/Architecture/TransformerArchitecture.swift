// SPDX-License-Identifier: Apache-2.0

/// A transformer as its published configuration describes it: what the model is, not how it is run.
///
/// Readers of configurations (`config.json`, GGUF headers) make one; ``ParameterCount`` counts it and
/// ``PassBuilder`` runs it. All sizes are of the whole model, before any split over devices.
public struct TransformerArchitecture: Sendable, Hashable {
  /// What it is called in reports: `llama-3.1-8b`.
  public var name: String
  /// The file it came from, or what it is built in as.
  public var source: String
  /// The family, in the words of its configuration: `llama`, `deepseek_v3`.
  public var family: String
  /// Width of the residual stream: d of [workloads 5].
  public var hidden: Int
  /// What turns the input into vectors of ``hidden`` elements.
  public var embedding: InputEmbedding
  /// One for each layer, in order: they may differ.
  public var blocks: [TransformerBlock]
  /// The norm after the last block; nil where there is none.
  public var finalNorm: NormKind?
  /// What is made of the last block's output.
  public var head: OutputHead
  /// The most tokens that it was made for; nil where the configuration does not say.
  public var maximumContext: Int?
  /// Extra blocks that predict further tokens (multi-token prediction): stored beside the model, and not run
  /// in plain decoding.
  public var predictionBlocks: [PredictionBlock]
  /// How each kind of weight is stored.
  public var weights: WeightFormats
  /// What is not modelled exactly, a sentence each; empty for an exact model.
  ///
  /// Every report on the model repeats these.
  public var approximations: [String]

  /// Creates an architecture.
  public init(
    name: String, source: String, family: String, hidden: Int, embedding: InputEmbedding,
    blocks: [TransformerBlock], finalNorm: NormKind?, head: OutputHead,
    maximumContext: Int? = nil, predictionBlocks: [PredictionBlock] = [],
    weights: WeightFormats = WeightFormats(), approximations: [String] = []
  ) {
    self.name = name
    self.source = source
    self.family = family
    self.hidden = hidden
    self.embedding = embedding
    self.blocks = blocks
    self.finalNorm = finalNorm
    self.head = head
    self.maximumContext = maximumContext
    self.predictionBlocks = predictionBlocks
    self.weights = weights
    self.approximations = approximations
  }

  /// Whether every token sees all others, so that there is one pass and no cache (BERT, ViT).
  public var isEncoder: Bool {
    blocks.contains { $0.mixer?.direction == .bidirectional }
  }

  /// Adds `count` blocks of multi-token prediction that are built like `block`.
  mutating func predict(_ block: TransformerBlock?, count: Int) {
    guard let block, count > 0 else { return }
    predictionBlocks += Array(repeating: PredictionBlock(block: block), count: count)
  }

  /// Blocks that are equal, with how many there are, in the order of their first.
  public var groups: [(block: TransformerBlock, count: Int)] {
    var groups: [(block: TransformerBlock, count: Int)] = []
    var index: [TransformerBlock: Int] = [:]
    for block in blocks {
      if let place = index[block] {
        groups[place].count += 1
      } else {
        index[block] = groups.count
        groups.append((block, 1))
      }
    }
    return groups
  }
}
