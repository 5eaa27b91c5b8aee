// SPDX-License-Identifier: Apache-2.0
public import RafterQuantities

/// Whether attention keeps its scores on the chip.
public enum AttentionKernel: String, Sendable, Hashable, CaseIterable {
  /// Scores never leave it (FlashAttention): Q, K, V are read and the result is written [workloads 5.2].
  case fused
  /// Scores and probabilities are written and read again, for all pairs; the mask comes later.
  case unfused
}

/// Whether a fused kernel leaves out the pairs that a causal mask hides.
public enum CausalWork: String, Sendable, Hashable, CaseIterable {
  /// Only pairs that count: S(S+1)/2.
  case skipped
  /// All pairs: S^2.
  case dense
}

/// Whether sums, rotary positions and activations run inside their neighbours.
public enum ElementwiseWork: String, Sendable, Hashable, CaseIterable {
  /// Their operations count, and they move no bytes of their own [workloads 5.6].
  case fused
  /// Each is a kernel that reads and writes memory.
  case separate
}

/// The formats that a pass runs in.
public struct PassFormats: Sendable, Hashable {
  /// How weights are stored.
  public var weights: WeightFormats
  /// The inputs of products with weights: a.
  public var activations: NumberFormat
  /// The outputs of products, the residual stream, and Q in attention: 16 bits where ``activations`` are narrower.
  public var residual: NumberFormat
  /// Keys and values kept between passes: k.
  public var cache: NumberFormat
  /// The logits.
  public var logits: NumberFormat

  /// Creates formats.
  public init(
    weights: WeightFormats, activations: NumberFormat = .bf16, residual: NumberFormat? = nil,
    cache: NumberFormat? = nil, logits: NumberFormat = .fp32
  ) {
    let wide = activations.bitsPerElement.value >= 16 ? activations : .bf16
    self.weights = weights
    self.activations = activations
    self.residual = residual ?? wide
    self.cache = cache ?? self.residual
    self.logits = logits
  }
}

/// What is run, and how it is counted.
public struct PassOptions: Sendable, Hashable {
  /// Which tokens go in.
  public enum Tokens: Sendable, Hashable {
    /// `prompt` new tokens of each sequence after `cached` earlier ones, in chunks of at most `chunk`.
    case prefill(prompt: Int, cached: Int, chunk: Int?)
    /// One token of each sequence; `context` includes it.
    case decode(context: Int)
    /// `draft` guesses and one more token of each sequence; `context` includes them; `gained` of them are kept.
    case speculative(context: Int, draft: Int, gained: Double)
  }

  /// Which tokens go in.
  public var tokens: Tokens
  /// Sequences side by side: B.
  public var batch: Int
  /// Formats other than the model's own.
  public var formats: PassFormats
  /// Fused or unfused attention.
  public var attention: AttentionKernel
  /// What a fused kernel does with hidden pairs.
  public var causal: CausalWork
  /// Where sums, rotary positions and activations run.
  public var elementwise: ElementwiseWork
  /// How unevenly tokens choose experts: the exponent of a Zipf law; 0 for evenly [workloads 5.5].
  public var expertSkew: Double

  /// Creates options.
  public init(
    tokens: Tokens, batch: Int = 1, formats: PassFormats, attention: AttentionKernel = .fused,
    causal: CausalWork = .skipped, elementwise: ElementwiseWork = .fused, expertSkew: Double = 0
  ) {
    self.tokens = tokens
    self.batch = batch
    self.formats = formats
    self.attention = attention
    self.causal = causal
    self.elementwise = elementwise
    self.expertSkew = expertSkew
  }

  /// The part of inference.
  var isDecode: Bool {
    if case .prefill = tokens { false } else { true }
  }
}
