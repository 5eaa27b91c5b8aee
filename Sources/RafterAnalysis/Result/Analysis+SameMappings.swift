// SPDX-License-Identifier: Apache-2.0
public import RafterHardware
import RafterQuantities
import RafterWorkload

extension Analysis {
  /// The format of the multipliers that a layer's products run in; nil for a layer without products.
  public func computeFormat(of layer: LayerAnalysis) -> ComputeFormat? {
    layer.layer.nests.first.flatMap {
      FormatAssignment.find(
        $0[.inputs].format, $0[.weights].format, in: accelerator.compute?.formats ?? [])
    }
  }

  /// The totals under the mappings that were found, on a machine of which only numbers differ.
  ///
  /// By the envelope theorem the slope of what a search makes least is that of the mappings it found: other mappings
  /// become better only beyond the step. The memories, the sides of the arrays and the formats have to be the same.
  public func totals(underSameMappingsOn machine: Accelerator) -> NetworkTotals {
    let placer = LayerPlacer(machine)
    let formats = accelerator.compute?.formats ?? []
    let placed = layers.map { layer -> LayerAnalysis in
      guard layer.infeasibility == nil else { return layer }
      let own = computeFormat(of: layer)?.arithmetic
      let format = formats.firstIndex { $0.arithmetic == own }
      return placer.replace(CountedLayer(layer, format: format, on: accelerator))
    }
    var totals = NetworkTotals(rollingUp: placed)
    if let communication = Communication(workload, totals.latency, on: machine) {
      totals.add(communication, staticPower: machine.power.staticPower?.value ?? .zero)
    }
    return totals
  }
}
