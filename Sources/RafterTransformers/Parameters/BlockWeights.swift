// SPDX-License-Identifier: Apache-2.0

extension TransformerBlock {
  /// All learned tensors of the block in a model of width `hidden`.
  public func weights(hidden: Int) -> [WeightTensor] {
    (mixer?.weights(hidden: hidden) ?? []) + (feedForward?.weights(hidden: hidden) ?? [])
      + norms.map { .vector($0.rawValue, hidden * norm.parametersPerElement) }
  }
}

extension TokenMixer {
  func weights(hidden: Int) -> [WeightTensor] {
    switch self {
    case .grouped(let attention): attention.weights(hidden: hidden)
    case .latent(let attention): attention.weights(hidden: hidden)
    case .recurrent(let mixer):
      [
        WeightTensor("mixer.in_proj", .recurrent, hidden, mixer.projected),
        WeightTensor("mixer.out_proj", .recurrent, mixer.gathered, hidden),
        .vector("mixer.state", mixer.extraParameters),
      ]
    }
  }
}

extension GroupedAttention {
  /// Elements of all query heads, with those of the output gate.
  var queryOutputs: Int { heads * headDimension * (hasOutputGate ? 2 : 1) }

  func weights(hidden: Int) -> [WeightTensor] {
    let isBiased = biases != .none
    func input(_ name: String, _ inputs: Int, _ outputs: Int) -> WeightTensor {
      WeightTensor(name, .attentionInputs, inputs, outputs, bias: isBiased ? outputs : 0)
    }
    var list: [WeightTensor] = []
    if let queryRank {
      list.append(WeightTensor("q_a_proj", .attentionInputs, hidden, queryRank))
      list.append(.vector("q_a_norm", queryRank))
      list.append(input("q_b_proj", queryRank, queryOutputs))
    } else {
      list.append(input("q_proj", hidden, queryOutputs))
    }
    list.append(input("k_proj", hidden, keyValueHeads * headDimension))
    if values == .projected {
      list.append(input("v_proj", hidden, keyValueHeads * valueDimension))
    }
    let gathered = heads * valueDimension
    if let output {
      list.append(
        WeightTensor(
          "out_a_proj", .attentionOutput, gathered / output.groups, output.rank,
          copies: output.groups))
      list.append(
        WeightTensor("out_b_proj", .attentionOutput, output.groups * output.rank, hidden))
    } else {
      list.append(
        WeightTensor(
          "out_proj", .attentionOutput, gathered, hidden, bias: biases == .all ? hidden : 0))
    }
    switch queryKeyNorm {
    case .none, .plain: break
    case .perHead, .perHeadWithValues: list.append(.vector("qk_norm", 2 * headDimension))
    case .overAllHeads:
      list.append(.vector("qk_norm", (heads + keyValueHeads) * headDimension))
    }
    if hasSinks { list.append(.vector("sinks", heads)) }
    return list
  }
}

extension LatentAttention {
  func weights(hidden: Int) -> [WeightTensor] {
    var list: [WeightTensor] = []
    if let queryRank {
      list.append(WeightTensor("q_a_proj", .attentionInputs, hidden, queryRank))
      list.append(.vector("q_a_norm", queryRank))
      list.append(
        WeightTensor("q_b_proj", .attentionInputs, queryRank, heads * headDimension))
    } else {
      list.append(WeightTensor("q_proj", .attentionInputs, hidden, heads * headDimension))
    }
    list.append(WeightTensor("kv_a_proj", .attentionInputs, hidden, cachedElements))
    list.append(.vector("kv_a_norm", keyValueRank))
    list.append(
      WeightTensor(
        "kv_b_proj", .attentionInputs, keyValueRank, heads * (nopeDimension + valueDimension)))
    list.append(WeightTensor("out_proj", .attentionOutput, heads * valueDimension, hidden))
    guard let indexer else { return list }
    list.append(
      WeightTensor(
        "indexer.q_proj", .attentionInputs, queryRank ?? hidden,
        indexer.heads * indexer.headDimension))
    list.append(
      WeightTensor("indexer.k_proj", .attentionInputs, hidden, indexer.headDimension))
    list.append(WeightTensor("indexer.weights_proj", .attentionInputs, hidden, indexer.heads))
    list.append(.vector("indexer.k_norm", 2 * indexer.headDimension))
    return list
  }
}

extension FeedForward {
  func weights(hidden: Int) -> [WeightTensor] {
    switch self {
    case .dense(let part): part.weights(hidden: hidden, prefix: "", .feedForward)
    case .mixture(let mixture): mixture.weights(hidden: hidden)
    }
  }
}

extension DenseFeedForward {
  func weights(hidden: Int, prefix: String, _ role: WeightRole, copies: Int = 1)
    -> [WeightTensor]
  {
    func matrix(_ name: String, _ inputs: Int, _ outputs: Int) -> WeightTensor {
      WeightTensor(
        prefix + name, role, inputs, outputs, copies: copies,
        bias: hasBiases ? outputs * copies : 0)
    }
    let gate = form == .gated ? [matrix("gate_proj", hidden, width)] : []
    return gate + [matrix("up_proj", hidden, width), matrix("down_proj", width, hidden)]
  }
}

extension MixtureOfExperts {
  func weights(hidden: Int) -> [WeightTensor] {
    var list = [WeightTensor("router", .router, hidden, experts)]
    switch routerExtras {
    case .none: break
    case .perExpert: list[0].bias = experts
    case .inputScaleAndPerExpert: list[0].bias = hidden + experts
    }
    list += expert.weights(
      hidden: hidden, prefix: "experts.", .routedExperts, copies: residentExperts)
    if let shared {
      list += shared.weights(hidden: hidden, prefix: "shared.", .sharedExperts)
      if hasSharedGate { list.append(WeightTensor("shared.gate", .router, hidden, 1)) }
    }
    if let beside { list += beside.weights(hidden: hidden, prefix: "", .feedForward) }
    return list
  }
}
