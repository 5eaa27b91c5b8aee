// SPDX-License-Identifier: Apache-2.0
import RafterHardware
import RafterQuantities
public import RafterRoofline
import RafterWorkload

/// How far zeros lift the roofs of a machine for a network, in nominal operations [rooflines 3.2].
///
///     Pi_sp = Pi * (dense time of the arithmetic / its time)      E_c,sp = E_c * (its energy / dense energy)
///
/// over all layers that multiply. Gating lowers the energy and leaves the peak.
public struct SparseRoof: Sendable, Hashable {
  /// Of throughput; 1 where nothing is skipped.
  public var gain: Double
  /// Of the energy of an operation.
  public var energy: Double

  /// What the zeros of a network spare.
  ///
  /// - Parameters:
  ///   - analysis: The network with its densities on a machine.
  ///   - format: The layers in this format alone, as `MachineRoof.format` names it; all where it is nil.
  /// - Returns: Nil where zeros spare nothing.
  public init?(_ analysis: Analysis, format: String? = nil) {
    var (dense, left, whole, spent) = (0.0, 0.0, 0.0, 0.0)
    for layer in analysis.layers where layer.layer.macs > 0 {
      let own = analysis.computeFormat(of: layer)
      if let format, own?.arithmetic.description != format { continue }
      let repeats = Double(layer.layer.repeats)
      let macs = Double(layer.layer.macs) * repeats
      // Layers in several formats have several peaks.
      let peak = own?.rate.value.value ?? 1
      dense += macs / peak
      left += macs / peak / (layer.zeros?.gain ?? 1)
      whole += macs
      spent += macs * (layer.zeros?.arithmeticEnergy ?? 1)
    }
    guard left > 0, dense / left > 1 || spent < whole else { return nil }
    gain = dense / left
    energy = spent / whole
  }

  /// The roof of a machine lifted.
  public func above(_ roof: MachineRoof) -> MachineRoof {
    MachineRoof(
      level: roof.level, format: roof.format, peak: roof.peak * gain, bandwidth: roof.bandwidth,
      energyPerOperation: roof.energyPerOperation.map { $0 * energy },
      energyPerByte: roof.energyPerByte, staticPower: roof.staticPower, powerCap: roof.powerCap)
  }
}
