// SPDX-License-Identifier: Apache-2.0
public import RafterHardware
public import RafterWorkload

/// An operand that passes a memory by, or may.
public struct Bypass: Sendable, Hashable {
  /// The operand.
  public var operand: Operand
  /// The memory's name.
  public var memory: String

  /// Creates a bypass.
  public init(operand: Operand, memory: String) {
    self.operand = operand
    self.memory = memory
  }
}

extension Mapping {
  /// What passes a memory by that could hold it, outermost memory first.
  public func bypasses(on accelerator: Accelerator) -> [Bypass] {
    accelerator.memories.enumerated().flatMap { m, level in
      level.holds.sorted().filter { !nodes.contains(.store($0, memory: m)) }
        .map { Bypass(operand: $0, memory: level.name) }
    }
  }
}
