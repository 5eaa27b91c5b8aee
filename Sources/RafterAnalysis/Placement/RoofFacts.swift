// SPDX-License-Identifier: Apache-2.0
import RafterHardware
import RafterQuantities
import RafterRoofline

/// A layer's own roofs, from what its resources take [rooflines 3.2, 3.3].
struct RoofFacts {
  var work: Operations
  /// Outermost first.
  var levels: [LevelLoad]
  var chain: ChainOfBounds
  var breakdown: EnergyBreakdown?
  var facts: MachineFacts
  var isVector: Bool

  /// The lowest of the layer's ceilings and of its bandwidth bounds at mapped traffic.
  var roof: Throughput {
    levels.indices.reduce(ceiling) { min($0, bound($1)) }
  }

  /// One roof for each level, all others kept as they are.
  var roofs: [LayerRoof] {
    levels.indices.map { index in
      let others = levels.indices.filter { $0 != index }
      let bytes = levels[index].traffic.mapped.total
      let time = time(index)
      let energy = levels[index].energy.mapped
      return LayerRoof(
        level: facts.memories[index].name,
        ceiling: others.reduce(unitCeiling) { min($0, bound($1)) }, spatialCeiling: spatialCeiling,
        powerCeiling: powerCeiling,
        bandwidth: time > .zero ? bytes / time : .infinity,
        energyPerOperation: energy.flatMap { perOperation(without: $0) },
        energyPerByte: energy.map { bytes > .zero ? $0 / bytes : .zero },
        staticPower: facts.staticPower,
        powerCap: facts.machine.power.cap?.value)
    }
  }

  /// Spatial, vector and power ceilings together.
  private var ceiling: Throughput {
    powerCeiling.map { min(unitCeiling, $0) } ?? unitCeiling
  }

  /// Without the power roof, which depends on the intensity.
  private var unitCeiling: Throughput {
    min(spatialCeiling, rate(chain.resourceTime(.vector)))
  }

  private var spatialCeiling: Throughput {
    rate(chain.resourceTime(isVector ? .vector : .array))
  }

  private var powerCeiling: Throughput? {
    facts.machine.power.cap == nil ? nil : rate(chain.resourceTime(.power))
  }

  private func bound(_ index: Int) -> Throughput { rate(time(index)) }

  private func time(_ index: Int) -> Seconds {
    levels[index].cycles.mapped / facts.clock
  }

  private func rate(_ time: Seconds) -> Throughput { time > .zero ? work / time : .infinity }

  /// Dynamic energy per operation without that of one level.
  private func perOperation(without level: Energy) -> EnergyPerOperation? {
    guard let breakdown, work > .zero else { return nil }
    let idle: Energy =
      breakdown.energy(of: .staticUseful) + breakdown.energy(of: .staticLost)
    return (breakdown.total - idle - level) / work
  }
}

extension ChainOfBounds {
  /// How long a resource is busy; zero if the layer does not use it.
  func resourceTime(_ resource: Resource) -> Seconds {
    resources.first { $0.resource == resource }?.time ?? .zero
  }
}
