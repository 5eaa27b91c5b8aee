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
    .object([
      "schema": .string("rafter/map/1"),
      "workload": .string(analysis.workload.name),
      "accelerator": .string(analysis.accelerator.name),
      "layers": .array(layers.map { layer($0, analysis.accelerator) }),
    ])
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
    return .object([
      "label": .string(mapped.nest.label),
      "repeats": .int(mapped.nest.repeats),
      "mapping": .string(mapped.text),
      "certificate": .object([
        "objective": .string(mapped.certificate.objective.rawValue),
        "status": .string(mapped.certificate.isOptimal ? "optimal" : "gap"),
        "gap": .double(mapped.certificate.gap),
        "mappings_considered": .int(mapped.certificate.mappingsConsidered),
      ]),
      "compute_cycles": .double(cost.computeCycles.value),
      "fill_cycles": .double(cost.fillCycles.value),
      "load_cycles": .double(cost.loadCycles.value),
      "offload_cycles": .double(cost.offloadCycles.value),
      "latency_cycles": .double(cost.latencyCycles.value),
      "memories": .array(zip(machine.memories, cost.memories).map(memory)),
    ])
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
