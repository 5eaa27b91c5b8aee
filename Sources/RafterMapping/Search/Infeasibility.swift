// SPDX-License-Identifier: Apache-2.0
import RafterHardware
public import RafterQuantities

/// Why no mapping of a nest fits a machine.
public struct Infeasibility: Error, Sendable, Hashable, CustomStringConvertible {
  /// The memory that is too small.
  public var memory: String
  /// The smallest tile that would have to lie there, in words: `1 weights + 1 inputs`.
  public var tile: String
  /// What that tile needs.
  public var needed: ByteCount
  /// What is there for it.
  public var available: ByteCount

  /// Creates a reason.
  public init(memory: String, tile: String, needed: ByteCount, available: ByteCount) {
    self.memory = memory
    self.tile = tile
    self.needed = needed
    self.available = available
  }

  /// What is missing.
  var missing: ByteCount { needed - available }

  /// A machine that leaves more choices of bypass than a search goes through.
  static func tooManyBypasses(_ count: Int, on accelerator: Accelerator) -> Infeasibility {
    Infeasibility(
      memory: accelerator.name,
      tile: "at most \(maximumBypasses) operands and memories in `may-bypass`, not \(count)",
      needed: .zero, available: .zero)
  }

  /// Memory, tile, bytes needed, bytes there and bytes missing.
  public var description: String {
    "no mapping fits: \(memory) must hold \(tile), \(needed.formatted()), and has "
      + "\(available.formatted()): \((needed - available).formatted()) are missing"
  }
}
