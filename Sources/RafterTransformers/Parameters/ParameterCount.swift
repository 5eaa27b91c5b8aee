// SPDX-License-Identifier: Apache-2.0

/// The learned numbers of a model: how many, how many of them a token meets, and their bytes.
public struct ParameterCount: Sendable, Hashable {
  /// All of the model; a tied head once; without blocks of multi-token prediction.
  public var total: Int
  /// Those that one token meets: of the routed experts only as many as are chosen for it.
  public var active: Int
  /// Those of the blocks of multi-token prediction, which ``total`` leaves out.
  public var prediction: Int
  /// Bytes of ``total`` as stored, scales included.
  public var bytes: Int

  /// Counts a model.
  public init(_ model: TransformerArchitecture) {
    total = 0
    active = 0
    bytes = 0
    for (tensor, count) in model.weightTensors {
      total += tensor.elements * count
      bytes += tensor.bytes(in: model.weights) * count
      active += tensor.elements * count
    }
    for block in model.blocks {
      guard case .mixture(let mixture) = block.feedForward else { continue }
      for tensor in block.weights(hidden: model.hidden) where tensor.role == .routedExperts {
        let each = tensor.elements / mixture.residentExperts
        active -= each * max(0, mixture.residentExperts - mixture.expertsPerToken)
      }
    }
    prediction = model.predictionBlocks.reduce(0) { sum, extra in
      let block = extra.block.weights(hidden: model.hidden).reduce(0) { $0 + $1.elements }
      return sum + block + 2 * model.hidden * model.hidden + extra.extraNorms * model.hidden
    }
  }

  /// The number of parameters without a bound on its size, for checks before anything is counted exactly.
  static func estimate(_ model: TransformerArchitecture) -> Double {
    model.weightTensors.reduce(0) { $0 + $1.tensor.estimate * Double($1.count) }
  }
}

extension TransformerArchitecture {
  /// All learned tensors with the number of times each is there, embedding first, equal blocks together.
  public var weightTensors: [(tensor: WeightTensor, count: Int)] {
    var list = embedding.weights(hidden: hidden).map { (tensor: $0, count: 1) }
    for group in groups {
      list += group.block.weights(hidden: hidden).map { (tensor: $0, count: group.count) }
    }
    if let finalNorm {
      list.append((.vector("final_norm", hidden * finalNorm.parametersPerElement), 1))
    }
    return list + head.weights(hidden: hidden).map { (tensor: $0, count: 1) }
  }
}

extension InputEmbedding {
  func weights(hidden: Int) -> [WeightTensor] {
    switch self {
    case .tokens(let table):
      var list = [WeightTensor("embedding", .embedding, table.vocabulary, hidden)]
      if table.learnedPositions > 0 {
        list.append(WeightTensor("positions", .embedding, table.learnedPositions, hidden))
      }
      if table.tokenTypes > 0 {
        list.append(WeightTensor("token_types", .embedding, table.tokenTypes, hidden))
      }
      if let norm = table.norm {
        list.append(.vector("embedding_norm", hidden * norm.parametersPerElement))
      }
      return list
    case .patches(let patches):
      return [
        WeightTensor("patch_embedding", .embedding, patches.patchElements, hidden, bias: hidden),
        WeightTensor("positions", .embedding, patches.patches + 1, hidden),
        .vector("class_token", hidden),
      ]
    }
  }
}

extension OutputHead {
  func weights(hidden: Int) -> [WeightTensor] {
    switch self {
    case .none: return []
    case .pooler: return [WeightTensor("pooler", .head, hidden, hidden, bias: hidden)]
    case .classifier(let classes):
      return [WeightTensor("classifier", .head, hidden, classes, bias: classes)]
    case .languageModel(let head):
      var list: [WeightTensor] = []
      if head.hasTransform {
        list.append(WeightTensor("head_transform", .head, hidden, hidden, bias: hidden))
        list.append(.vector("head_norm", 2 * hidden))
      }
      switch head.weights {
      case .own, .copyOfEmbedding:
        list.append(
          WeightTensor(
            "lm_head", head.weights == .own ? .head : .embedding, hidden, head.vocabulary,
            bias: head.hasBias ? head.vocabulary : 0))
      case .tiedToEmbedding where head.hasBias: list.append(.vector("lm_head", head.vocabulary))
      case .tiedToEmbedding: break
      }
      return list
    }
  }
}
