// SPDX-License-Identifier: Apache-2.0
import RafterAnalysis
import RafterQuantities

/// What stays between layers, as part of the report of an analysis.
enum FusionTable {
  /// Heading, sum, and a row for each tensor between layers.
  static func append(_ analysis: Analysis, to document: inout Document) {
    guard let fusion = analysis.fusion else { return }
    document.heading("What stays between layers")
    document.items(sums(fusion, analysis))
    guard !fusion.edges.isEmpty else { return }
    var table = TextTable([
      .init("from"), .init("to"), .init("tensor", overflow: .cutMiddle(minimum: 12)),
      .init("size", alignment: .right), .init("stays in", overflow: .cutEnd(minimum: 24)),
      .init("saves", alignment: .right), .init("time", alignment: .right),
      .init("energy", alignment: .right),
    ])
    for edge in fusion.edges {
      var row = [
        edge.producer, edge.consumers.joined(separator: " "), edge.edge.tensor,
        edge.edge.bytes.formattedCapacity(),
      ]
      switch edge.outcome {
      case .kept(let memory, let extent, let room, let gain):
        row += [
          extent == .whole ? memory : "\(memory), \(room.formattedCapacity()) of rows",
          gain.bytes.formatted(), gain.time.formatted(), gain.energy?.formatted() ?? "unknown",
        ]
      case .notKept(let reason): row += ["no: \(reason)", "", "", ""]
      }
      table.append(row)
    }
    document.table(table)
  }

  private static func sums(_ fusion: FusionAnalysis, _ analysis: Analysis) -> [String] {
    let kept = fusion.edges.count { $0.isKept }
    var lines = [
      "\(kept) of \(fusion.edges.count) tensors between layers stay further in; each row is that tensor alone"
    ]
    switch fusion.weights {
    case .kept(let memory, _, let room, let gain):
      lines.append(
        "all weights (\(room.formattedCapacity())) stay in \(memory) from run to run: "
          + "\(gain.bytes.formatted()) less, \(gain.time.formatted()) less"
          + (gain.energy.map { ", \($0.formatted()) less" } ?? ""))
    case .notKept(let reason): lines.append("weights are fetched anew: \(reason)")
    }
    let before = fusion.latencyAtHome
    let after = analysis.totals.latency - analysis.totals.links
    if before > .zero {
      lines.append(
        "all together: \(before.formatted()) before, \(after.formatted()) after "
          + "(\(Format.percent(1 - after.ratio(to: before))) less time)")
    }
    if let before = fusion.energyAtHome, let after = analysis.totals.energy, before > .zero,
      analysis.communication == nil
    {
      lines.append(
        "energy: \(before.formatted()) before, \(after.formatted()) after "
          + "(\(Format.percent(1 - after.ratio(to: before))) less)")
    }
    return lines
  }
}
