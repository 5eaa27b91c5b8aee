// SPDX-License-Identifier: Apache-2.0
import RafterAnalysis
import RafterHardware
import RafterMapping
import RafterQuantities
import RafterRoofline
import RafterWorkload

/// The layers of one or several analyses, a record each; every number in SI base units.
enum AnalysisCSV {
  static func text(_ analyses: [Analysis]) -> String {
    var levels: [String] = []
    for level in analyses.flatMap({ $0.accelerator.memories.map(\.name) })
    where !levels.contains(level) {
      levels.append(level)
    }
    var csv = CSVText(head: head + levels.flatMap(levelHead))
    for analysis in analyses {
      for layer in analysis.layers {
        csv.append(record(layer, analysis) + levels.flatMap { levelRecord(layer, $0) })
      }
    }
    return csv.text
  }

  private static let head = [
    "workload", "accelerator", "id", "name", "operator", "repeats", "dimensions", "macs",
    "vector_operations", "latency_s", "share_of_time", "operations_per_s", "roof_operations_per_s",
    "share_of_throughput_roof", "energy_J", "share_of_energy", "operations_per_J",
    "roof_operations_per_J", "share_of_energy_roof", "spatial_utilization", "time_regime",
    "time_sublabel", "energy_regime", "average_power_W", "power_capped_operations_per_s",
    "parameters", "parameter_bytes", "weight_copies",
  ]

  private static func record(_ layer: LayerAnalysis, _ analysis: Analysis) -> [String] {
    let number = CSVText.number
    return [
      analysis.workload.name, analysis.accelerator.name, layer.layer.id, layer.layer.name,
      layer.layer.kind.rawValue, "\(layer.layer.repeats)", LayerFacts.bounds(layer.layer),
      "\(layer.layer.macs)", "\(layer.layer.vectorOperations)", number(layer.latency.value),
      number(layer.shareOfTime), number(layer.throughput.value), number(layer.roof.value),
      number(layer.shareOfThroughputRoof), number(layer.energy?.value),
      number(layer.shareOfEnergy), number(layer.efficiency?.value),
      number(layer.energyRoof?.value), number(layer.shareOfEnergyRoof),
      number(layer.spatialUtilization), layer.timeRegime.term, layer.timeSublabel?.term ?? "",
      layer.energyRegime?.term ?? "", number(layer.averagePower?.value),
      number(layer.powerCeiling?.value), "\(layer.layer.parameters)",
      "\(layer.layer.parameterBytes)", "\(layer.layer.storedCopies)",
    ]
  }

  private static func levelHead(_ level: String) -> [String] {
    [
      "bytes_read", "bytes_written", "operations_per_byte", "attainable_operations_per_byte",
      "compulsory_operations_per_byte", "time_s", "energy_J",
    ].map { "\(level)_\($0)" }
  }

  private static func levelRecord(_ layer: LayerAnalysis, _ name: String) -> [String] {
    guard let level = layer.levels.first(where: { $0.name == name }) else {
      return Array(repeating: "", count: 7)
    }
    func intensity(_ traffic: Traffic) -> String {
      CSVText.number(level.intensity(traffic, of: layer.work)?.value)
    }
    return [
      CSVText.number(level.mapped.read.value), CSVText.number(level.mapped.written.value),
      intensity(level.mapped), intensity(level.attainable), intensity(level.compulsory),
      CSVText.number(level.time.value), CSVText.number(level.energy?.value),
    ]
  }
}
