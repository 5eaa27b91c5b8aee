// SPDX-License-Identifier: Apache-2.0

/// How a norm is computed and what it learns.
public enum NormKind: String, Sendable, Hashable, CaseIterable {
  /// Root mean square, a gain for each element: 4 operations an element [workloads 5.6].
  case rms
  /// Mean and variance, a gain and a bias for each element: 7 operations an element [workloads 5.6].
  case layer

  /// Learned numbers for each element that is normalised.
  public var parametersPerElement: Int { self == .rms ? 1 : 2 }
}

/// Where a norm over the residual stream's width stands in a block.
public enum NormPosition: String, Sendable, Hashable, CaseIterable {
  case beforeMixer = "attn_norm"
  case afterMixer = "post_attn_norm"
  case beforeFeedForward = "mlp_norm"
  case afterFeedForward = "post_mlp_norm"
  /// Before the experts, where they run beside a dense feed-forward part (Gemma 4).
  case beforeExperts = "experts_norm"
  /// After the experts, where they run beside a dense feed-forward part (Gemma 4).
  case afterExperts = "post_experts_norm"
  /// After the dense part that runs beside the experts (Gemma 4).
  case afterDense = "post_dense_norm"
}

/// How the two parts of a block follow one another.
public enum BlockArrangement: String, Sendable, Hashable, CaseIterable {
  /// Attention, then feed-forward, each with a residual sum.
  case sequential
  /// Both read the same normed input and are added at once (GPT-J, Phi, Falcon).
  case parallel
}

/// One layer of a transformer: what mixes tokens, and what works on each.
public struct TransformerBlock: Sendable, Hashable {
  /// What mixes tokens; nil for a layer of a feed-forward part alone.
  public var mixer: TokenMixer?
  /// What works on each token; nil for a layer that only mixes.
  public var feedForward: FeedForward?
  /// The kind of all norms over the residual stream.
  public var norm: NormKind
  /// Where they stand, in the order they run.
  public var norms: [NormPosition]
  /// How the two parts follow one another.
  public var arrangement: BlockArrangement

  /// Creates a block; by default with one norm before each part.
  public init(
    mixer: TokenMixer?, feedForward: FeedForward?, norm: NormKind = .rms,
    norms: [NormPosition] = [.beforeMixer, .beforeFeedForward],
    arrangement: BlockArrangement = .sequential
  ) {
    self.mixer = mixer
    self.feedForward = feedForward
    self.norm = norm
    self.norms = norms
    self.arrangement = arrangement
  }
}

/// A block of multi-token prediction with the product that joins it to the model: `[2d] -> [d]`.
public struct PredictionBlock: Sendable, Hashable {
  /// The block.
  public var block: TransformerBlock
  /// Norms over the residual stream's width beside those of the block.
  public var extraNorms: Int

  /// Creates a prediction block.
  public init(block: TransformerBlock, extraNorms: Int = 3) {
    self.block = block
    self.extraNorms = extraNorms
  }
}
