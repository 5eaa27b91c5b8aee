// SPDX-License-Identifier: Apache-2.0
public import RafterQuantities

/// A link of the chain of bounds from the peak to the end of a layer [rooflines 3.4].
public enum ChainStep: Sendable, Hashable {
  /// T0: all operations at the peak of the machine's best format.
  case peak
  /// T1: at the peak of the layer's format.
  case format
  /// At the share of the peak that long runs reach.
  case sustained
  /// T2: with the array under-used by the layer's shape.
  case spatial
  /// With the vector unit as a further resource.
  case vector
  /// T3: with each operand moved once across a level.
  case compulsory(level: String)
  /// T4: with the least traffic that the capacity inside a level allows.
  case attainable(level: String)
  /// T4: with the traffic of the mapping.
  case mapped(level: String)
  /// T5: levels that cannot overlap with computation.
  case nonOverlap
  /// T6: data reaching the far end of the array, and results leaving it.
  case fill
  /// T6: first tiles arriving before anything can be computed.
  case load
  /// T6: last tiles leaving after everything is computed.
  case offload
  /// T6: starting the layer.
  case launch

  /// As in JSON and `rafter list terms`: `compulsory:dram`.
  public var term: String {
    switch self {
    case .peak: "peak"
    case .format: "format"
    case .sustained: "sustained"
    case .spatial: "spatial"
    case .vector: "vector"
    case .compulsory(let level): "compulsory:\(level)"
    case .attainable(let level): "attainable:\(level)"
    case .mapped(let level): "mapped:\(level)"
    case .nonOverlap: "non-overlap"
    case .fill: "fill"
    case .load: "load"
    case .offload: "offload"
    case .launch: "launch"
    }
  }
}

/// A link of the chain: the time bound after it, and the share of performance it keeps.
public struct ChainEntry: Sendable, Hashable {
  /// What the link adds.
  public var step: ChainStep
  /// The bound on time after it; never below the one before.
  public var seconds: Seconds
  /// `time before / time after`, in (0, 1]; 1 for the first.
  public var factor: Double

  /// Creates a link.
  public init(step: ChainStep, seconds: Seconds, factor: Double) {
    self.step = step
    self.seconds = seconds
    self.factor = factor
  }
}
