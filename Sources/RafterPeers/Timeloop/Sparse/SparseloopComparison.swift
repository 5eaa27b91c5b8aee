// SPDX-License-Identifier: Apache-2.0
import RafterQuantities

/// A sparse design's numbers beside those that were printed.
///
/// Counts have to be equal; energies are printed with few digits: 0.1 %.
struct SparseloopComparison {
  let name: String
  let design: TimeloopDesign
  let result: SparseloopModel.Result
  let statistics: TimeloopStatistics

  var rows: [ValidationRow] {
    var printed = PrintedRows(of: name)
    printed.count("cycles", statistics.summary["Cycles"], result.cycles, unit: "cycle")
    let units = statistics.levels.first { $0.name == design.compute.name }
    printed.count("computes", units?.values["Algorithmic Computes (total)"], result.computes.all)
    printed.count(
      "computes.actual", units?.values["Actual Computes (total)"], result.computes.actual)
    printed.energy(
      "energy",
      picojoules: statistics.energyPerCompute["Total"].map {
        $0 * Double(result.computes.all) * 1e-3
      }, result.energy)
    printed.utilization(
      percent: statistics.summary["Utilization"],
      Double(result.computes.actual) / Double(result.cycles * max(1, design.compute.instances)))
    for level in statistics.levels {
      printed.energy("\(level.name).energy", picojoules: level.energy, ownEnergy(of: level.name))
    }
    for level in statistics.levels.reversed() {
      guard let place = design.storage.firstIndex(where: { $0.name == level.name }) else {
        continue
      }
      for space in level.spaces {
        let own = design.problem.dataSpaces.firstIndex { $0.name == space.name }
          .flatMap { result.accesses[place][$0] }
        let title = "\(level.name).\(space.name)"
        for kind in Self.kinds {
          let split = own.map { $0[keyPath: kind.path] }
          for part in Self.parts {
            printed.count(
              "\(title).\(kind.word)\(part.word)",
              space.values["\(part.label) scalar \(kind.word) (per-instance)"],
              split.map(part.value))
          }
        }
        printed.count(
          "\(title).capacity", space.values["Max utilized data storage capacity"], own?.capacity)
        printed.count(
          "\(title).instances", space.values["Utilized instances (max)"],
          own == nil ? nil : result.dense.instances[place])
      }
    }
    return printed.rows
  }

  private static var kinds:
    [(word: String, path: KeyPath<SparseloopModel.Accesses, SparseloopModel.Split>)]
  {
    [("reads", \.reads), ("fills", \.fills), ("updates", \.updates)]
  }

  private static var parts: [(label: String, word: String, value: (SparseloopModel.Split) -> Int)] {
    [
      ("Algorithmic", "", { $0.all }), ("Actual", ".actual", { $0.actual }),
      ("Gated", ".gated", { $0.gated }), ("Skipped", ".skipped", { $0.skipped }),
    ]
  }

  private func ownEnergy(of component: String) -> Picojoules? {
    if component == design.compute.name { return result.computeEnergy }
    return design.storage.firstIndex { $0.name == component }.map { result.storageEnergy[$0] }
  }
}
