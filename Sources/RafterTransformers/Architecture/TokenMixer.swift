// SPDX-License-Identifier: Apache-2.0

/// Which tokens a token may look at.
public enum AttentionDirection: String, Sendable, Hashable, CaseIterable {
  /// Those before it and itself.
  case causal
  /// All of the sequence.
  case bidirectional
}

/// How far back a token looks.
public enum AttentionReach: Sendable, Hashable {
  /// The whole context.
  case full
  /// The last W tokens, itself included: W >= 1.
  case window(Int)
  /// The tokens of its own chunk of so many, up to itself (Llama 4).
  case chunk(Int)
  /// The so many tokens that an indexer chooses out of the whole context (DeepSeek sparse attention).
  case selected(Int)
}

/// What mixes the tokens of a sequence.
public enum TokenMixer: Sendable, Hashable {
  /// Attention whose K and V are kept for each KV head: MHA, GQA and MQA [workloads 5.2].
  case grouped(GroupedAttention)
  /// Multi-head latent attention: K and V are kept compressed [workloads 5.3].
  case latent(LatentAttention)
  /// A recurrence over a fixed state (linear attention, SSM); only as an approximation.
  case recurrent(RecurrentMixer)

  /// Which tokens a token may look at.
  public var direction: AttentionDirection {
    switch self {
    case .grouped(let attention): attention.direction
    case .latent, .recurrent: .causal
    }
  }
}

/// Norms over queries and keys.
public enum QueryKeyNorm: String, Sendable, Hashable, CaseIterable {
  case none
  /// Over each head, one gain for all heads (Qwen3, Gemma 3).
  case perHead
  /// Over all heads at once, a gain for each element (MiniMax M2).
  case overAllHeads
  /// Over each head, nothing learned (Llama 4).
  case plain
  /// Over each head of Q, K and V, the last with nothing learned (Gemma 4).
  case perHeadWithValues
}

/// Attention with H query heads on K KV heads: K = H is MHA, 1 < K < H is GQA, K = 1 is MQA.
public struct GroupedAttention: Sendable, Hashable {
  /// Where the products have a bias.
  public enum Biases: String, Sendable, Hashable, CaseIterable {
    case none
    /// On Q, K and V.
    case inputs
    /// On Q, K, V and the output.
    case all
  }

  /// What the values are made of.
  public enum Values: String, Sendable, Hashable, CaseIterable {
    /// A product of their own.
    case projected
    /// The keys' product serves for both (Gemma 4).
    case sharedWithKeys
  }

  /// Query heads: H.
  public var heads: Int
  /// KV heads: K; divides H.
  public var keyValueHeads: Int
  /// Elements of a head of Q and K: D.
  public var headDimension: Int
  /// Elements of a head of V.
  public var valueDimension: Int
  /// How far back a token looks.
  public var reach: AttentionReach
  /// Which tokens it may look at.
  public var direction: AttentionDirection
  /// Elements of each head of Q and K that are rotated; 0 for none (learned positions, NoPE).
  public var rotaryDimension: Int
  /// Norms over queries and keys.
  public var queryKeyNorm: QueryKeyNorm
  /// Where the products have a bias.
  public var biases: Biases
  /// What the values are made of.
  public var values: Values
  /// Learned sinks: one number for each query head (gpt-oss).
  public var hasSinks: Bool
  /// Whether a gate of H*D elements, made by the query product, scales the output (Qwen3.5).
  public var hasOutputGate: Bool
  /// Rank of the query's two products where there are two; nil for one product.
  public var queryRank: Int?
  /// Groups and rank of the output's two products where there are two (DeepSeek V4); nil for one.
  public var output: LowRankOutput?

  /// The output as a product for each group of heads and one that joins them.
  public struct LowRankOutput: Sendable, Hashable {
    /// Groups of heads.
    public var groups: Int
    /// Elements that each group yields.
    public var rank: Int

    /// Creates it.
    public init(groups: Int, rank: Int) {
      self.groups = groups
      self.rank = rank
    }
  }

