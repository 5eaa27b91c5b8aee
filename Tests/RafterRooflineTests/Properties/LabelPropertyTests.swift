// SPDX-License-Identifier: Apache-2.0
import RafterQuantities
import RafterRoofline
import RafterTestSupport
import Testing

/// The properties of labels and of points of rooflines 3.9, each under its number there.
@Suite struct LabelPropertyTests {
  private struct Labels: Equatable {
    var time: TimeRegime
    var energy: EnergyRegime
    var sublabels: [TimeSublabel]

    init(_ layer: RandomCase) {
      let chain = ChainOfBounds(layer.times)
      time = TimeRegime(chain)
      energy = EnergyRegime(EnergyBreakdown(layer.energies(end: chain.end)))
      sublabels = layer.levels.map { TimeSublabel($0.traffic) }
    }
  }

  @Test func `13 a change of units leaves the labels as they are`() {
    var seen: Set<String> = []
    for layer in RandomCase.many(seed: 13) {
      let labels = Labels(layer)
      seen.insert(labels.time.term.replacing(/level\d/, with: "level"))
      // Bytes to GiB and to GB.
      for unit in [0x1p30, 1e9] {
        var other = layer
        for i in other.levels.indices {
          let level = layer.levels[i]
          other.levels[i].bandwidth = level.bandwidth / unit
          other.levels[i].energyPerByte = level.energyPerByte * unit
          other.levels[i].traffic = LevelTraffic(
            compulsory: level.traffic.compulsory / unit,
            attainable: level.traffic.attainable / unit, mapped: level.traffic.mapped / unit)
        }
        holds(Labels(other) == labels)
      }
      // Operations to MACs.
      var macs = layer
      macs.work = layer.work / 2
      macs.peak = layer.peak / 2
      macs.bestPeak = layer.bestPeak / 2
      macs.energyPerOperation = layer.energyPerOperation * 2
      holds(Labels(macs) == labels)
      // Seconds to cycles of 2^30 Hz: rates fall, times grow, power in joules per cycle falls.
      let f = 0x1p30
      var cycles = layer
      cycles.peak = layer.peak / f
      cycles.bestPeak = layer.bestPeak / f
      cycles.vectorTime = layer.vectorTime * f
      cycles.staticPower = layer.staticPower / f
      cycles.powerCap = layer.powerCap.map { $0 / f }
      cycles.startUp = layer.startUp.map { $0 * f }
      for i in cycles.levels.indices {
        cycles.levels[i].bandwidth = layer.levels[i].bandwidth / f
      }
      holds(Labels(cycles) == labels)
    }
    // The property says little unless the cases reach every label.
    #expect(seen.count == TimeRegime.allTerms.count, "\(seen.sorted())")
  }

  @Test func `19 a computed point is never above a roof and one moved above is reported`() {
    var random = SeededGenerator(seed: 19)
    for layer in RandomCase.many(seed: 19) {
      let demand = layer.demand()
      let attained = layer.work / ChainOfBounds(layer.times).end
      let efficiency = demand.efficiency(at: attained)
      holds(
        RoofCheck.violations(
          of: "layer", throughput: attained, efficiency: efficiency, under: demand
        ).isEmpty)
      let point = RooflinePoint(
        name: "layer", format: "f", throughput: attained, efficiency: efficiency,
        positions: demand.levels.map {
          .init(level: $0.name, intensity: layer.work / $0.traffic)
        })
      holds(RoofCheck.violations(of: point, under: layer.roofs).isEmpty)
      // Above the peak by a known factor.
      let excess = Double.random(in: 1.001...3000, using: &random)
      var above = point
      above.throughput = layer.peak * excess
      let found = RoofCheck.violations(of: above, under: layer.roofs)
      let peak = found.first { $0.roof == .peak(format: "f") }
      holds(peak.map { isClose($0.excess, excess) } == true)
      holds(peak.map { Set($0.causes).count == 4 } == true)
    }
  }
}
