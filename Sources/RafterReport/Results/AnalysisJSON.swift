// SPDX-License-Identifier: Apache-2.0
public import RafterAnalysis
import RafterDiagnostics
import RafterHardware
import RafterMapping
import RafterQuantities
import RafterRoofline
import RafterWorkload

/// The JSON of `rafter analyze`: kind `rafter/analysis/1`.
public enum AnalysisJSON {
  /// The whole analysis; SI base units, keys with their unit, the same bytes on every run.
  public static func value(_ analysis: Analysis, version: String) -> JSONValue {
    var fields: [String: JSONValue] = [
      "schema": .string("rafter/analysis/1"),
      "rafter": .string(version),
      "workload": workload(analysis.workload),
      "accelerator": accelerator(analysis.accelerator),
      "options": options(analysis.options),
      "headline": .array(analysis.headline.map { .string($0) }),
      "fit": .array(analysis.fit.map(fit)),
      "totals": totals(analysis),
      "roofs": .array(analysis.roofs.map(roof)),
      "layers": .array(analysis.layers.map(layer)),
      "diagnostics": .array(analysis.diagnostics.map(DiagnosticJSON.value)),
    ]
    if let fusion = analysis.fusion { fields["fusion"] = FusionJSON.value(fusion) }
    if let pass = analysis.workload.pass { fields["pass"] = PassJSON.value(pass) }
    if let serving = analysis.serving { fields["serving"] = PassJSON.value(serving) }
    if let links = analysis.communication { fields["communication"] = PassJSON.value(links) }
    if let pipeline = analysis.pipeline { fields["pipeline"] = PassJSON.value(pipeline) }
    return .object(fields)
  }

  static func workload(_ workload: Workload) -> JSONValue {
    .object([
      "name": .string(workload.name),
      "source": .string(workload.source),
      "bindings": .array(workload.bindings.map { .string($0) }),
      "parameters": .int(workload.parameters),
      "parameter_bytes": .int(workload.parameterBytes),
    ])
  }

  static func accelerator(_ accelerator: Accelerator) -> JSONValue {
    var fields: [String: JSONValue] = [
      "name": .string(accelerator.name),
      "source": .string(accelerator.source.title),
      "file": .string(accelerator.file),
      "cautions": .array(accelerator.cautions.map { .string($0) }),
    ]
    if let move = accelerator.operatingMove { fields["operating_point"] = operation(move) }
    return .object(fields)
  }

  /// Where a machine runs that was moved from the point of its description.
  private static func operation(_ move: OperatingMove) -> JSONValue {
    .object([
      "voltage_V": .double(move.voltage.value),
      "frequency_Hz": .double(move.frequency.value),
      "described_voltage_V": .double(move.describedVoltage.value),
      "described_frequency_Hz": .double(move.describedFrequency.value),
      "dynamic_energy_factor": .double(move.dynamicEnergyFactor),
    ])
  }

  static func options(_ options: AnalysisOptions) -> JSONValue {
    var fields: [String: JSONValue] = [
      "precision": options.precision.map { .string($0.text) } ?? .null,
      "objective": .string(options.objective.rawValue),
      "search_limit": .int(options.limit.mappings),
      "level": options.level.map { .string($0) } ?? .null,
    ]
    if let densities = options.densities { fields["density"] = .string(densities.text) }
    return .object(fields)
  }

  static func fit(_ check: CapacityCheck) -> JSONValue {
    var fields: [String: JSONValue] = [
      "memory": .string(check.memory), "content": .string(check.content),
      "needed_bytes": JSONValue(count: check.needed.value),
      "available_bytes": check.available.map { JSONValue(count: $0.value) } ?? .null,
      "fits": .bool(check.fits),
    ]
    if let room = check.room { fields["room"] = PassJSON.value(room) }
    return .object(fields)
  }