  /// Creates attention; the value dimension and the rotated part are those of the head unless given.
  public init(
    heads: Int, keyValueHeads: Int, headDimension: Int, valueDimension: Int? = nil,
    reach: AttentionReach = .full, direction: AttentionDirection = .causal,
    rotaryDimension: Int? = nil, queryKeyNorm: QueryKeyNorm = .none, biases: Biases = .none,
    values: Values = .projected, hasSinks: Bool = false, hasOutputGate: Bool = false,
    queryRank: Int? = nil, output: LowRankOutput? = nil
  ) {
    self.heads = heads
    self.keyValueHeads = keyValueHeads
    self.headDimension = headDimension
    self.valueDimension = valueDimension ?? headDimension
    self.reach = reach
    self.direction = direction
    self.rotaryDimension = rotaryDimension ?? headDimension
    self.queryKeyNorm = queryKeyNorm
    self.biases = biases
    self.values = values
    self.hasSinks = hasSinks
    self.hasOutputGate = hasOutputGate
    self.queryRank = queryRank
    self.output = output
  }
}

/// Multi-head latent attention (DeepSeek V2 and V3) [workloads 5.3].
public struct LatentAttention: Sendable, Hashable {
  /// Query heads: H.
  public var heads: Int
  /// Rank of the query's two products: rq; nil for one product.
  public var queryRank: Int?
  /// Rank of keys and values together: rkv; what the cache keeps.
  public var keyValueRank: Int
  /// Elements of a head of Q and K that are not rotated: dn.
  public var nopeDimension: Int
  /// Elements that are rotated, one for all heads in the keys: dr.
  public var ropeDimension: Int
  /// Elements of a head of V: dv.
  public var valueDimension: Int
  /// What chooses the tokens to look at; nil where all are.
  public var indexer: SparseIndexer?

  /// Creates latent attention.
  public init(
    heads: Int, queryRank: Int?, keyValueRank: Int, nopeDimension: Int, ropeDimension: Int,
    valueDimension: Int, indexer: SparseIndexer? = nil
  ) {
    self.heads = heads
    self.queryRank = queryRank
    self.keyValueRank = keyValueRank
    self.nopeDimension = nopeDimension
    self.ropeDimension = ropeDimension
    self.valueDimension = valueDimension
    self.indexer = indexer
  }

  /// Elements of a head of Q and K: dn + dr.
  public var headDimension: Int { nopeDimension + ropeDimension }
  /// Elements kept for each token: rkv + dr, whatever the number of heads.
  public var cachedElements: Int { keyValueRank + ropeDimension }
}

/// Scores all tokens with small keys and chooses the best (DeepSeek V3.2, GLM-5).
public struct SparseIndexer: Sendable, Hashable {
  /// Heads of the indexer.
  public var heads: Int
  /// Elements of its keys; one key for each token.
  public var headDimension: Int
  /// Tokens chosen.
  public var tokens: Int

  /// Creates an indexer.
  public init(heads: Int, headDimension: Int, tokens: Int) {
    self.heads = heads
    self.headDimension = headDimension
    self.tokens = tokens
  }
}

/// A recurrence over a state of fixed size: linear attention or a state-space layer.
///
/// Its products and parameters are exact; the update of the state is counted as three MACs for each of its
/// elements and token, and the state as read and written once a pass.
public struct RecurrentMixer: Sendable, Hashable {
  /// Its name in the configuration: `linear_attention`, `mamba2`.
  public var name: String
  /// Elements that the products from the residual stream yield for each token.
  public var projected: Int
  /// Elements that the product back takes for each token.
  public var gathered: Int
  /// Elements of the state of one sequence.
  public var stateElements: Int
  /// Learned numbers beside the two products: short convolution, decay, norm.
  public var extraParameters: Int

  /// Creates a recurrence.
  public init(
    name: String, projected: Int, gathered: Int, stateElements: Int, extraParameters: Int
  ) {
    self.name = name
    self.projected = projected
    self.gathered = gathered
    self.stateElements = stateElements
    self.extraParameters = extraParameters
  }
}
