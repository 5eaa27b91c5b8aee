// SPDX-License-Identifier: Apache-2.0
public import RafterQuantities

/// What crosses a port of a memory level.
public struct PortLoad: Sendable, Hashable {
  /// The port.
  public var name: String
  /// Its sustained bandwidth, all instances together.
  public var bandwidth: Bandwidth
  /// The bytes of each tensor that it serves.
  public var tensors: [ByteCount]

  /// Creates a port's load.
  public init(name: String, bandwidth: Bandwidth, tensors: [ByteCount]) {
    self.name = name
    self.bandwidth = bandwidth
    self.tensors = tensors
  }

  /// `sum of Q_t / BW_p`.
  public var time: Seconds { tensors.reduce(ByteCount.zero, +) / bandwidth }
}

extension Sequence<PortLoad> {
  /// The time of a level: that of its busiest port, `max_p sum_{t on p} Q_t/BW_p` [rooflines 3.2].
  public var levelTime: Seconds { map(\.time).max() ?? .zero }
}
