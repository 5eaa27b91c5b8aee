// SPDX-License-Identifier: Apache-2.0
import RafterHardware
import RafterMapping
import RafterQuantities
public import RafterWorkload

/// What zeros did for a layer: why it is faster, or takes less, than the same layer without them.
public struct LayerZeros: Sendable, Hashable {
  /// A memory that holds a tensor without its zeros.
  public struct Holding: Sendable, Hashable {
    /// The memory.
    public var memory: String
    /// Bits there, metadata included, over those of all elements.
    public var share: Double
  }

  /// A tensor that is not dense.
  public struct Tensor: Sendable, Hashable {
    /// Its part.
    public var operand: Operand
    /// How many of its elements are zero.
    public var density: TensorDensity
    /// Memories that hold it without its zeros, outermost first.
    public var stored: [Holding]
  }

  /// Its tensors with zeros, by the first product that has them.
  public var tensors: [Tensor]
  /// Multiply-accumulates that are executed over all of them.
  public var executed: Double
  /// Dense time of the arithmetic over its time: the gain of throughput, kept out of the chain of bounds [rooflines 3.4].
  public var gain: Double
  /// Energy of the arithmetic over that of the dense layer.
  public var arithmeticEnergy: Double
  /// What stays unused and why, a sentence each.
  public var unused: [String]
}

extension LayerZeros {
  /// Of the products of a layer, weighted by their MACs; nil where all is dense.
  init?(_ mapped: [MappedNest], on machine: Accelerator) {
    guard let first = mapped.first(where: { $0.nest.operands.contains { $0.density.isSparse } })
    else { return nil }
    let names = machine.memories.map(\.name)
    tensors = first.nest.operands.filter { $0.density.isSparse }.map { operand in
      Tensor(
        operand: operand.role, density: operand.density,
        stored: first.savings.stored.filter { $0.operand == operand.role }
          .map { Holding(memory: names[$0.memory], share: $0.share) })
    }
    let macs = mapped.map { Double($0.nest.macs * $0.nest.repeats) }
    let all = macs.reduce(0, +)
    func mean(_ value: (NestSavings) -> Double) -> Double {
      all > 0 ? zip(mapped, macs).reduce(0) { $0 + value($1.0.savings) * $1.1 } / all : 1
    }
    executed = mean(\.executed)
    arithmeticEnergy = mean(\.arithmeticEnergy)
    // Times add: dense steps over those that are left.
    let dense = mapped.reduce(0.0) {
      $0 + $1.cost.computeCycles.value * Double($1.nest.repeats) / $1.savings.steps
    }
    let left = mapped.reduce(0.0) { $0 + $1.cost.computeCycles.value * Double($1.nest.repeats) }
    gain = left > 0 ? dense / left : 1
    unused = Self.unused(first.nest, on: machine)
  }

  /// Zeros that the machine can do nothing with.
  private static func unused(_ nest: LoopNest, on machine: Accelerator) -> [String] {
    let support = machine.compute?.sparsity ?? SparsitySupport()
    let skipped = Set(ZeroRules(machine: machine).skippedShares(nest, support).map(\.operand))
    return nest.operands.filter { $0.density.isSparse }.compactMap { operand in
      let role = operand.role
      if skipped.contains(role) || support.gating.contains(role) { return nil }
      if let structure = support.structures[role], support.skipping.contains(role) {
        return
          "zeros of the \(role.rawValue) are skipped only where \(structure.n) of \(structure.m) neighbours are kept, and theirs lie otherwise"
      }
      // Outputs are not read by the arithmetic; it can only store them shorter.
      if role == .outputs { return nil }
      return "the arithmetic multiplies zeros of the \(role.rawValue) like any number"
    }
  }
}
