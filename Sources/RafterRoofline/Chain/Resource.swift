// SPDX-License-Identifier: Apache-2.0
public import RafterQuantities

/// Something a layer keeps busy.
public enum Resource: Sendable, Hashable {
  /// The array of multipliers.
  case array
  /// The vector or special-function unit.
  case vector
  /// A port of a memory.
  case port(level: String, port: String)
  /// The power cap.
  case power

  /// As in JSON: `array`, `dram.read`.
  public var term: String {
    switch self {
    case .array: "array"
    case .vector: "vector"
    case .port(let level, let port): "\(level).\(port)"
    case .power: "power"
    }
  }
}

/// How long a resource is busy.
public struct ResourceTime: Sendable, Hashable {
  /// The resource.
  public var resource: Resource
  /// How long it is busy.
  public var time: Seconds

  /// Creates a resource's time.
  public init(_ resource: Resource, _ time: Seconds) {
    self.resource = resource
    self.time = time
  }
}

/// The share of a layer's time for which a resource is busy, whatever the order of the chain
/// [rooflines 3.4].
public struct Occupancy: Sendable, Hashable {
  /// The resource.
  public var resource: Resource
  /// How long it is busy.
  public var time: Seconds
  /// `time / T_end`, in [0, 1].
  public var share: Double

  /// Creates an occupancy.
  public init(resource: Resource, time: Seconds, share: Double) {
    self.resource = resource
    self.time = time
    self.share = share
  }
}

extension LayerTimes {
  /// How long each resource is busy: array, vector unit, ports innermost first, power.
  public var resources: [ResourceTime] {
    var found: [ResourceTime] = []
    switch unit {
    case .array:
      found.append(ResourceTime(.array, spatial))
      if vector > .zero { found.append(ResourceTime(.vector, vector)) }
    case .vector:
      found.append(ResourceTime(.vector, max(spatial, vector)))
    }
    for level in levels {
      found += level.ports.map {
        ResourceTime(.port(level: level.name, port: $0.name), $0.time)
      }
    }
    if let powerCap { found.append(ResourceTime(.power, powerCap)) }
    return found
  }
}
