// SPDX-License-Identifier: Apache-2.0
import RafterQuantities
import RafterWorkload

/// Keeps the sizes of parameters and activations in step with a change of formats.
enum StoredSizes {
  /// Scales parameter bytes layer by layer, and the activation peak by the formats of the layer it falls
  /// at, as the tensors that cross the layers' borders have changed.
  static func rescale(_ workload: inout Workload, from original: Workload) {
    var change = 0.0
    var known = 0.0
    for (i, before) in original.layers.enumerated() {
      let old = bytes(before, constant: true)
      let new = bytes(workload.layers[i], constant: true)
      guard old > 0, old != new else { continue }
      let scaled = Int((Double(before.parameterBytes) * new / old).rounded(.up))
      workload.layers[i].parameterBytes = scaled
      change += Double(scaled - before.parameterBytes) * Double(before.repeats)
    }
    // Layers that run again for each chunk of a prompt own their weights once.
    for layer in original.layers { known += Double(layer.parameterBytes) * Double(layer.repeats) }
    let share = known > 0 ? min(1, Double(original.parameterBytes) / known) : 1
    workload.parameterBytes = max(0, original.parameterBytes + Int((change * share).rounded()))
    guard let peak = original.layers.firstIndex(where: { $0.id == original.peakActivationLayer })
    else { return }
    let old = bytes(original.layers[peak], constant: false)
    let new = bytes(workload.layers[peak], constant: false)
    guard old > 0 else { return }
    let scaled = Double(original.peakActivationBytes) * new / old
    workload.peakActivationBytes = Int(scaled.rounded(.up))
  }

  private static func bytes(_ layer: Layer, constant: Bool) -> Double {
    layer.tensors.reduce(0) { $0 + ($1.isConstant == constant ? Double($1.bytes) : 0) }
  }
}
