// SPDX-License-Identifier: Apache-2.0
import RafterQuantities
public import RafterWorkload

extension ParallelPlan {
  /// The collectives of one pass as the busiest device sees them [workloads 5.8].
  ///
  /// Tensor: two all-reduces of `T*d*a` a block, and a gather of the logits. Pipeline: `T*d*a` to the next stage.
  /// Expert: dispatch of `T*k_e*d` and combination of as much. Context: keys and values of the other
  /// devices' tokens, a ring's all-gather.
  public func collectives(_ model: TransformerArchitecture, _ options: PassOptions)
    -> [Collective]
  {
    var list: [Collective] = []
    let plan = ChunkPlan(options.tokens)
    let residual = options.formats.residual
    let sequences = options.batch / expert
    for part in plan.parts {
      let tokens = max(1, sequences * part.tokens / context)
      let stage = residual.bytes(of: tokens * model.hidden)
      let blocks = model.blocks.prefix(max(1, model.blocks.count / pipeline))
      func add(_ name: String, _ kind: CollectiveKind, _ devices: Int, _ bytes: Int, _ count: Int) {
        guard devices > 1, count > 0 else { return }
        list.append(
          Collective(name, kind, devices: devices, bytes: bytes, count: count * part.count))
      }
      let mixers = blocks.count { $0.mixer != nil && $0.arrangement == .sequential }
      add("attention output", .allReduce, tensor, stage, mixers)
      add("feed-forward output", .allReduce, tensor, stage, blocks.count { $0.feedForward != nil })
      add("next stage", .pointToPoint, pipeline > 1 ? 2 : 1, stage, 1)
      let mixtures = blocks.compactMap { block -> MixtureOfExperts? in
        if case .mixture(let mixture)? = block.feedForward { mixture } else { nil }
      }
      if let mixture = mixtures.first {
        let rows = tokens * mixture.expertsPerToken * model.hidden
        add(
          "dispatch to experts", .allToAll, expert, options.formats.activations.bytes(of: rows),
          mixtures.count)
        add("combination", .allToAll, expert, residual.bytes(of: rows), mixtures.count)
      }
      let cache = model.cacheGrowth(in: options.formats)
      let keys = (cache.bytesPerToken + cache.windows.reduce(0) { $0 + $1.bytesPerToken })
      add(
        "keys and values", .allGather, context,
        max(1, keys / max(1, model.blocks.count)) * sequences * part.tokens, blocks.count)
    }
    if tensor > 1, case .languageModel(let head) = model.head {
      let bytes = options.formats.logits.bytes(of: sequences * head.vocabulary)
      list.append(Collective("logits", .allGather, devices: tensor, bytes: bytes, count: 1))
    }
    return list
  }

  /// The share of time that stages wait in a pipeline of `microbatches`: `(p-1)/(m+p-1)` [workloads 5.8].
  public func pipelineBubble(microbatches: Int) -> Double {
    Double(pipeline - 1) / Double(max(1, microbatches) + pipeline - 1)
  }
}
