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
  /// The power cap: the dynamic energy drawn no faster than the cap allows; absent without a cap.
  case powerCap
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
    case .powerCap: "power-cap"
    case .fill: "fill"
    case .load: "load"
    case .offload: "offload"
    case .launch: "launch"
    }
  }
}

extension ChainStep {
  /// The terms of all links in the order of the chain, for `rafter list terms`.
  public static let allTerms: [String] = [
    ChainStep.peak, .format, .sustained, .spatial, .vector, .compulsory(level: "<level>"),
    .attainable(level: "<level>"), .mapped(level: "<level>"), .nonOverlap, .powerCap, .fill, .load,
    .offload, .launch,
  ].map(\.term)

  /// The place of the kind of link in the chain; links of the same rank differ by level.
  var rank: Int {
    switch self {
    case .peak: 0
    case .format: 1
    case .sustained: 2
    case .spatial: 3
    case .vector: 4
    case .compulsory: 5
    case .attainable: 6
    case .mapped: 7
    case .nonOverlap: 8
    case .powerCap: 9
    case .fill: 10
    case .load: 11
    case .offload: 12
    case .launch: 13
    }
  }

  /// The memory level of a link, where it has one.
  public var level: String? {
    switch self {
    case .compulsory(let level), .attainable(let level), .mapped(let level): level
    default: nil
    }
  }

  /// Whether the link is waiting (T5, T6) rather than a busy resource.
  public var isOverhead: Bool {
    switch self {
    case .nonOverlap, .fill, .load, .offload, .launch: true
    default: false
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
  ///
  /// It is 0 only where a layer without
  /// any operation meets its first busy resource.
  public var factor: Double

  /// Creates a link.
  public init(step: ChainStep, seconds: Seconds, factor: Double) {
    self.step = step
    self.seconds = seconds
    self.factor = factor
  }
}
