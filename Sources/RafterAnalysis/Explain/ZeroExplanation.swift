// SPDX-License-Identifier: Apache-2.0
import RafterHardware
import RafterQuantities
import RafterWorkload

/// What zeros do for a layer, back to densities and what the machine says of them.
struct ZeroExplanation {
  var zeros: LayerZeros
  var constants: ConstantNodes

  var node: ExplanationNode {
    ExplanationNode(
      label: "zeros", value: "",
      equation:
        "the mapping counts for the dense layer, less what zeros spare; it was chosen by what is left",
      children: zeros.tensors.map(tensor) + [executed, gain, energy]
        + zeros.unused.map { ExplanationNode(label: "unused", value: $0) })
  }

  /// The gain of the arithmetic; nil where it has none.
  var gainNode: ExplanationNode? { zeros.gain > 1 ? gain : nil }

  /// The share of the energy of the arithmetic; nil where all is spent.
  var energyNode: ExplanationNode? { zeros.arithmeticEnergy < 1 ? energy : nil }

  private func tensor(_ tensor: LayerZeros.Tensor) -> ExplanationNode {
    ExplanationNode(
      label: "density of the \(tensor.operand.rawValue)", value: tensor.density.text,
      children: tensor.stored.map {
        ExplanationNode(
          label: "stored in \($0.memory)", value: "\(Format.percent($0.share)) of the dense bits",
          equation: "density * (bits + metadata) / bits, at most all   [rooflines 3.6]")
      })
  }

  private var executed: ExplanationNode {
    ExplanationNode(
      label: "executed MACs", value: Format.percent(zeros.executed),
      equation: "max(product of densities of skipped operands, 1 / fastest)   [rooflines 3.2]",
      children: constants.machine.compute?.sparsity?.fastest.map {
        [constants.node("most that skipping speeds up", $0)]
      } ?? [])
  }

  private var gain: ExplanationNode {
    ExplanationNode(
      label: "gain of the arithmetic", value: "x\(Format.significant(zeros.gain))",
      equation: "max(1, balance / executed); taken off before the chain begins   [rooflines 3.4]",
      children: constants.machine.compute?.sparsity?.loadBalance.map {
        [constants.node("load balance", $0)]
      } ?? [])
  }

  private var energy: ExplanationNode {
    ExplanationNode(
      label: "energy of the arithmetic",
      value: "\(Format.percent(zeros.arithmeticEnergy)) of the dense layer's",
      equation: "F + (executed - F) * g; F: MACs with no gated operand at zero   [rooflines 3.6]",
      children: constants.machine.compute?.sparsity?.gatedEnergy.map {
        [constants.node("share that a gated MAC takes, g", $0)]
      } ?? [])
  }
}
