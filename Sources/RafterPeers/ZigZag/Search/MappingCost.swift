// SPDX-License-Identifier: Apache-2.0
import RafterMapping

/// How good a mapping is by an objective, equals decided by what the objective leaves out.
struct MappingCost: Comparable {
  /// What is to be least: cycles, pJ or their product.
  var value: Double
  /// Energy among equals of latency, latency among others.
  var second: Double

  /// - Parameters:
  ///   - energy: In pJ.
  ///   - latency: In cycles.
  init(_ objective: Objective, energy: Double, latency: Double) {
    (value, second) =
      switch objective {
      case .latency: (latency, energy)
      case .energy: (energy, latency)
      case .edp: (energy * latency, latency)
      }
  }

  static func < (left: MappingCost, right: MappingCost) -> Bool {
    left.value != right.value ? left.value < right.value : left.second < right.second
  }
}