  static func totals(_ analysis: Analysis) -> JSONValue {
    let totals = analysis.totals
    var fields: [String: JSONValue] = [
      "macs": .int(totals.macs),
      "operations": JSONValue(count: totals.operations.value),
      "vector_operations": JSONValue(count: totals.vectorOperations.value),
      "latency_s": .double(totals.latency.value),
      "energy_J": JSONValue(totals.energy?.value),
      "average_power_W": JSONValue(totals.averagePower?.value),
      "power_cap_W": JSONValue(analysis.accelerator.power.cap?.value.value),
      "power_capped_operations_per_s": JSONValue(analysis.powerCeiling?.value),
      "operations_per_s": .double(totals.throughput.value),
      "operations_per_J": JSONValue(totals.efficiency?.value),
      "share_of_throughput_roof": .double(totals.shareOfThroughputRoof),
      "share_of_energy_roof": JSONValue(totals.shareOfEnergyRoof),
      "uncertainty": analysis.uncertainty.map(uncertainty) ?? .null,
      "energy_by_confidence": analysis.energyByConfidence.map(byConfidence) ?? .null,
    ]
    if let uncounted = analysis.workload.uncounted {
      fields["uncounted"] = UncountedJSON.value(uncounted)
    }
    if analysis.communication != nil {
      fields["links_s"] = .double(totals.links.value)
      fields["links_J"] = JSONValue(totals.linkEnergy?.value)
    }
    return .object(fields)
  }

  private static func byConfidence(_ energy: EnergyByConfidence) -> JSONValue {
    var fields: [String: JSONValue] = [:]
    for part in energy.parts {
      fields["\(part.confidence.rawValue)_J"] = .double(part.energy.value)
    }
    return .object(fields)
  }

  static func roof(_ roof: MachineRoof) -> JSONValue {
    .object([
      "level": .string(roof.level),
      "format": .string(roof.format),
      "peak_operations_per_s": .double(roof.peak.value),
      "peak_operations_per_s_per_mm2": JSONValue(roof.peakDensity?.value),
      "bandwidth_bytes_per_s": .double(roof.bandwidth.value),
      "ridge_operations_per_byte": .double(roof.ridge.value),
      "energy_ridge_operations_per_byte": JSONValue(roof.energyRidge?.value),
      "half_efficiency_operations_per_byte": JSONValue(roof.halfEfficiency?.value),
      "peak_operations_per_J": JSONValue(roof.peakEfficiency?.value),
      "power_capped_operations_per_s": JSONValue(roof.powerCappedPeak?.value),
    ])
  }

  private static func layer(_ layer: LayerAnalysis) -> JSONValue {
    .object(
      facts(layer).merging(results(layer)) { a, _ in a }.merging(details(layer)) { a, _ in a })
  }

  /// What the layer is.
  private static func facts(_ layer: LayerAnalysis) -> [String: JSONValue] {
    [
      "id": .string(layer.layer.id),
      "name": .string(layer.layer.name),
      "operator": .string(layer.layer.kind.rawValue),
      "operators": .string(layer.layer.operators),
      "nodes": .array(layer.layer.nodes.map { .string($0) }),
      "repeats": .int(layer.layer.repeats),
      "dimensions": LayerFacts.dimensions(layer.layer),
      "formats": LayerFacts.formats(layer.layer),
      "macs": .int(layer.layer.macs),
      "macs_without_padding": .int(layer.layer.macsWithoutPadding),
      "operations": JSONValue(count: Double(layer.layer.macs) * 2),
      "vector_operations": .int(layer.layer.vectorOperations),
      "latency_s": .double(layer.latency.value),
      "energy_J": JSONValue(layer.energy?.value),
      "average_power_W": JSONValue(layer.averagePower?.value),
    ]
  }

