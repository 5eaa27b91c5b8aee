// SPDX-License-Identifier: Apache-2.0
import RafterAnalysis
import RafterHardware
import RafterQuantities
import RafterRoofline
import RafterWorkload

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A layer as a point of both panels, in base units.
struct RooflinePoint {
  var layer: LayerAnalysis
  /// Operations a byte at the level of the axis: of the mapping, attainable, compulsory.
  var mapped: Double
  var attainable: Double
  var compulsory: Double
  /// op/s.
  var throughput: Double
  /// op/J; nil where unknown.
  var efficiency: Double?
  var shareOfTime: Double
  var shareOfEnergy: Double?
}

/// A roof of the machine, and what zeros lift it to.
struct SparseCeiling {
  var dense: MachineRoof
  var roof: MachineRoof
  /// Of the peak; 1 where zeros are gated alone.
  var gain: Double
}

/// What the roofline chart shows, read from an analysis; nothing is placed yet.
struct RooflineData {
  var points: [RooflinePoint]
  /// Layers that move nothing at the level: they have no place on its axis.
  var absent: [LayerAnalysis]
  /// The roofs of the machine that any layer uses, at all levels.
  var roofs: [MachineRoof]
  /// What zeros lift the roofs of each format to at the level of the axis, in nominal operations; none where none is spared.
  var sparseRoofs: [SparseCeiling]
  /// The layer whose own roof is drawn.
  var chosen: LayerAnalysis?
  var chosenRoof: LayerRoof?
  /// The roof of the chosen layer's format at the level of the axis: ticks stand at its ridges.
  var mainRoof: MachineRoof?
  /// The whole network: operations a byte, op/s, op/J.
  var network: (intensity: Double, throughput: Double, efficiency: Double?)?
  /// The axis, in powers of two.
  var intensities: ClosedRange<Double>
  var throughputs: ClosedRange<Double>
  var efficiencies: ClosedRange<Double>?

  init(_ analysis: Analysis, level: String, layer: LayerAnalysis?) {
    let drawn = analysis.layers.filter(\.canBeDrawn)
    points = drawn.compactMap { Self.point($0, level) }
    absent = drawn.filter { Self.point($0, level) == nil }
    let longest = drawn.filter(\.hasMACs).max { $0.shareOfTime < $1.shareOfTime } ?? drawn.first
    let chosen = layer ?? longest
    self.chosen = chosen
    chosenRoof = chosen?.roofs.first { $0.level == level }
    let formats = Set(drawn.map { $0.roofFormat })
    // Those of the vector unit only at the level of the axis: its layers use no other.
    let shown = analysis.roofs.filter { $0.format != "vector" || $0.level == level }
    let roofs = shown.filter { formats.contains($0.format) }
    self.roofs = roofs.isEmpty ? shown : roofs
    let atLevel = self.roofs.filter { $0.level == level }
    mainRoof =
      atLevel.first { $0.format == chosen?.roofFormat }
      ?? atLevel.first { $0.format != "vector" } ?? atLevel.first
    sparseRoofs = atLevel.filter { $0.format != "vector" }.compactMap { roof in
      SparseRoof(analysis, format: roof.format).map {
        SparseCeiling(dense: roof, roof: $0.above(roof), gain: $0.gain)
      }
    }
    network = Self.network(analysis, drawn, level)
    intensities = Self.intensities(points, mainRoof, self.roofs)
    let peak = (self.roofs + sparseRoofs.map(\.roof)).map(\.peak.value).max() ?? 1
    let rates = points.map(\.throughput) + [peak] + (network.map { [$0.throughput] } ?? [])
    throughputs = Self.octaves(rates, below: 1.4, above: 1.5)
    let best = (self.roofs + sparseRoofs.map(\.roof)).compactMap { $0.peakEfficiency?.value }
    let attained = points.compactMap(\.efficiency) + (network?.efficiency.map { [$0] } ?? [])
    efficiencies =
      best.isEmpty && attained.isEmpty
      ? nil : Self.octaves(best + attained, below: 1.4, above: 1.1)
  }

  private static func point(_ layer: LayerAnalysis, _ level: String) -> RooflinePoint? {
    guard let at = layer.levels.first(where: { $0.name == level }),
      let mapped = at.intensity(at.mapped, of: layer.work)?.value
    else { return nil }
    let attainable = at.intensity(at.attainable, of: layer.work)?.value ?? mapped
    return RooflinePoint(
      layer: layer, mapped: mapped, attainable: attainable,
      compulsory: at.intensity(at.compulsory, of: layer.work)?.value ?? attainable,
      throughput: layer.throughput.value, efficiency: layer.efficiency?.value,
      shareOfTime: layer.shareOfTime, shareOfEnergy: layer.shareOfEnergy)
  }

  /// All operations over all bytes; it may lie under a minimum of roofs [rooflines 3.8].
  private static func network(_ analysis: Analysis, _ layers: [LayerAnalysis], _ level: String)
    -> (Double, Double, Double?)?
  {
    let bytes = layers.reduce(0.0) { sum, layer in
      let at = layer.levels.first { $0.name == level }
      return sum + (at?.mapped.total.value ?? 0) * Double(layer.layer.repeats)
    }
    let totals = analysis.totals
    guard bytes > 0, totals.operations > .zero else { return nil }
    return (totals.operations.value / bytes, totals.throughput.value, totals.efficiency?.value)
  }

  /// From the data and the ridges; ridges of inner levels only where they are near the data.
  private static func intensities(
    _ points: [RooflinePoint], _ main: MachineRoof?, _ roofs: [MachineRoof]
  ) -> ClosedRange<Double> {
    var values = points.flatMap { [$0.mapped, $0.attainable] }
    values += [main?.ridge.value, main?.energyRidge?.value, main?.halfEfficiency?.value]
      .compactMap { $0 }
    if values.isEmpty { values = roofs.map(\.ridge.value) }
    let low = values.min() ?? 1
    let high = values.max() ?? 1
    values += points.map { min($0.compulsory, high * 8) }
    values += roofs.map(\.ridge.value).filter { $0 > low / 2.5 && $0 < high * 4 }
    return octaves(values, below: 1.2, above: 1.2)
  }

  private static func octaves(_ values: [Double], below: Double, above: Double)
    -> ClosedRange<Double>
  {
    let powers = values.filter { $0 > 0 && $0.isFinite }.map { log2($0) }
    let low = (powers.min() ?? 0) - below
    let high = (powers.max() ?? 1) + above
    // A chart of many decades shows none of them: what lies lower is drawn at the edge.
    return max(low, high - 30)...max(high, low + 3)
  }
}

extension LayerAnalysis {
  /// The format of the roof it lies under.
  var roofFormat: String { layer.nests.first?.arithmetic.description ?? "vector" }
}
