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
  /// Sequences side by side on all devices together: B.
  public var sequences: Int
  /// New tokens of each sequence: S in prefill, 1 in decode, g + 1 in speculation.
  public var newTokens: Int
  /// Tokens of each sequence after the pass, the new ones included: C.
  public var context: Int
  /// Tokens that each sequence gains by the pass, on average: 1, or the accepted ones in speculation.
  public var gainedTokens: Double
  /// What each sequence keeps between passes on the fullest device.
  public var cache: CacheGrowth
  /// Sequences that one device keeps the cache of: fewer than ``sequences`` where devices have their own.
  public var deviceSequences: Int
  /// Devices that share the tokens of each sequence, and of its cache.
  public var contextParts: Int
  /// The most tokens that the model was made for; nil where it does not say.
  public var maximumContext: Int?
  /// Devices that the model is spread over.
  ///
  /// The layers are what one device of each stage runs: a lane of ``stages`` devices, or of one.
  public var devices: Int
  /// The stages of a pipeline, in the order they run; empty where there is one.
  public var stages: [PipelineStage]
  /// What the devices of a lane do together with the others, all stages.
  public var collectives: [Collective]
  /// Parameters of the whole model that one token meets, where they are fewer than all: experts that are not chosen
  /// are left out.
  public var activeParameters: Int?
  /// Parameters of blocks of multi-token prediction, which are stored beside the model and not run.
  public var predictionParameters: Int
  /// What is not modelled exactly; to be repeated with every result.
  public var approximations: [String]

  /// Creates a pass.
  public init(
    phase: Phase, sequences: Int, newTokens: Int, context: Int, gainedTokens: Double = 1,
    cache: CacheGrowth = CacheGrowth(), maximumContext: Int? = nil, devices: Int = 1,
    collectives: [Collective] = [], approximations: [String] = [], deviceSequences: Int? = nil,
    contextParts: Int = 1, stages: [PipelineStage] = [], activeParameters: Int? = nil,
    predictionParameters: Int = 0
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
    self.deviceSequences = deviceSequences ?? sequences
    self.contextParts = contextParts
    self.stages = stages
    self.activeParameters = activeParameters
    self.predictionParameters = predictionParameters
  }

  /// Tokens of a sequence that one device keeps, of so many.
  public func deviceTokens(of context: Int) -> Int {
    (context + contextParts - 1) / max(1, contextParts)
  }

  /// Bytes that the fullest device keeps between passes, at ``context`` tokens.
  public var cacheBytes: Int { cache.bytes(context: deviceTokens(of: context)) * deviceSequences }

  /// The stage whose devices hold most of weights and cache; nil where there is one.
  public var fullestStage: PipelineStage? {
    stages.max { held(by: $0) < held(by: $1) }
  }

  private func held(by stage: PipelineStage) -> Int {
    stage.parameterBytes + stage.cache.bytes(context: deviceTokens(of: context)) * deviceSequences
  }

  /// Groups of devices that do the same side by side: all of them, or those of a stage.
  public var lanes: Int { devices / max(1, stages.count) }

  /// Bytes that all devices together keep between passes, copies included.
  public var allCacheBytes: Int {
    guard !stages.isEmpty else { return cacheBytes * devices }
    return stages.reduce(0) {
      $0 + $1.cache.bytes(context: deviceTokens(of: context)) * deviceSequences * lanes
    }
  }

  /// Tokens that all sequences take in (prefill, encode) or gain (decode, speculative) by the pass.
  public var tokens: Double {
    switch phase {
    case .prefill, .encode: Double(sequences) * Double(newTokens)
    case .decode, .speculative: Double(sequences) * gainedTokens
    }
  }
}
