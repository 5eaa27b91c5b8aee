// SPDX-License-Identifier: Apache-2.0

/// The blocks that one device of a pipeline runs, with the embedding before the first and the head after the last.
public struct PipelineStage: Sendable, Hashable {
  /// A layer of the workload and the part of it that lies in the stage.
  public struct Part: Sendable, Hashable {
    /// The layer's id.
    public var layer: String
    /// How often it runs here; over all stages its repeats.
    public var repeats: Int
    /// Copies of its parameters that are stored here.
    public var weightCopies: Int

    /// Creates a part.
    public init(layer: String, repeats: Int, weightCopies: Int) {
      self.layer = layer
      self.repeats = repeats
      self.weightCopies = weightCopies
    }
  }

  /// Its layers, in the order of the workload.
  public var parts: [Part]
  /// Elements of the parameters that a device of the stage stores.
  public var parameters: Int
  /// Bytes of the parameters that a device of the stage stores.
  public var parameterBytes: Int
  /// What each sequence keeps on it between passes.
  public var cache: CacheGrowth
  /// What its devices do together, and its sending to the next stage.
  public var collectives: [Collective]

  /// Creates a stage.
  public init(
    parts: [Part], parameters: Int, parameterBytes: Int, cache: CacheGrowth,
    collectives: [Collective]
  ) {
    self.parts = parts
    self.parameters = parameters
    self.parameterBytes = parameterBytes
    self.cache = cache
    self.collectives = collectives
  }
}
