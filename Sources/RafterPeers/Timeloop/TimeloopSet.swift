// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterQuantities

extension ValidationSet {
  /// Designs of Timeloop v4, dense or with zeros as Sparseloop counts them, with their mappings and tables of energies.
  public static let timeloop = ValidationSet(
    name: "timeloop",
    source: "Timeloop v4 reference outputs, Accelergy-Project/timeloop-accelergy-exercises",
    kindOfTruth: "another tool",
    summary: Summary("accesses, energy and cycles on given mappings, dense and sparse", peers: "-"),
    builtIn: ["eyeriss_like", "simple_output_stationary"].flatMap { design in
      designFiles.map { "timeloop/\(design)/\($0)" }
    }
      + ["01.2.1-DUDU-dot-product", "01.2.2-SUDU-dot-product"].flatMap { design in
        (["arch.yaml"] + designFiles).map { "timeloop/sparseloop/\(design)/\($0)" }
      },
    form:
      "a folder with problem.yaml and reference.{flattened_architecture,ERT_summary,map}.yaml and .stats.txt; arch.yaml where zeros are made use of"
  ) { files throws(DiagnosticList) in
    var rows: [ValidationRow] = []
    for folder in try TimeloopFolder.all(in: files) {
      let statistics = try TimeloopStatistics(
        text: folder.statistics.text, file: folder.statistics.path)
      let design = try folder.design()
      if let sparsity = design.sparsity {
        rows +=
          SparseloopComparison(
            name: folder.name, design: design,
            result: try SparseloopModel(design, sparsity).evaluate(), statistics: statistics
          ).rows
        continue
      }
      rows +=
        TimeloopComparison(
          name: folder.name, design: design, result: try TimeloopModel(design).evaluate(),
          statistics: statistics
        ).rows
    }
    return Findings(rows: rows)
  }

  private static let designFiles = [
    "problem.yaml", "reference.ERT_summary.yaml", "reference.flattened_architecture.yaml",
    "reference.map.yaml", "reference.stats.txt",
  ]
}

/// One design's numbers beside those that were printed.
///
/// Counts have to be equal. Energies are printed with few digits and come from a table with few digits: 0.1 %.
struct TimeloopComparison {
  let name: String
  let design: TimeloopDesign
  let result: TimeloopModel.Result
  let statistics: TimeloopStatistics

  var rows: [ValidationRow] {
    var printed = PrintedRows(of: name)
    printed.count("cycles", statistics.summary["Cycles"], result.cycles, unit: "cycle")
    printed.count("computes", statistics.summary["Computes"] ?? computes, result.computes)
    printed.energy(
      "energy", picojoules: statistics.summary["Energy"].map { $0 * 1e6 }, result.energy)
    printed.utilization(
      percent: statistics.summary["Utilization"],
      Double(result.computes) / Double(result.cycles * max(1, design.compute.instances)))
    for level in statistics.levels {
      printed.energy(
        "\(level.name).energy", picojoules: level.energy, ownEnergy(of: level.name))
    }
    for level in statistics.levels.reversed() {
      guard let place = design.storage.firstIndex(where: { $0.name == level.name }) else {
        continue
      }
      let total = result.accesses[place].compactMap { $0 }
        .reduce(0) { $0 + $1.reads + $1.fills + $1.updates }
      printed.count(
        "\(level.name).accesses", statistics.scalarAccesses[level.name],
        total * result.instances[place])
      for space in level.spaces {
        let own = design.problem.dataSpaces.firstIndex { $0.name == space.name }
          .flatMap { result.accesses[place][$0] }
        let title = "\(level.name).\(space.name)"
        printed.count("\(title).reads", space.values["Scalar reads (per-instance)"], own?.reads)
        printed.count("\(title).fills", space.values["Scalar fills (per-instance)"], own?.fills)
        printed.count(
          "\(title).updates", space.values["Scalar updates (per-instance)"], own?.updates)
        printed.count("\(title).capacity", space.values["Utilized capacity"], own?.capacity)
        printed.count(
          "\(title).instances", space.values["Utilized instances (max)"],
          own == nil ? nil : result.instances[place])
      }
    }
    return printed.rows
  }

  private var computes: Double? {
    statistics.levels.first?.values["Computes (total)"]
  }

  private func ownEnergy(of component: String) -> Picojoules? {
    if component == design.compute.name { return result.computeEnergy }
    return design.storage.firstIndex { $0.name == component }.map { result.storageEnergy[$0] }
  }
}
