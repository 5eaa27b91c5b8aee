// SPDX-License-Identifier: Apache-2.0
import RafterQuantities
public import RafterWorkload

extension ParallelPlan {
  /// The collectives of one pass that a device of each stage takes part in, all stages together [workloads 5.8].
  ///
  /// Tensor: two all-reduces of `T*d*a` a block, and a gather of the logits. Pipeline: `T*d*a` to each next stage.
  /// Expert: dispatch of `T*k_e*d` and combination of as much. Context: keys and values of the other
  /// devices' tokens, a ring's all-gather.
  public func collectives(_ model: TransformerArchitecture, _ options: PassOptions)
    -> [Collective]
  {
    collectives(model, options, blocks: model.blocks, sends: pipeline - 1, hasHead: true)
  }

  /// Those of one stage, with its sending to the next one.
  func collectives(_ model: TransformerArchitecture, _ options: PassOptions, stage: Int)
    -> [Collective]
  {
    let isLast = stage == pipeline - 1
    return collectives(
      model, options, blocks: Array(model.blocks[stages(of: model)[stage]]),
      sends: isLast ? 0 : 1, hasHead: isLast)
  }

  /// The blocks of each stage.
  func stages(of model: TransformerArchitecture) -> [Range<Int>] {
    let each = model.blocks.count / pipeline
    return (0..<pipeline).map {
      ($0 * each)..<($0 + 1 < pipeline ? ($0 + 1) * each : model.blocks.count)
    }
  }

  private func collectives(
    _ model: TransformerArchitecture, _ options: PassOptions, blocks: [TransformerBlock],
    sends: Int, hasHead: Bool
  ) -> [Collective] {
    var list: [Collective] = []
    let residual = options.formats.residual
    let sequences = max(1, options.batch / replicas)
    func add(
      _ name: String, _ kind: CollectiveKind, _ devices: Int, _ bytes: Int, _ count: Int,
      _ format: NumberFormat
    ) {
      guard devices > 1, count > 0, bytes > 0 else { return }
      list.append(
        Collective(name, kind, devices: devices, bytes: bytes, count: count, format: format))
    }
    let mixers = blocks.count { $0.mixer != nil && $0.arrangement == .sequential }
    let feedForwards = blocks.count { $0.feedForward != nil }
    for part in ChunkPlan(options.tokens).parts {
      let tokens = sequences * ((part.tokens + context - 1) / context)
      let stream = residual.bytes(of: tokens * model.hidden)
      add("attention output", .allReduce, tensor, stream, mixers * part.count, residual)
      add("feed-forward output", .allReduce, tensor, stream, feedForwards * part.count, residual)
      add("next stage", .pointToPoint, pipeline > 1 ? 2 : 1, stream, sends * part.count, residual)
      for (chosen, count) in Self.mixtures(blocks) {
        let rows = tokens * chosen * model.hidden
        add(
          "dispatch to experts", .allToAll, expert, options.formats.activations.bytes(of: rows),
          count * part.count, options.formats.activations)
        add(
          "combination", .allToAll, expert, residual.bytes(of: rows), count * part.count, residual)
      }
    }
    for (message, count) in keys(blocks, options, sequences: sequences) {
      add(
        "keys and values", .allGather, context, message, count,
        model.isEncoder ? residual : options.formats.cache)
    }
    if hasHead, case .languageModel(let head) = model.head {
      let rows = PassBuilder.outputTokens(model, own(options, of: model))
      add(
        "logits", .allGather, tensor, options.formats.logits.bytes(of: rows * head.vocabulary), 1,
        options.formats.logits)
    }
    return list
  }

  /// Blocks with experts by how many a token chooses, in the order of their first.
  private static func mixtures(_ blocks: [TransformerBlock]) -> [(chosen: Int, count: Int)] {
    var list: [(chosen: Int, count: Int)] = []
    for case .mixture(let mixture)? in blocks.map(\.feedForward) {
      if let place = list.firstIndex(where: { $0.chosen == mixture.expertsPerToken }) {
        list[place].count += 1
      } else {
        list.append((mixture.expertsPerToken, 1))
      }
    }
    return list
  }

  /// The keys and values that a block's queries look at, those of all devices, and how often they are gathered: in each
  /// chunk of a prompt, with the chunks before it; of their heads each device has its part over t.
  private func keys(
    _ blocks: [TransformerBlock], _ options: PassOptions, sequences: Int
  ) -> [(bytes: Int, count: Int)] {
    guard context > 1 else { return [] }
    var list: [(bytes: Int, count: Int)] = []
    for block in blocks {
      guard let mixer = block.shard(tensor: tensor, expert: expert).mixer, mixer.keyElements > 0
      else { continue }
      let pairs = AttentionPairs(
        tokens: options.tokens, reach: mixer.reach, direction: mixer.direction,
        causal: options.causal)
      let format = mixer.direction == .causal ? options.formats.cache : options.formats.residual
      let message = format.bytes(
        of: mixer.keyElements * sequences * pairs.keysRead / max(1, pairs.chunks))
      if let place = list.firstIndex(where: { $0.bytes == message }) {
        list[place].count += pairs.chunks
      } else {
        list.append((message, pairs.chunks))
      }
    }
    return list
  }
}
