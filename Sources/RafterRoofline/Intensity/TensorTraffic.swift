// SPDX-License-Identifier: Apache-2.0
public import RafterQuantities

/// The bytes of one tensor at a memory level.
public struct TensorTraffic: Sendable, Hashable {
  /// The tensor.
  public var tensor: String
  /// Its bytes, Q_{l,t}.
  public var bytes: ByteCount

  /// Creates a tensor's traffic.
  public init(tensor: String, bytes: ByteCount) {
    self.tensor = tensor
    self.bytes = bytes
  }

  /// The intensity of this tensor alone, `AI_{l,t} = W / Q_{l,t}`; infinite where it does not move.
  public func intensity(of work: Operations) -> OperationalIntensity {
    bytes > .zero ? work / bytes : .infinity
  }
}

extension Sequence<OperationalIntensity> {
  /// The intensity of all tensors of a level together, `AI_l = 1 / sum_t 1/AI_{l,t}` [rooflines 3.1].
  ///
  /// Infinite for none, and for tensors that do not move.
  public var combined: OperationalIntensity {
    OperationalIntensity(1 / reduce(0.0) { $0 + 1 / $1.value })
  }
}
