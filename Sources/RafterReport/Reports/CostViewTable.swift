// SPDX-License-Identifier: Apache-2.0
import RafterPeers
import RafterQuantities
import RafterWorkload

/// The products of a network in the terms of a cost model, a line each, and their sums.
struct CostViewTable {
  private let entries: [CostViewReport.Entry]
  private let clock: Frequency

  init(_ entries: [CostViewReport.Entry], clock: Frequency) {
    self.entries = entries
    self.clock = clock
  }

  /// All runs of all products, one after another; nil where one has no result.
  var cycles: Cycles? {
    entries.reduce(Optional(Cycles.zero)) { sum, entry in
      guard let sum, let view = entry.view else { return nil }
      return sum + view.latency * runs(entry)
    }
  }

  /// The same by the clock of the machine.
  var time: Seconds? { cycles.map { $0 / clock } }

  /// The energy of all runs; nil where that of one is unknown.
  var energy: Energy? {
    entries.reduce(Optional(Energy.zero)) { sum, entry in
      guard let sum, let energy = entry.view?.energy else { return nil }
      return sum + energy * runs(entry)
    }
  }

  func add(to document: inout Document) {
    document.facts([
      (
        "products",
        cycles.map { "\(Self.rounded($0)) cycles, \(($0 / clock).formatted())" }
          ?? "no sum: some have no result"
      ),
      ("energy", energy?.formatted() ?? "unknown"),
      ("not in it", "vector operations, launches, links and static power"),
    ])
    var table = TextTable([
      .init("id"), .init("layer", overflow: .cutMiddle(minimum: 8)), .init("product"),
      .init("runs", alignment: .right), .init("cycles a run", alignment: .right),
      .init("energy a run", alignment: .right), .init("longest", overflow: .cutEnd(minimum: 8)),
    ])
    for entry in entries {
      table.append([
        entry.layer.id, entry.layer.name, entry.nest.label, "\(Int(runs(entry)))",
        entry.view.map { Self.rounded($0.latency) } ?? "-",
        entry.view?.energy?.formatted() ?? "-",
        entry.view?.binding?.name ?? entry.reason ?? "",
      ])
    }
    document.table(table)
    var cautions: [String] = []
    for caution in entries.flatMap({ $0.view?.cautions ?? [] })
    where !cautions.contains(caution) { cautions.append(caution) }
    if !cautions.isEmpty { document.items(cautions) }
  }

  /// Whole cycles; programs get them unrounded.
  private static func rounded(_ cycles: Cycles) -> String {
    CostViewReport.number(cycles.value.rounded())
  }

  private func runs(_ entry: CostViewReport.Entry) -> Double {
    Double(entry.nest.repeats) * Double(entry.layer.repeats)
  }
}
