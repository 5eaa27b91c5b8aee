// SPDX-License-Identifier: Apache-2.0
import RafterQuantities
import RafterWorkload

extension PassContext {
  /// Latent attention: expanded in prefill, absorbed in decode [workloads 5.3].
  func layers(_ attention: LatentAttention) -> [PassLayer] {
    var layers: [PassLayer] = []
    let weights = attention.weights(hidden: hidden)
    for weight in weights {
      switch weight.name {
      case "kv_a_proj", "indexer.k_proj":
        layers.append(.chunk(gemm(weight, output: formats.cache)))
      case "q_a_norm", "kv_a_norm":
        layers.append(.chunk(norm(weight.name, .rms, width: weight.outputs)))
      case "indexer.k_norm":
        layers.append(.chunk(norm(weight.name, .layer, width: weight.outputs / 2)))
      case "kv_b_proj", "out_proj": break
      default: layers.append(.chunk(gemm(weight)))
      }
    }
    let reach = attention.indexer.map { AttentionReach.selected($0.tokens) } ?? .full
    let pairs = AttentionPairs(
      tokens: options.tokens, reach: reach, direction: .causal, causal: options.causal)
    if let indexer = attention.indexer { layers.append(.pass(scoring(indexer))) }
    let turned = options.elementwise == .fused ? allTokens : tokens
    let rotated = 3 * turned * (attention.heads + 1) * attention.ropeDimension
    if options.elementwise == .separate {
      layers.append(
        .chunk(
          elementwise(
            "rope", .elementwise, "RotaryEmbedding", operations: rotated, read: rotated / 3,
            write: rotated / 3)))
    }
    let fused = options.elementwise == .fused ? rotated : 0
    layers +=
      options.isDecode
      ? absorbed(attention, pairs, reach, fused) : expanded(attention, pairs, reach, fused)
    for weight in weights where weight.name == "out_proj" {
      layers.append(.chunk(gemm(weight)))
    }
    return layers
  }

  /// kv_b on all tokens that are looked at, in each chunk anew, then attention with a K and V for each head.
  private func expanded(
    _ attention: LatentAttention, _ pairs: AttentionPairs, _ reach: AttentionReach, _ fused: Int
  ) -> [PassLayer] {
    let weight = attention.weights(hidden: hidden).filter { $0.name == "kv_b_proj" }
    let all = AttentionPairs(
      tokens: options.tokens, reach: .full, direction: .causal, causal: options.causal)
    return weight.map { .pass(gemm($0, rows: options.batch * all.keysRead, runs: all.chunks)) }
      + AttentionKernelLayers(
        context: self, pairs: pairs, keySets: options.batch * attention.heads, group: 1,
        keySize: attention.headDimension, valueSize: attention.valueDimension,
        keptKeys: attention.headDimension, keptValues: attention.valueDimension,
        cache: formats.residual, suffix: reach.suffix, fusedOperations: fused
      ).layers.map(PassLayer.pass)
  }

  /// W_UK on the queries, attention on the latent vectors, one K for all heads of which V is a part, W_UV on
  /// the result.
  private func absorbed(
    _ attention: LatentAttention, _ pairs: AttentionPairs, _ reach: AttentionReach, _ fused: Int
  ) -> [PassLayer] {
    let into = WeightTensor(
      "q_absorb", .attentionInputs, attention.nopeDimension, attention.keyValueRank,
      copies: attention.heads)
    let out = WeightTensor(
      "v_absorb", .attentionInputs, attention.keyValueRank, attention.valueDimension,
      copies: attention.heads)
    let kernel = AttentionKernelLayers(
      context: self, pairs: pairs, keySets: options.batch, group: attention.heads,
      keySize: attention.cachedElements, valueSize: attention.keyValueRank,
      keptKeys: attention.cachedElements, keptValues: 0, cache: formats.cache,
      suffix: reach.suffix, fusedOperations: fused)
    return [.chunk(gemm(into))] + kernel.layers.map(PassLayer.pass) + [.chunk(gemm(out))]
  }

  /// Scores of all tokens by small keys, summed over heads after a relu.
  private func scoring(_ indexer: SparseIndexer) -> Layer {
    let pairs = AttentionPairs(
      tokens: options.tokens, reach: .full, direction: .causal, causal: options.causal)
    var draft = LayerDraft("indexer.scores", .attention, "MatMul+Relu+ReduceSum")
    var keys = 0
    for shape in AttentionPairs.rectangles(pairs: pairs.pairs, rows: pairs.queries) {
      draft.add(
        .product(
          "scores", batch: options.batch, rows: indexer.heads * shape.rows,
          columns: shape.columns, inner: indexer.headDimension, input: formats.residual,
          weights: formats.cache, output: formats.residual, isConstant: false, keepsOutput: true))
      keys += options.batch * shape.columns * indexer.headDimension
    }
    let queries = allTokens * indexer.heads * indexer.headDimension
    draft.split("query", .inputs, .read, queries, inNests: queries, formats.residual)
    draft.split(
      "k_cache", .weights, .read, options.batch * pairs.keysRead * indexer.headDimension,
      inNests: keys, formats.cache)
    draft.write("scores", options.batch * pairs.pairs, formats.residual)
    draft.layer.vectorOperations = 3 * options.batch * indexer.heads * pairs.pairs
    return draft.layer
  }
}
