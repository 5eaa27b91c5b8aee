// SPDX-License-Identifier: Apache-2.0
import RafterHardware
public import RafterQuantities
import RafterRoofline
import RafterWorkload

extension Analysis {
  /// The throughput at which the layers' work draws the power cap, all of them together: the third roof.
  ///
  ///     operations * (P_cap - P_s) / dynamic energy        [rooflines 3.2]
  ///
  /// - Returns: nil without a cap, or where an energy is unknown.
  public var powerCeiling: Throughput? {
    guard let cap = accelerator.power.cap?.value else { return nil }
    let staticPower = accelerator.power.staticPower?.value ?? .zero
    var dynamic = Energy.zero
    for layer in layers {
      guard let energy = layer.energy else { return nil }
      dynamic += (energy - staticPower * layer.latency) * Double(layer.layer.repeats)
    }
    let time = PowerCap.time(cap: cap, staticPower: staticPower, dynamicEnergy: dynamic)
    return time > .zero && time < .infinity ? totals.operations / time : nil
  }

  /// The layer that draws most; nil where an energy is unknown or there are no layers.
  public var hottestLayer: LayerAnalysis? {
    guard layers.allSatisfy({ $0.averagePower != nil }) else { return nil }
    var hottest: LayerAnalysis?
    for layer in layers where layer.averagePower ?? .zero > hottest?.averagePower ?? .zero {
      hottest = layer
    }
    return hottest
  }
}
