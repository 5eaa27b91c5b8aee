// SPDX-License-Identifier: Apache-2.0
public import RafterHardware
public import RafterQuantities

extension MappedNest {
  /// What the search weighs as energy of one run: arithmetic, memories, wires, and static power over the latency.
  ///
  /// Parts whose energy is unknown count as nothing; ``hasUnknownEnergy`` says whether there are any.
  public func weighedEnergy(on accelerator: Accelerator) -> Energy {
    Energy(ObjectiveValue(.energy, on: accelerator).energy(cost))
  }

  /// Whether the arithmetic, or a memory that something moves through, states no energy.
  public var hasUnknownEnergy: Bool {
    cost.computeEnergy == nil
      || cost.memories.contains { memory in
        memory.energy == nil && memory.transfers.contains { $0.mapped > .zero }
      }
  }
}
