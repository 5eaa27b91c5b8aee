// SPDX-License-Identifier: Apache-2.0
public import RafterQuantities
public import RafterWorkload

/// What arithmetic does with zeros.
///
/// Gating saves energy and no time: E_c*(d + (1-d)*g). Skipping saves both: the roof rises to
/// Pi/max(d, 1/s_max) times the balance [rooflines 3.2, 3.6]. It is counted where densities of the workload are known.
public struct SparsitySupport: Sendable, Hashable {
  /// At most n of m neighbours are not zero.
  public struct Structure: Sendable, Hashable {
    /// The most that are not zero.
    public var n: Int
    /// Of how many.
    public var m: Int

    /// Creates a structure.
    public init(n: Int, m: Int) {
      self.n = n
      self.m = m
    }
  }

  /// The operands whose zeros keep a multiplier still.
  public var gating: Set<Operand>
  /// The share of its energy that a gated MAC takes: g; nil where not stated.
  public var gatedEnergy: Sourced<Double>?
  /// The operands whose zeros are not worked on at all.
  public var skipping: Set<Operand>
  /// The operands whose zeros must lie so to be skipped.
  public var structures: [Operand: Structure]
  /// The most that skipping speeds up: s_max; nil for no limit.
  public var fastest: Sourced<Double>?
  /// The share of the ideal gain that is left when parts wait for one another, in (0, 1]; nil where not stated.
  public var loadBalance: Sourced<Double>?

  /// Creates a support.
  public init(
    gating: Set<Operand> = [], gatedEnergy: Sourced<Double>? = nil, skipping: Set<Operand> = [],
    structures: [Operand: Structure] = [:], fastest: Sourced<Double>? = nil,
    loadBalance: Sourced<Double>? = nil
  ) {
    self.gating = gating
    self.gatedEnergy = gatedEnergy
    self.skipping = skipping
    self.structures = structures
    self.fastest = fastest
    self.loadBalance = loadBalance
  }
}

/// How a memory stores operands without their zeros.
public struct CompressedStorage: Sendable, Hashable {
  /// A format whose metadata are counted exactly.
  public enum Code: String, Sendable, Hashable, CaseIterable {
    /// A bit for every element.
    case bitmask
    /// With each element a 5-bit run of the zeros before it.
    case runLength = "run-length"
    /// The same, three to a word of 64 bits, as Eyeriss does for 16-bit elements.
    case eyeriss = "eyeriss-run-length"
    /// With each element its index along every axis.
    case coordinate
    /// Slots for n of m neighbours; of tensors with such a structure only.
    case structured
  }

  /// The operands that it stores so.
  public var operands: Set<Operand>
  /// Bits beside each element that is stored, such as its index; without a meaning beside a code.
  public var overhead: [Operand: Sourced<BitCount>]
  /// The format of an operand, where it is one whose metadata can be counted.
  public var codes: [Operand: Code]

  /// Creates a storage.
  public init(
    operands: Set<Operand>, overhead: [Operand: Sourced<BitCount>] = [:],
    codes: [Operand: Code] = [:]
  ) {
    self.operands = operands
    self.overhead = overhead
    self.codes = codes
  }
}
