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

extension TimeRegime {
  /// The terms of all labels, for `rafter list terms`.
  public static let allTerms: [String] = [
    TimeRegime.powerBound, .balanced("<resource>", "<resource>"), .computeBound, .vectorBound,
    .spatialBound, .bandwidthBound(level: "<level>", port: "<port>"), .latencyBound,
  ].map(\.term)
}
