// SPDX-License-Identifier: Apache-2.0
import RafterAnalysis
import RafterQuantities
import RafterWorkload

/// What results say about a pass of a language model; these keys are absent for other workloads.
enum PassJSON {
  static func value(_ pass: InferencePass) -> JSONValue {
    var fields: [String: JSONValue] = [
      "phase": .string(pass.phase.rawValue),
      "sequences": .int(pass.sequences),
      "new_tokens": .int(pass.newTokens),
      "context": .int(pass.context),
      "gained_tokens": .double(pass.gainedTokens),
      "kv_cache_bytes": .int(pass.cacheBytes),
      "kv_cache_bytes_per_token": .int(pass.cache.bytesPerToken),
      "devices": .int(pass.devices),
      "collectives": .array(
        pass.collectives.map {
          .object([
            "name": .string($0.name), "kind": .string($0.kind.rawValue),
            "devices": .int($0.devices), "bytes": .int($0.bytes), "count": .int($0.count),
          ])
        }),
      "approximations": .array(pass.approximations.map { .string($0) }),
    ]
    if let active = pass.activeParameters { fields["active_parameters"] = .int(active) }
    if pass.predictionParameters > 0 {
      fields["prediction_parameters"] = .int(pass.predictionParameters)
    }
    if pass.devices > 1 {
      fields["device_sequences"] = .int(pass.deviceSequences)
      fields["all_devices_kv_cache_bytes"] = .int(pass.allCacheBytes)
    }
    return .object(fields)
  }

  static func value(_ serving: ServingMetrics) -> JSONValue {
    var fields: [String: JSONValue] = [
      "phase": .string(serving.phase.rawValue),
      "tokens_per_s": .double(serving.tokensPerSecond),
      "time_to_first_token_s": JSONValue(serving.timeToFirstToken?.value),
      "time_per_token_s": JSONValue(serving.timePerToken?.value),
      "energy_per_token_J": JSONValue(serving.energyPerToken?.value),
      "includes": .string(serving.includes),
    ]
    if let alone = serving.tokensPerSecondAlone {
      fields["tokens_per_s_one_pass"] = .double(alone)
    }
    return .object(fields)
  }

  static func value(_ pipeline: PipelineTiming) -> JSONValue {
    .object([
      "slowest_stage_s": .double(pipeline.slowest.value),
      "idle_share": .double(pipeline.idle),
      "stages": .array(
        pipeline.stages.map {
          .object([
            "layers_s": .double($0.work.value), "links_s": .double($0.links.value),
          ])
        }),
    ])
  }

  static func value(_ communication: Communication) -> JSONValue {
    .object([
      "sent_bytes": .double(communication.sent.value),
      "time_s": .double(communication.time.value),
      "without_overlap_s": .double(communication.sum.value),
      "full_overlap_s": .double(communication.maximum.value),
      "energy_J": JSONValue(communication.energy?.value),
      "collectives": .array(
        communication.items.map {
          .object([
            "name": .string($0.collective.name), "kind": .string($0.collective.kind.rawValue),
            "devices": .int($0.collective.devices), "bytes": .int($0.collective.bytes),
            "count": .int($0.collective.count), "time_s": .double($0.time.value),
          ])
        }),
    ])
  }

  static func value(_ room: MemoryRoom) -> JSONValue {
    .object([
      "weights_bytes": JSONValue(count: room.weights.value),
      "kv_cache_bytes": JSONValue(count: room.cache.value),
      "activations_bytes": JSONValue(count: room.activations.value),
      "largest_batch": .int(room.largestBatch),
      "largest_context": .int(room.largestContext),
    ])
  }
}
