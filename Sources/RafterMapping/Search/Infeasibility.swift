// SPDX-License-Identifier: Apache-2.0
import RafterHardware
public import RafterQuantities

/// Why no mapping of a nest fits a machine.
public struct Infeasibility: Error, Sendable, Hashable, CustomStringConvertible {
  /// How it is known.
  public enum Basis: Sendable, Hashable {
    /// Nothing fits.
    case proven
    /// Nothing was found; the memory is the one that is nearest to too small.
    case notFound(mappings: Int)
  }

  /// The memory that is too small.
  public var memory: String
  /// The smallest tile that would have to lie there, in words: `1 weights + 1 inputs`.
  public var tile: String
  /// What that tile needs.
  public var needed: ByteCount
  /// What is there for it.
  public var available: ByteCount
  /// How it is known.
  public var basis: Basis

  /// Creates a reason.
  public init(
    memory: String, tile: String, needed: ByteCount, available: ByteCount, basis: Basis = .proven
  ) {
    self.memory = memory
    self.tile = tile
    self.needed = needed
    self.available = available
    self.basis = basis
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
    switch basis {
    case .proven:
      "no mapping fits: \(memory) must hold \(tile), \(needed.formatted()), and has "
        + "\(available.formatted()): \((needed - available).formatted()) are missing"
    case .notFound(let mappings):
      "none of \(mappings) mappings fits: nearest to too small is \(memory), which has "
        + "\(available.formatted()) for \(tile), \(needed.formatted()) with unfinished sums"
    }
  }
}
