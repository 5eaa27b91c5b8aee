// SPDX-License-Identifier: Apache-2.0

/// What binds the time of a layer [rooflines 3.5].
public enum TimeRegime: Sendable, Hashable {
  /// The power cap is the lowest roof.
  case powerBound
  /// Two resources are busy within a tenth of one another.
  case balanced(String, String)
  /// The array is busy, and well used.
  case computeBound
  /// The vector or special-function unit is busy.
  case vectorBound
  /// The array is busy, but the layer's shape leaves part of it idle.
  case spatialBound
  /// A port of a memory is busy.
  case bandwidthBound(level: String, port: String)
  /// Nothing is busy; start-up and waiting take the time.
  case latencyBound

  /// As in JSON and `rafter list terms`: `dram.read-bandwidth-bound`.
  public var term: String {
    switch self {
    case .powerBound: "power-bound"
    case .balanced: "balanced"
    case .computeBound: "compute-bound"
    case .vectorBound: "vector-bound"
    case .spatialBound: "under-utilized-spatial"
    case .bandwidthBound(let level, let port): "\(level).\(port)-bandwidth-bound"
    case .latencyBound: "latency-bound"
    }
  }
}

/// Why a memory that binds moves as many bytes as it does [rooflines 3.5].
public enum TimeSublabel: String, Sendable, Hashable, CaseIterable {
  /// Each operand moves once: only format, batch or fusion help.
  case compulsory
  /// The capacity inside allows no less: only a larger or shared buffer, or fusion, help.
  case capacityLimited = "capacity-limited"
  /// The mapping moves more than the capacity requires: a better mapping helps.
  case mappingLimited = "mapping-limited"

  /// As in JSON.
  public var term: String { rawValue }
}

/// What the energy of a layer goes into [rooflines 3.5].
public enum EnergyRegime: Sendable, Hashable {
  case computeDominated
  case vectorDominated
  case levelDominated(String)
  case wireDominated
  case staticDominated
  case mixed

  /// As in JSON: `dram-dominated`.
  public var term: String {
    switch self {
    case .computeDominated: "compute-dominated"
    case .vectorDominated: "vector-dominated"
    case .levelDominated(let level): "\(level)-dominated"
    case .wireDominated: "wire-dominated"
    case .staticDominated: "static-dominated"
    case .mixed: "mixed"
    }
  }
}
