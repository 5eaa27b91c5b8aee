// SPDX-License-Identifier: Apache-2.0
import RafterAnalysis
import RafterHardware
import RafterMapping
import RafterQuantities
import RafterRoofline
import RafterWorkload

/// The JSON of `rafter map`: kind `rafter/map/1`.
enum MappingJSON {
  static func value(_ layers: [LayerAnalysis], of analysis: Analysis) -> JSONValue {
    var fields: [String: JSONValue] = [
      "schema": .string("rafter/map/1"),
      "workload": .string(analysis.workload.name),
      "accelerator": .string(analysis.accelerator.name),
      "layers": .array(layers.map { layer($0, analysis.accelerator) }),
    ]
    fields["constraints"] = ConstraintWords.json(analysis.options.constraints)
    return .object(fields)
  }

  private static func layer(_ layer: LayerAnalysis, _ machine: Accelerator) -> JSONValue {
    .object([
      "id": .string(layer.layer.id),
      "name": .string(layer.layer.name),
      "latency_s": .double(layer.latency.value),
      "energy_J": JSONValue(layer.energy?.value),
      "spatial_utilization": .double(layer.spatialUtilization),
      "infeasible": layer.infeasibility.map { .string($0.description) } ?? .null,
      "nests": .array(layer.mappings.map { nest($0, machine) }),
    ])
  }

  private static func nest(_ mapped: MappedNest, _ machine: Accelerator) -> JSONValue {
    let cost = mapped.cost
    let space = mapped.certificate.space
    var spaceFields: [String: JSONValue] = [
      "dimensions": .array(space.dimensions.map { .string($0) }),
      "memories": .array(space.memories.map { .string($0) }),
      "sides": .array(space.sides.map { .string($0) }),
      "size": .double(space.size),
    ]
    if !space.bypasses.isEmpty {
      spaceFields["may_bypass"] = .array(space.bypasses.map(bypass))
      spaceFields["placements"] = .int(space.placements)
    }
    if let uneven = space.uneven {
      spaceFields["uneven"] = .object([
        "extent": .string(uneven.extent.rawValue), "orders": .int(uneven.orders),
      ])
    }
    var fields: [String: JSONValue] = [
      "label": .string(mapped.nest.label),
      "repeats": .int(mapped.nest.repeats),
      "mapping": .string(mapped.text),
      "nodes": .array(
        MappingStep.steps(of: mapped.mapping).map { node($0, mapped.nest, machine) }),
      "alternatives": .array(alternatives(mapped, machine)),
      "certificate": .object([
        "objective": .string(mapped.certificate.objective.rawValue),
        "status": .string(mapped.certificate.isOptimal ? "optimal" : "gap"),
        "gap": .double(mapped.certificate.gap),
        "mappings_considered": .int(mapped.certificate.mappingsConsidered),
        "space": .object(spaceFields),
      ]),
      "compute_cycles": .double(cost.computeCycles.value),
      "fill_cycles": .double(cost.fillCycles.value),
      "load_cycles": .double(cost.loadCycles.value),
      "offload_cycles": .double(cost.offloadCycles.value),
      "latency_cycles": .double(cost.latencyCycles.value),
      "memories": .array(zip(machine.memories, cost.memories).map(memory)),
    ]
    let bypasses = mapped.mapping.bypasses(on: machine)
    if !bypasses.isEmpty { fields["bypasses"] = .array(bypasses.map(bypass)) }
    return .object(fields)
  }

  private static func bypass(_ bypass: Bypass) -> JSONValue {
    .object([
      "operand": .string(bypass.operand.rawValue), "memory": .string(bypass.memory),
    ])
  }

  /// A node with the keys of a mapping file.
  private static func node(_ step: MappingStep, _ nest: LoopNest, _ machine: Accelerator)
    -> JSONValue
  {
    switch step {
    case .store(let memory, let operands):
      .object([
        "store": .object([
          "memory": .string(machine.memories[memory].name),
          "operands": .array(operands.map { .string($0.rawValue) }),
        ])
      ])
    case .loop(let dimension, let bound, let tile):
      .object([
        "for": .object([
          "dimension": .string(nest.dimensions[dimension].name), "steps": .int(bound),
          "tile": .int(tile),
        ])
      ])
    case .unroll(let dimension, let element, let axis, let factor, let tile):
      .object([
        "parallel": .object([
          "dimension": .string(nest.dimensions[dimension].name), "factor": .int(factor),
          "tile": .int(tile), "on": .string(side(element, axis, machine)),
        ])
      ])
    }
  }

  private static func side(_ element: Int, _ axis: Int, _ machine: Accelerator) -> String {
    if case .array(let array) = machine.path[element] { array.axes[axis].name } else { "" }
  }

  private static func alternatives(_ mapped: MappedNest, _ machine: Accelerator) -> [JSONValue] {
    let words = AlternativeWords(mapped, on: machine)
    return mapped.alternatives.map { alternative in
      var fields: [String: JSONValue] = [
        "change": .string(words.change(alternative)),
        "because": .string(words.because(alternative)),
        "latency_ratio": .null, "energy_ratio": .null, "missing_bytes": .null,
      ]
      switch alternative.outcome {
      case .runs(let latency, let energy, _):
        fields["latency_ratio"] = .double(latency)
        fields["energy_ratio"] = JSONValue(energy)
      case .doesNotFit(_, let missing):
        fields["missing_bytes"] = .double(missing.value)
      }
      return .object(fields)
    }
  }

  private static func memory(_ memory: MemoryLevel, _ cost: MemoryCost) -> JSONValue {
    .object([
      "name": .string(memory.name),
      "cycles": .double(cost.mappedCycles.value),
      "overlapped": .bool(cost.isOverlapped),
      "energy_J": JSONValue(cost.energy?.value),
      "transfers": .array(
        cost.transfers.map { transfer in
          .object([
            "operand": .string(transfer.transfer.operand.rawValue),
            "direction": .string(transfer.transfer.direction.rawValue),
            "mapped_bytes": .double(transfer.mapped.bytes.value),
            "attainable_bytes": .double(transfer.attainable.bytes.value),
            "compulsory_bytes": .double(transfer.compulsory.bytes.value),
          ])
        }),
    ])
  }
}
