// SPDX-License-Identifier: Apache-2.0
public import RafterQuantities
public import RafterWorkload

/// Weights, what sequences keep, and activations of a pass against a capacity; and how far it could grow.
///
/// Bytes are those of the fullest device; sequences and context are of all devices together.
public struct MemoryRoom: Sendable, Hashable {
  /// Bytes of all weights.
  public var weights: ByteCount
  /// Bytes that the sequences of a device keep.
  public var cache: ByteCount
  /// Bytes of activations at their peak.
  public var activations: ByteCount
  /// The most sequences of this context that fit; 0 where the weights alone do not.
  public var largestBatch: Int
  /// The longest context that fits with this many sequences, at most the model's own; 0 where none does.
  public var largestContext: Int
  /// Whether that context is the model's limit rather than the memory's.
  public var isContextOfModel: Bool

  /// The room of a pass in a memory of some capacity; nil where the workload is no pass that keeps anything.
  public init?(_ workload: Workload, capacity: ByteCount) {
    guard let pass = workload.pass, pass.phase != .encode else { return nil }
    weights = ByteCount(workload.parameterBytes)
    cache = ByteCount(pass.cacheBytes)
    activations = ByteCount(workload.peakActivationBytes)
    // Activations grow with the number of sequences.
    let sequences = Double(pass.deviceSequences)
    let free = (capacity - weights).value
    let each =
      Double(pass.cache.bytes(context: pass.deviceTokens(of: pass.context)))
      + activations.value / sequences
    let replicas = pass.sequences / max(1, pass.deviceSequences)
    largestBatch = free > 0 && each > 0 ? Int(min(free / each, 1e9)) * replicas : 0
    let forCache = (capacity - weights - activations).value / sequences
    let limit = pass.maximumContext ?? (1 << 30)
    func fits(_ context: Int) -> Bool {
      let growth = pass.cache
      let tokens = pass.deviceTokens(of: context)
      let all =
        Double(growth.fixedBytes) + Double(growth.bytesPerToken) * Double(tokens)
        + growth.windows.reduce(0.0) {
          $0 + Double($1.bytesPerToken) * Double(min($1.tokens, tokens))
        }
      return all <= forCache
    }
    var low = 0
    var high = limit
    while low < high {
      let middle = low + (high - low + 1) / 2
      if fits(middle) { low = middle } else { high = middle - 1 }
    }
    largestContext = low
    isContextOfModel = low == limit && pass.maximumContext != nil
  }
}
