// SPDX-License-Identifier: Apache-2.0

/// What turns the input into vectors.
public enum InputEmbedding: Sendable, Hashable {
  /// A table of a row for each token, read by gather.
  case tokens(TokenEmbedding)
  /// A product over the patches of an image (ViT).
  case patches(PatchEmbedding)
}

/// A table of `vocabulary x d`, and what is added to its rows.
public struct TokenEmbedding: Sendable, Hashable {
  /// Rows of the table: V.
  public var vocabulary: Int
  /// Rows of the table of learned positions; 0 for none.
  public var learnedPositions: Int
  /// Rows of the table of token types (BERT); 0 for none.
  public var tokenTypes: Int
  /// A norm right after it (BERT); nil for none.
  public var norm: NormKind?

  /// Creates a table.
  public init(
    vocabulary: Int, learnedPositions: Int = 0, tokenTypes: Int = 0, norm: NormKind? = nil
  ) {
    self.vocabulary = vocabulary
    self.learnedPositions = learnedPositions
    self.tokenTypes = tokenTypes
    self.norm = norm
  }
}

/// Patches of an image, each one made a vector by one product; one class token is put in front.
public struct PatchEmbedding: Sendable, Hashable {
  /// Side of the square image.
  public var imageSize: Int
  /// Side of the square patches.
  public var patchSize: Int
  /// Channels of the image.
  public var channels: Int

  /// Creates it.
  public init(imageSize: Int, patchSize: Int, channels: Int) {
    self.imageSize = imageSize
    self.patchSize = patchSize
    self.channels = channels
  }

  /// Patches of an image.
  public var patches: Int { (imageSize / patchSize) * (imageSize / patchSize) }
  /// Elements of a patch.
  public var patchElements: Int { patchSize * patchSize * channels }
}

/// What is made of the last block's output.
public enum OutputHead: Sendable, Hashable {
  /// Logits over the vocabulary.
  case languageModel(LanguageModelHead)
  /// One product on the first token (a classifier): `d x classes` and a bias.
  case classifier(classes: Int)
  /// A dense layer of `d x d` with bias on the first token (BERT's pooler).
  case pooler
  /// Nothing.
  case none
}

/// A product of `d x V`.
public struct LanguageModelHead: Sendable, Hashable {
  /// Whether its weights are the embedding table's.
  public enum Weights: String, Sendable, Hashable, CaseIterable {
    case own
    /// The embedding table: stored once, read for both.
    case tiedToEmbedding
    /// A second copy of the embedding table, on another device than the first.
    case copyOfEmbedding
  }

  /// Columns: V.
  public var vocabulary: Int
  /// Its own weights, or the embedding table.
  public var weights: Weights
  /// Whether there is a bias of V elements.
  public var hasBias: Bool
  /// Whether a dense layer of `d x d` with bias, activation and norm comes before it (BERT).
  public var hasTransform: Bool

  /// Creates a head.
  public init(
    vocabulary: Int, weights: Weights, hasBias: Bool = false, hasTransform: Bool = false
  ) {
    self.vocabulary = vocabulary
    self.weights = weights
    self.hasBias = hasBias
    self.hasTransform = hasTransform
  }
}
