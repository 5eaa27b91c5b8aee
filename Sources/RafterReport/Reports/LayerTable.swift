// SPDX-License-Identifier: Apache-2.0
import RafterAnalysis
import RafterHardware
import RafterQuantities
import RafterRoofline
import RafterWorkload

/// The layers of an analysis as a table.
enum LayerTable {
  /// With more layers than this, only the longest are shown.
  static let limit = 80
  /// How many are shown then.
  static let shown = 40

  static func make(_ analysis: Analysis) -> TextTable {
    let layers = analysis.layers
    let visible = selection(layers)
    let time = ScaledUnit.time(layers.map { seconds($0).value })
    let rate = ScaledUnit.throughput(layers.filter(\.hasMACs).map { $0.throughput.value })
    let picojoule = ScaledUnit(symbol: "pJ/op", size: 1e-12)
    // Where a layer comes near the cap, the power to compare with it; the totals have the rest.
    let isCapped = isNearCap(analysis)
    let watt = ScaledUnit(symbol: "W", size: 1)
    var table = TextTable(
      [
        .init("id"),
        .init("layer", overflow: .cutMiddle(minimum: 13)),
        .init("shape", overflow: .cutEnd(minimum: 14)),
        .init("time", time.symbol, alignment: .right),
        .init("time", "%", alignment: .right),
        .init("rate", rate.symbol, alignment: .right),
        .init("roof", "%", alignment: .right),
        .init("energy", picojoule.symbol, alignment: .right),
        .init("bound by", overflow: .cutEnd(minimum: 22)),
        .init("energy", "goes to", overflow: .cutEnd(minimum: 7)),
      ] + (isCapped ? [.init("power", watt.symbol, alignment: .right)] : []))
    func append(_ cells: [String], power: String) {
      table.append(cells + (isCapped ? [power] : []))
    }
    for i in visible {
      let layer = layers[i]
      guard layer.infeasibility == nil else {
        append(
          [
            layer.layer.id, name(layer), LayerFacts.shape(layer.layer), "-", "-", "-", "-", "-",
            "does not fit", "-",
          ], power: "-")
        continue
      }
      append(
        [
          layer.layer.id, name(layer), shape(layer), time.cell(seconds(layer).value),
          percent(layer.shareOfTime),
          rate.cell(layer.throughput.value) + (layer.hasMACs ? "" : "v"),
          percent(layer.shareOfThroughputRoof),
          picojoule.cell(layer.energyPerOperation?.value),
          RegimeWords.bound(layer.timeRegime, layer.timeSublabel),
          layer.energyRegime.map(RegimeWords.energy) ?? "unknown",
        ], power: watt.cell(layer.averagePower?.value))
    }
    if visible.count < layers.count {
      let rest = layers.indices.filter { !visible.contains($0) }
      let sum = rest.reduce(Seconds.zero) { $0 + seconds(layers[$1]) }
      append(
        [
          "...", "\(rest.count) more", "", time.cell(sum.value),
          percent(rest.reduce(0) { $0 + layers[$1].shareOfTime }), "", "", "",
          "all in --format csv", "",
        ], power: "")
    }
    return table
  }

  /// Whether a layer draws nine tenths of the power cap, so that the cap is, or nearly is, its roof.
  private static func isNearCap(_ analysis: Analysis) -> Bool {
    guard let cap = analysis.accelerator.power.cap?.value else { return false }
    return analysis.layers.contains { ($0.averagePower ?? .zero) >= cap * 0.9 }
  }

  /// The layers to show, in the order of execution.
  static func selection(_ layers: [LayerAnalysis]) -> [Int] {
    guard layers.count > limit else { return Array(layers.indices) }
    let longest = layers.indices.sorted {
      (seconds(layers[$0]).value, $1) > (seconds(layers[$1]).value, $0)
    }
    return longest.prefix(shown).sorted()
  }

  /// All instances of the layer, so that a column of times has a sum.
  static func seconds(_ layer: LayerAnalysis) -> Seconds {
    layer.latency * Double(layer.layer.repeats)
  }

  /// A share without its sign, which is in the head.
  private static func percent(_ share: Double) -> String {
    String(Format.percent(share).dropLast(2))
  }

  private static func name(_ layer: LayerAnalysis) -> String {
    layer.layer.repeats > 1 ? "\(layer.layer.repeats) x \(layer.layer.name)" : layer.layer.name
  }

  private static func shape(_ layer: LayerAnalysis) -> String {
    layer.hasMACs
      ? LayerFacts.shape(layer.layer) : Operations(layer.layer.vectorOperations).formatted()
  }
}

extension LayerAnalysis {
  /// Whether its operations are those of the multipliers.
  var hasMACs: Bool { !layer.nests.isEmpty }

  /// `energy / work`; nil where unknown or where there is no work.
  var energyPerOperation: EnergyPerOperation? {
    guard let energy, work > .zero else { return nil }
    return energy / work
  }
}
