// SPDX-License-Identifier: Apache-2.0
import RafterAnalysis
import RafterQuantities

/// What stays between layers, in the JSON of an analysis.
enum FusionJSON {
  static func value(_ fusion: FusionAnalysis) -> JSONValue {
    .object([
      "edges": .array(fusion.edges.map(edge)),
      "weights": .object(
        outcome(fusion.weights).merging(["bytes": JSONValue(count: fusion.weightBytes.value)]) {
          a, _ in a
        }),
      "latency_at_home_s": .double(fusion.latencyAtHome.value),
      "energy_at_home_J": JSONValue(fusion.energyAtHome?.value),
    ])
  }

  private static func edge(_ edge: FusedEdge) -> JSONValue {
    .object(
      outcome(edge.outcome).merging([
        "tensor": .string(edge.edge.tensor),
        "bytes": JSONValue(count: edge.edge.bytes.value),
        "producer": .string(edge.producer),
        "consumers": .array(edge.consumers.map { .string($0) }),
      ]) { a, _ in a })
  }

  private static func outcome(_ outcome: ResidencyOutcome) -> [String: JSONValue] {
    switch outcome {
    case .kept(let memory, let extent, let room, let gain):
      [
        "memory": .string(memory), "extent": .string(extent.rawValue),
        "room_bytes": JSONValue(count: room.value),
        "saved_bytes": JSONValue(count: gain.bytes.value),
        "saved_s": .double(gain.time.value), "saved_J": JSONValue(gain.energy?.value),
        "reason": .null,
      ]
    case .notKept(let reason):
      [
        "memory": .null, "extent": .null, "room_bytes": .null, "saved_bytes": .null,
        "saved_s": .null, "saved_J": .null, "reason": .string(reason),
      ]
    }
  }
}
