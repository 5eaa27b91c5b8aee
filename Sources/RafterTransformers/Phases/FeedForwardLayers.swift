// SPDX-License-Identifier: Apache-2.0
import RafterQuantities
import RafterWorkload

extension PassContext {
  /// A feed-forward part of one block.
  func layers(_ part: FeedForward) -> [Layer] {
    switch part {
    case .dense(let dense): layers(dense, prefix: "", .feedForward)
    case .mixture(let mixture): layers(mixture)
    }
  }

  /// Gate, up, activation, down: `6*T*d*f` operations gated, `4*T*d*f` plain; the activation and the multiply
  /// are work of the vector unit [workloads 5.4].
  func layers(_ part: DenseFeedForward, prefix: String, _ role: WeightRole) -> [Layer] {
    let weights = part.weights(hidden: hidden, prefix: prefix, role)
    let elements = tokens * part.width
    let operations = elements * (part.activation.operations + (part.form == .gated ? 1 : 0))
    guard options.elementwise == .separate else {
      let into = weights.dropLast()
      let first =
        part.form == .gated
        ? gated(Array(into), name: prefix + "gate_up_proj", elements: elements)
        : into.first.map { gemm($0) }
      var layers = [first].compactMap(\.self)
      for index in layers.indices { layers[index].vectorOperations += operations }
      return layers + weights.suffix(1).map { gemm($0) }
    }
    var layers = weights.dropLast().map { gemm($0) }
    layers.append(
      elementwise(
        prefix
          + (part.form == .gated ? "\(part.activation.rawValue)_mul" : part.activation.rawValue),
        .activation, part.activation.rawValue, operations: operations,
        read: elements * (part.form == .gated ? 2 : 1), write: elements))
    return layers + weights.suffix(1).map { gemm($0) }
  }

  /// Gate and up as one product: both read the same input, and what they yield is written once, multiplied.
  private func gated(_ weights: [WeightTensor], name: String, elements: Int) -> Layer? {
    guard let gate = weights.first else { return nil }
    var draft = LayerDraft(name, .gemm, "MatMul+Activation+Mul")
    draft.add(
      .product(
        rows: tokens, columns: gate.outputs, inner: gate.inputs, sums: 2,
        input: inputFormat(gate.role), weights: formats.weights[gate.role].element,
        output: formats.residual, isConstant: true))
    for weight in weights { readWeights(weight, copies: 1, into: &draft) }
    draft.read("input", tokens * gate.inputs, inputFormat(gate.role), mapped: true)
    draft.write("output", elements, formats.residual, mapped: true)
    if gate.bias > 0 { draft.layer.vectorOperations = 2 * elements }
    return draft.layer
  }

  /// Router, dispatch, the experts that are woken up, combination, and what all tokens pass [workloads 5.5].
  private func layers(_ mixture: MixtureOfExperts) -> [Layer] {
    let weights = mixture.weights(hidden: hidden)
    var layers: [Layer] = []
    for weight in weights where weight.name == "router" {
      // Softmax and the choice: 5 and 1 operation for each score.
      layers.append(gemm(weight, vectorOperations: 6 * tokens * mixture.experts))
    }
    let rows = tokens * mixture.expertsPerToken
    let moved = rows * hidden
    layers.append(
      elementwise(
        "experts.dispatch", .dataMovement, "Gather", operations: 0, read: moved, write: moved))
    layers += experts(mixture, rows: rows)
    layers.append(
      elementwise(
        "experts.combine", .reduction, "Mul+Add", operations: 2 * moved, read: moved,
        write: moved))
    if let shared = mixture.shared {
      layers += self.layers(shared, prefix: "shared.", .sharedExperts)
      for weight in weights where weight.name == "shared.gate" {
        layers.append(gemm(weight, vectorOperations: 4 * tokens + tokens * hidden))
      }
    }
    if let beside = mixture.beside { layers += self.layers(beside, prefix: "", .feedForward) }
    return layers
  }

  /// The products of the experts that are woken up, as many as are expected, rows spread as evenly as they go.
  ///
  /// Where e devices share the experts, the tokens of all choose among them: each device has `E/e` experts, of which
  /// `expectedDistinct(E, k, e*T)/e` are woken up, and with an even choice as many rows as its own tokens send out.
  private func experts(_ mixture: MixtureOfExperts, rows: Int) -> [Layer] {
    let expected = ExpertRouting.expectedDistinct(
      experts: mixture.experts, perToken: mixture.expertsPerToken,
      tokens: tokens * mixture.devices, skew: options.expertSkew)
    let share = Int((expected / Double(mixture.devices)).rounded())
    let distinct = min(mixture.residentExperts, max(1, share), rows)
    let shares = ExpertRouting.shares(rows: rows, distinct: distinct)
    let part = mixture.expert
    let weights = part.weights(
      hidden: hidden, prefix: "experts.", .routedExperts, copies: mixture.residentExperts)
    let elements = rows * part.width
    let operations = elements * (part.activation.operations + (part.form == .gated ? 1 : 0))
    func product(_ list: [WeightTensor], name: String, operators: String, output: Int) -> Layer? {
      guard let first = list.first else { return nil }
      var draft = LayerDraft(name, .gemm, operators)
      for (index, share) in shares.enumerated() {
        draft.add(
          .product(
            shares.count > 1 ? "share \(index + 1)" : "", batch: share.times, rows: share.rows,
            columns: first.outputs, inner: first.inputs, sums: list.count,
            input: inputFormat(.routedExperts),
            weights: formats.weights[.routedExperts].element, output: formats.residual,
            isConstant: true))
      }
      for weight in list { readWeights(weight, copies: distinct, into: &draft) }
      draft.read("input", rows * first.inputs, inputFormat(.routedExperts), mapped: true)
      draft.write("output", output, formats.residual, mapped: true)
      if first.bias > 0 { draft.layer.vectorOperations = rows * first.outputs * list.count }
      return draft.layer
    }
    var layers: [Layer]
    if options.elementwise == .fused {
      layers = [
        product(
          Array(weights.dropLast()),
          name: part.form == .gated ? "experts.gate_up_proj" : "experts.up_proj",
          operators: part.form == .gated ? "MatMul+Activation+Mul" : "MatMul+Activation",
          output: elements)
      ].compactMap(\.self)
      for index in layers.indices { layers[index].vectorOperations += operations }
    } else {
      layers = weights.dropLast().compactMap {
        product([$0], name: $0.name, operators: "MatMul", output: elements)
      }
      layers.append(
        elementwise(
          "experts.\(part.activation.rawValue)", .activation, part.activation.rawValue,
          operations: operations, read: elements * (part.form == .gated ? 2 : 1), write: elements))
    }
    return layers
      + weights.suffix(1).compactMap {
        product([$0], name: $0.name, operators: "MatMul", output: rows * hidden)
      }
  }
}