  /// What it attains, and its roofs.
  private static func results(_ layer: LayerAnalysis) -> [String: JSONValue] {
    [
      "unknown_energies": .array(layer.unknownEnergies.map { .string($0) }),
      "operations_per_s": .double(layer.throughput.value),
      "operations_per_J": JSONValue(layer.efficiency?.value),
      "roof_operations_per_s": .double(layer.roof.value),
      "roof_operations_per_J": JSONValue(layer.energyRoof?.value),
      "power_capped_operations_per_s": JSONValue(layer.powerCeiling?.value),
      "share_of_throughput_roof": .double(layer.shareOfThroughputRoof),
      "share_of_energy_roof": JSONValue(layer.shareOfEnergyRoof),
      "share_of_time": .double(layer.shareOfTime),
      "share_of_energy": JSONValue(layer.shareOfEnergy),
      "spatial_utilization": .double(layer.spatialUtilization),
      "time_regime": .string(layer.timeRegime.term),
      "time_sublabel": layer.timeSublabel.map { .string($0.term) } ?? .null,
      "energy_regime": layer.energyRegime.map { .string($0.term) } ?? .null,
    ]
  }

  /// Where time, energy and bytes go.
  private static func details(_ layer: LayerAnalysis) -> [String: JSONValue] {
    var fields: [String: JSONValue] = [
      "levels": .array(layer.levels.map { level($0, work: layer.work) }),
      "time_chain": .array(layer.timeChain.map(chain)),
      "energy_items": .array(layer.energyItems.map(item)),
      "certificate": certificate(layer),
      "mapping": .string(layer.mappings.map(\.text).joined(separator: "\n")),
      "uncertainty": layer.uncertainty.map(uncertainty) ?? .null,
    ]
    if let zeros = layer.zeros { fields["zeros"] = ZerosJSON.value(zeros) }
    return fields
  }

  private static func level(_ level: LevelAnalysis, work: Operations) -> JSONValue {
    func intensity(_ traffic: Traffic) -> JSONValue {
      JSONValue(level.intensity(traffic, of: work)?.value)
    }
    var operands: [String: JSONValue] = [:]
    for (operand, bytes) in level.bytesByOperand {
      operands[operand.rawValue] = JSONValue(count: bytes.value)
    }
    return .object([
      "name": .string(level.name),
      "bytes_read": JSONValue(count: level.mapped.read.value),
      "bytes_written": JSONValue(count: level.mapped.written.value),
      "bytes_by_operand": .object(operands),
      "operational_intensity": .object([
        "compulsory": intensity(level.compulsory), "attainable": intensity(level.attainable),
        "mapped": intensity(level.mapped),
      ]),
      "time_s": .double(level.time.value),
      "energy_J": JSONValue(level.energy?.value),
      "overlapped": .bool(level.isOverlapped),
    ])
  }

  private static func chain(_ entry: ChainEntry) -> JSONValue {
    .object([
      "step": .string(entry.step.term), "seconds": .double(entry.seconds.value),
      "factor": .double(entry.factor),
    ])
  }

  private static func item(_ item: EnergyItem) -> JSONValue {
    .object(["item": .string(item.term), "joules": .double(item.energy.value)])
  }

  private static func certificate(_ layer: LayerAnalysis) -> JSONValue {
    if let infeasibility = layer.infeasibility {
      return .object([
        "status": .string("infeasible"), "reason": .string(infeasibility.description),
      ])
    }
    guard let first = layer.mappings.first else { return .null }
    let gap = layer.mappings.map(\.certificate.gap).max() ?? 0
    return .object([
      "status": .string(
        layer.mappings.allSatisfy(\.certificate.isOptimal) ? "optimal" : "gap"),
      "gap": .double(gap),
      "objective": .string(first.certificate.objective.rawValue),
      "mappings_considered": .int(
        layer.mappings.reduce(0) { $0 + $1.certificate.mappingsConsidered }),
    ])
  }

  private static func uncertainty(_ uncertainty: Uncertainty) -> JSONValue {
    func band(_ band: Band) -> JSONValue {
      .object([
        "value": .double(band.value), "low": .double(band.low), "high": .double(band.high),
      ])
    }
    return .object([
      "latency_s": band(uncertainty.latency),
      "energy_J": uncertainty.energy.map(band) ?? .null,
      "flips": .array(uncertainty.flips.map { .string($0) }),
    ])
  }
}
