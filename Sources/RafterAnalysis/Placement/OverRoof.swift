// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterQuantities
import RafterRoofline
import RafterWorkload

/// Reports layers above their roofs; nothing is clamped [rooflines 3.9, property 19].
enum OverRoof {
  /// How far rounding may lift a computed point.
  private static let tolerance = 1e-9

  static func check(_ layers: [LayerAnalysis]) -> [Diagnostic] {
    layers.flatMap { layer -> [Diagnostic] in
      guard layer.infeasibility == nil, layer.work > .zero else { return [] }
      var found: [Diagnostic] = []
      if layer.throughput > layer.roof * (1 + tolerance) {
        found.append(
          .overRoof(
            layer: layer.layer.id,
            detail: "\(layer.throughput.formatted()) over \(layer.roof.formatted())"))
      }
      if let efficiency = layer.efficiency, let roof = layer.energyRoof,
        efficiency > roof * (1 + tolerance)
      {
        found.append(
          .overRoof(
            layer: layer.layer.id, detail: "\(efficiency.formatted()) over \(roof.formatted())"))
      }
      return found
    }
  }
}
