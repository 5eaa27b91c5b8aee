// SPDX-License-Identifier: Apache-2.0
public import RafterQuantities

/// What several devices do together over their links.
public enum CollectiveKind: String, Sendable, Hashable, CaseIterable {
  /// Each device ends with the sum of all.
  case allReduce = "all-reduce"
  /// Each device ends with the parts of all.
  case allGather = "all-gather"
  /// Each device ends with its part of the sum.
  case reduceScatter = "reduce-scatter"
  /// Each device sends a part to each other one.
  case allToAll = "all-to-all"
  /// One device sends to one other.
  case pointToPoint = "point-to-point"
}

/// A collective that a pass needs.
public struct Collective: Sendable, Hashable {
  /// What it is for: `attention output`.
  public var name: String
  /// What the devices do.
  public var kind: CollectiveKind
  /// How many devices take part: N.
  public var devices: Int
  /// The whole amount that is reduced or gathered, or what a device sends: n.
  public var bytes: Int
  /// How often in a pass.
  public var count: Int
  /// The format of what is moved; nil where it is not of the numbers of a layer.
  public var format: NumberFormat?

  /// Creates a collective.
  public init(
    _ name: String, _ kind: CollectiveKind, devices: Int, bytes: Int, count: Int,
    format: NumberFormat? = nil
  ) {
    self.name = name
    self.kind = kind
    self.devices = devices
    self.bytes = bytes
    self.count = count
    self.format = format
  }

  /// The same numbers in another format; bytes are rounded up.
  public func stored(in other: NumberFormat) -> Collective {
    guard let format, format != other, format.bitsPerElement > .zero else { return self }
    var moved = self
    let share = other.bitsPerElement.value / format.bitsPerElement.value
    moved.bytes = Int((Double(bytes) * share).rounded(.up))
    moved.format = other
    return moved
  }

  /// Bytes that each device sends over its links, one way, all runs together [workloads 5.8].
  ///
  /// Ring all-reduce `2(N-1)/N*n`, all-gather, reduce-scatter and all-to-all `(N-1)/N*n`, point to point `n`.
  public var sentBytes: Double { Double(bytes) * kind.sentShare(devices: devices) * Double(count) }
}

extension CollectiveKind {
  /// The part of n that each device sends.
  public func sentShare(devices: Int) -> Double {
    guard devices > 1 else { return 0 }
    let others = Double(devices - 1) / Double(devices)
    switch self {
    case .allReduce: return 2 * others
    case .allGather, .reduceScatter, .allToAll: return others
    case .pointToPoint: return 1
    }
  }

  /// The steps of a ring that follow one another.
  public func steps(devices: Int) -> Int {
    guard devices > 1 else { return 0 }
    switch self {
    case .allReduce: return 2 * (devices - 1)
    case .allGather, .reduceScatter, .allToAll: return devices - 1
    case .pointToPoint: return 1
    }
  }
}
