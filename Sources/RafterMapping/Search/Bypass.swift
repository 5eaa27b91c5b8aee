// SPDX-License-Identifier: Apache-2.0
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
