// SPDX-License-Identifier: Apache-2.0

/// Densities of the tensors of a whole workload, by the part they play.
public struct WorkloadDensities: Sendable, Hashable {
  /// Of parameters; a product of two activations has none.
  public var weights: TensorDensity?
  /// Of activations on the way to the arithmetic.
  public var inputs: TensorDensity?
  /// Of finished results; unfinished sums are dense.
  public var outputs: TensorDensity?

  /// Creates densities; nil leaves what is known of a tensor.
  public init(
    weights: TensorDensity? = nil, inputs: TensorDensity? = nil, outputs: TensorDensity? = nil
  ) {
    self.weights = weights
    self.inputs = inputs
    self.outputs = outputs
  }

  /// That of an operand.
  public subscript(operand: Operand) -> TensorDensity? {
    get {
      switch operand {
      case .weights: weights
      case .inputs: inputs
      case .outputs: outputs
      }
    }
    set {
      switch operand {
      case .weights: weights = newValue
      case .inputs: inputs = newValue
      case .outputs: outputs = newValue
      }
    }
  }
}

extension Workload {
  /// The workload with these densities in place of what was known of the tensors.
  public func setting(_ densities: WorkloadDensities) -> Workload {
    var copy = self
    for layer in copy.layers.indices {
      for nest in copy.layers[layer].nests.indices {
        copy.layers[layer].nests[nest].set(densities)
      }
    }
    return copy
  }

  /// Whether the density of some operand is stated or measured.
  public var isSparse: Bool {
    layers.contains { $0.nests.contains { $0.operands.contains { $0.density.isSparse } } }
  }
}

extension LoopNest {
  /// Sets the densities of its operands.
  public mutating func set(_ densities: WorkloadDensities) {
    for index in operands.indices {
      let operand = operands[index]
      // The second activation of a product takes the path of the weights and is none.
      if operand.role == .weights, !operand.isConstant { continue }
      if let density = densities[operand.role] { operands[index].density = density }
    }
  }
}
