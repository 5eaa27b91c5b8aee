// SPDX-License-Identifier: Apache-2.0
import RafterQuantities
import RafterRoofline

/// What a layer asks of a machine under its mappings, in time and in energy.
struct LayerDemand {
  var parts: [LayerPart]
  /// Outermost first.
  var levels: [LevelLoad]
  var chain: ChainOfBounds
  /// Nil where an energy is unknown.
  var breakdown: EnergyBreakdown?

  var latency: Seconds { chain.end }
  var energy: Energy? { breakdown?.total }
  var timeRegime: TimeRegime { TimeRegime(chain) }
  var energyRegime: EnergyRegime? { breakdown.map { EnergyRegime($0) } }
}
