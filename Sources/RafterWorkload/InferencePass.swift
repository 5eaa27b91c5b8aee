// SPDX-License-Identifier: Apache-2.0
public import RafterQuantities

/// What each sequence keeps between passes, as a function of its length.
public struct CacheGrowth: Sendable, Hashable {
  /// A part that stops growing.
  public struct Window: Sendable, Hashable {
    /// Bytes for each token.
    public var bytesPerToken: Int
    /// The most tokens it keeps.
    public var tokens: Int

    /// Creates it.
    public init(bytesPerToken: Int, tokens: Int) {
      self.bytesPerToken = bytesPerToken
      self.tokens = tokens
    }
  }

  /// Bytes for each token of the parts that keep all of them.
  public var bytesPerToken: Int
  /// The parts that keep only the last tokens.
  public var windows: [Window]
  /// Bytes whatever the length: the states of recurrent layers.
  public var fixedBytes: Int
  /// The format of what is kept for each token; nil where it is not known.
  public var format: NumberFormat?

  /// Creates it; nothing is kept unless given.
  public init(
    bytesPerToken: Int = 0, windows: [Window] = [], fixedBytes: Int = 0,
    format: NumberFormat? = nil
  ) {
    self.bytesPerToken = bytesPerToken
    self.windows = windows
    self.fixedBytes = fixedBytes
    self.format = format
  }

  /// The same elements in another format; unchanged where the format is not known. States keep theirs.
  public func stored(in other: NumberFormat) -> CacheGrowth {
    guard let format, format != other else { return self }
    func scaled(_ bytes: Int) -> Int {
      let elements = Double(bytes) * 8 / format.bitsPerElement.value
      return Int((elements * other.bitsPerElement.value / 8).rounded(.up))
    }
    var copy = self
    copy.bytesPerToken = scaled(bytesPerToken)
    for index in windows.indices {
      copy.windows[index].bytesPerToken = scaled(windows[index].bytesPerToken)
    }
    copy.format = other
    return copy
  }

  /// Bytes of one sequence of `context` tokens.
  public func bytes(context: Int) -> Int {
    fixedBytes + bytesPerToken * context
      + windows.reduce(0) { $0 + $1.bytesPerToken * min($1.tokens, context) }
  }
}

/// What one run of a language model's layers is for: which tokens go in and what comes out.
public struct InferencePass: Sendable, Hashable {
  /// The part of inference.
  public enum Phase: String, Sendable, Hashable, CaseIterable {
    /// All tokens of the prompt at once, or in chunks; yields the first token of each sequence.
    case prefill
    /// One new token of each sequence.
    case decode
    /// Several drafted tokens of each sequence are checked at once.
    case speculative
    /// The whole input at once, with nothing kept (BERT, ViT).
    case encode
  }

  /// The part of inference.
  public var phase: Phase
  /// Sequences side by side: B.
  public var sequences: Int
  /// New tokens of each sequence: S in prefill, 1 in decode, g + 1 in speculation.
  public var newTokens: Int
  /// Tokens of each sequence after the pass, the new ones included: C.
  public var context: Int
  /// Tokens that each sequence gains by the pass, on average: 1, or the accepted ones in speculation.
  public var gainedTokens: Double
  /// What each sequence keeps between passes.
  public var cache: CacheGrowth
  /// The most tokens that the model was made for; nil where it does not say.
  public var maximumContext: Int?
  /// Devices that the model is spread over; the layers are those of the busiest one.
  public var devices: Int
  /// What the devices do together.
  public var collectives: [Collective]
  /// What is not modelled exactly; to be repeated with every result.
  public var approximations: [String]

  /// Creates a pass.
  public init(
    phase: Phase, sequences: Int, newTokens: Int, context: Int, gainedTokens: Double = 1,
    cache: CacheGrowth = CacheGrowth(), maximumContext: Int? = nil, devices: Int = 1,
    collectives: [Collective] = [], approximations: [String] = []
  ) {
    self.phase = phase
    self.sequences = sequences
    self.newTokens = newTokens
    self.context = context
    self.gainedTokens = gainedTokens
    self.cache = cache
    self.maximumContext = maximumContext
    self.devices = devices
    self.collectives = collectives
    self.approximations = approximations
  }

  /// Bytes that all sequences keep between passes, at ``context`` tokens.
  public var cacheBytes: Int { cache.bytes(context: context) * sequences }
}
