// SPDX-License-Identifier: Apache-2.0
import RafterMapping
import RafterWorkload

/// A tensor that lies in a memory before and after a layer, so that the layer moves nothing of it further out.
public struct ResidentTensor: Sendable, Hashable {
  /// Its name in the model.
  public var tensor: String
  /// The memory (index in `Accelerator.memories`).
  public var memory: Int

  /// Creates it.
  public init(tensor: String, memory: Int) {
    self.tensor = tensor
    self.memory = memory
  }
}

/// Where tensors stay between layers and between runs.
public enum Residency: String, Sendable, Hashable, CaseIterable {
  /// All go back to the memory they come from.
  case home
  /// Those that fit stay further in.
  case kept
}

extension MappedNest {
  /// Operands of the product that stay somewhere.
  func residents(_ tensors: [ResidentTensor]) -> [NestSavings.Resident] {
    nest.operands.compactMap { operand in
      tensors.first { $0.tensor == operand.tensor }.map {
        NestSavings.Resident(operand: operand.role, memory: $0.memory)
      }
    }
  }
}
