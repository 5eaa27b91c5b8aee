// SPDX-License-Identifier: Apache-2.0
import RafterQuantities
import RafterWorkload

extension PassContext {
  /// The layers of one block in the order they run.
  func layers(_ block: TransformerBlock) -> [PassLayer] {
    var layers: [PassLayer] = []
    // The sums of a block are fused into its first norm: over the whole model there is one for each.
    var sums = (block.mixer == nil ? 0 : 1) + (block.feedForward == nil ? 0 : 1)
    func norm(_ position: NormPosition) {
      guard block.norms.contains(position) else { return }
      layers.append(.chunk(self.norm(position.rawValue, block.norm, sums: sums)))
      sums = 0
    }
    let isParallel = block.arrangement == .parallel
    norm(.beforeMixer)
    if let mixer = block.mixer {
      layers += self.layers(mixer)
      norm(.afterMixer)
      if !isParallel { layers += residual("attn_residual_add").map(PassLayer.chunk) }
    }
    guard let part = block.feedForward else { return layers }
    norm(.beforeFeedForward)
    norm(.beforeExperts)
    layers += self.layers(part).map(PassLayer.chunk)
    norm(.afterExperts)
    norm(.afterDense)
    norm(.afterFeedForward)
    layers += residual("mlp_residual_add", terms: isParallel ? 2 : 1).map(PassLayer.chunk)
    return layers
  }

  private func layers(_ mixer: TokenMixer) -> [PassLayer] {
    switch mixer {
    case .grouped(let attention): layers(attention)
    case .latent(let attention): layers(attention)
    case .recurrent(let mixer): layers(mixer)
    }
  }

  /// A recurrence: its products, and three MACs for each element of the state and token.
  private func layers(_ mixer: RecurrentMixer) -> [PassLayer] {
    let weights = TokenMixer.recurrent(mixer).weights(hidden: hidden)
    var layers = weights.prefix(1).map { PassLayer.chunk(gemm($0)) }
    var draft = LayerDraft("\(mixer.name) (approximate)", .recurrent, mixer.name)
    let batch = options.batch
    draft.add(
      .product(
        "state", batch: batch, rows: 3 * (tokens / batch), columns: 1,
        inner: mixer.stateElements, input: formats.residual, weights: .fp32,
        output: formats.residual, isConstant: false, keepsInput: true))
    draft.read("state", batch * mixer.stateElements, .fp32, role: .weights, mapped: true)
    draft.write("state", batch * mixer.stateElements, .fp32)
    draft.read("input", tokens * mixer.projected, formats.residual)
    draft.write("output", tokens * mixer.gathered, formats.residual)
    let extra = mixer.extraParameters
    draft.read("extra", extra, small, role: .weights, constant: true)
    draft.own(extra, bytes: small.bytes(of: extra))
    layers.append(.chunk(draft.layer))
    for weight in weights where weight.name == "mixer.out_proj" {
      layers.append(.chunk(gemm(weight)))
    }
    return layers
  }

  /// Embedding: `T*d` elements of the table are read and written, never the whole of it [workloads 5.6].
  func layers(_ embedding: InputEmbedding) -> [PassLayer] {
    let weights = embedding.weights(hidden: hidden)
    switch embedding {
    case .tokens(let table):
      var draft = LayerDraft("embedding", .embedding, "Gather")
      let elements = tokens * hidden
      let format = formats.weights[.embedding].element
      let tables = 1 + (table.learnedPositions > 0 ? 1 : 0) + (table.tokenTypes > 0 ? 1 : 0)
      draft.read("rows", tables * elements, format, role: .weights, constant: true)
      draft.write("output", elements, formats.residual)
      draft.layer.vectorOperations = (tables - 1) * elements
      var layers = [PassLayer]()
      for weight in weights where weight.role == .embedding {
        draft.own(weight.elements, bytes: weight.bytes(in: formats.weights))
      }
      layers.append(.chunk(draft.layer))
      if let kind = table.norm { layers.append(.chunk(norm("embedding_norm", kind))) }
      return layers
    case .patches(let patches):
      var layers = weights.prefix(1).map {
        PassLayer.chunk(gemm($0, rows: options.batch * patches.patches))
      }
      var draft = LayerDraft("positions", .elementwise, "Concat+Add")
      let own = weights.dropFirst().reduce(0) { $0 + $1.elements }
      draft.layer.vectorOperations = tokens * hidden
      draft.read("rows", own, formats.weights[.embedding].element, role: .weights, constant: true)
      draft.read("input", tokens * hidden, formats.residual)
      draft.write("output", tokens * hidden, formats.residual)
      draft.own(own, bytes: weights.dropFirst().reduce(0) { $0 + $1.bytes(in: formats.weights) })
      layers.append(.chunk(draft.layer))
      return layers
    }
  }

  /// The head: logits for the tokens that are asked for, not for all [workloads 5.6].
  func layers(_ head: OutputHead) -> [PassLayer] {
    let weights = head.weights(hidden: hidden)
    switch head {
    case .none: return []
    case .pooler, .classifier:
      return weights.map {
        .pass(gemm($0, rows: options.batch, vectorOperations: 4 * options.batch * $0.outputs))
      }
    case .languageModel(let language):
      var layers: [PassLayer] = []
      for weight in weights where weight.name != "lm_head" {
        layers.append(
          .pass(
            weight.role == .small
              ? norm(weight.name, .layer, rows: outputTokens) : gemm(weight, rows: outputTokens)))
      }
      var weight = WeightTensor(
        "lm_head", .head, hidden, language.vocabulary,
        bias: language.hasBias ? language.vocabulary : 0)
      let isTied = language.weights == .tiedToEmbedding
      if language.weights != .own { weight.role = .embedding }
      var layer = gemm(weight, rows: outputTokens, output: formats.logits)
      if isTied {
        // The table is counted where it is read as an embedding.
        let stored = weights.filter { $0.name == "lm_head" }
        layer.parameters = stored.reduce(0) { $0 + $1.elements }
        layer.parameterBytes = stored.reduce(0) { $0 + $1.bytes(in: formats.weights) }
      }
      return layers + [.pass(layer)]
    }
  }
}
