// SPDX-License-Identifier: Apache-2.0

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
  /// Bytes that all sequences keep between passes, at ``context`` tokens.
  public var cacheBytes: Int
  /// What is not modelled exactly; to be repeated with every result.
  public var approximations: [String]

  /// Creates a pass.
  public init(
    phase: Phase, sequences: Int, newTokens: Int, context: Int, gainedTokens: Double = 1,
    cacheBytes: Int = 0, approximations: [String] = []
  ) {
    self.phase = phase
    self.sequences = sequences
    self.newTokens = newTokens
    self.context = context
    self.gainedTokens = gainedTokens
    self.cacheBytes = cacheBytes
    self.approximations = approximations
  }
}
