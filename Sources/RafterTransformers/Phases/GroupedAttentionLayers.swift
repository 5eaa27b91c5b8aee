// SPDX-License-Identifier: Apache-2.0
import RafterQuantities
import RafterWorkload

extension PassContext {
  /// Attention with K and V for each KV head: products, rotation, kernel, output.
  func layers(_ attention: GroupedAttention) -> [PassLayer] {
    let weights = attention.weights(hidden: hidden)
    let isCached = attention.direction == .causal
    let kept = isCached ? formats.cache : formats.residual
    let (heads, sets) = (attention.heads, attention.keyValueHeads)
    var layers: [PassLayer] = []
    var own = 0
    for weight in weights {
      switch weight.name {
      case "k_proj", "v_proj": layers.append(.chunk(gemm(weight, output: kept)))
      case "q_a_norm": layers.append(.chunk(norm(weight.name, .rms, width: weight.outputs)))
      case _ where weight.role == .small: own += weight.elements
      case _ where weight.role == .attentionOutput: break
      default: layers.append(.chunk(gemm(weight)))
      }
    }
    let pairs = AttentionPairs(
      tokens: options.tokens, reach: attention.reach, direction: attention.direction,
      causal: options.causal)
    let (vector, separate) = queryKeyWork(attention)
    layers += separate.map(PassLayer.chunk)
    layers += AttentionKernelLayers(
      context: self, pairs: pairs, keySets: options.batch * sets, group: heads / sets,
      keySize: attention.headDimension, valueSize: attention.valueDimension,
      keptKeys: attention.headDimension, keptValues: attention.valueDimension, cache: kept,
      suffix: attention.reach.suffix, fusedOperations: vector, ownElements: own
    ).layers.map(PassLayer.pass)
    for weight in weights where weight.role == .attentionOutput {
      layers.append(.chunk(gemm(weight)))
    }
    return layers
  }

  /// Rotation (3 operations an element) and norms of Q and K (4): fused into the kernel, or layers of their own
  /// [workloads 5.2].
  private func queryKeyWork(_ attention: GroupedAttention) -> (fused: Int, separate: [Layer]) {
    let both = attention.heads + attention.keyValueHeads
    let tokens = options.elementwise == .fused ? allTokens : tokens
    let rotated = tokens * both * attention.rotaryDimension
    let normed: Int =
      switch attention.queryKeyNorm {
      case .none: 0
      case .perHead, .overAllHeads, .plain: tokens * both * attention.headDimension
      case .perHeadWithValues:
        tokens
          * (both * attention.headDimension + attention.keyValueHeads * attention.valueDimension)
      }
    // A sigmoid and a multiply for each element of the gate.
    let gated =
      attention.hasOutputGate ? 5 * tokens * attention.heads * attention.valueDimension : 0
    guard options.elementwise == .separate else { return (3 * rotated + 4 * normed + gated, []) }
    var layers: [Layer] = []
    if normed > 0 {
      layers.append(
        elementwise(
          "qk_norm", .normalization, "RMSNorm", operations: 4 * normed, read: normed, write: normed)
      )
    }
    if rotated > 0 {
      layers.append(
        elementwise(
          "rope", .elementwise, "RotaryEmbedding", operations: 3 * rotated, read: rotated,
          write: rotated))
    }
    return (gated, layers)
  }
}
