// SPDX-License-Identifier: Apache-2.0
public import RafterHardware
import RafterQuantities

/// What logic that makes use of zeros adds to a machine without it, of as many multipliers.
///
/// Gates and selectors belong to a multiplier and are counted in transistors beside its own ``MacTransistors``. Queues, indices and
/// networks that find pairs of non-zeros anywhere are not: there published designs say what they took over a dense one.
public struct SparseLogic: Sendable, Hashable {
  /// What pairs of non-zeros that lie anywhere take, as a share of all that lies inside the outermost memory without them.
  public var pairFindingArea: Sourced<Double>
  /// The same in energy of an executed multiply-accumulate, as a share of that of a dense one.
  public var pairFindingEnergy: Sourced<Double>

  /// Creates shares.
  public init(pairFindingArea: Sourced<Double>, pairFindingEnergy: Sourced<Double>) {
    self.pairFindingArea = pairFindingArea
    self.pairFindingEnergy = pairFindingEnergy
  }

  /// The geometric means of three published designs over the dense one that each names.
  ///
  /// | design | area | energy of an executed operation |
  /// |---|---|---|
  /// | SCNN, ISCA 2017 | 7.9 over 5.9 mm2: 0.34 | from 0.83 x 0.83 of non-zeros on it takes less: 1/0.83^2 - 1 = 0.45 |
  /// | SIGMA, HPCA 2020 | 65.10 over 47.27 mm2: 0.38 | 22.33 over 12.25 W at one peak: 0.82 |
  /// | Cambricon-X, MICRO 2016 | 1.98 of 6.38 mm2: 0.45 | 333 of 954 mW: 0.54 |
  ///
  /// SIGMA's area and power are as a note on the paper has them ("38 % more", "almost twice"); all other figures are from memory.
  public static let standard = SparseLogic(
    pairFindingArea: Sourced(
      0.39, range: 0.34...0.45,
      Provenance(confidence: .estimated, text: "SCNN 0.34, SIGMA 0.38, Cambricon-X 0.45")),
    pairFindingEnergy: Sourced(
      0.58, range: 0.45...0.82,
      Provenance(confidence: .estimated, text: "SCNN 0.45, Cambricon-X 0.54, SIGMA 0.82")))
}

extension SparseLogic {
  /// Transistors that keep a multiplier still where an operand is zero: `T = 2b + 64`.
  ///
  /// A static gate over the b bits that sees a zero, and two flip-flops of 24 (the flag, and what holds the clock) with the gate of
  /// 16 that stops it.
  public static func gates(of bits: Double) -> Double { 2 * bits + 64 }

  /// Transistors by which a multiplier picks one of m neighbours: `T = 12 (m - 1) b + 24 ceil(log2 m)`.
  ///
  /// A tree of two-way selectors of 12 for each of b bits of the other operand, and flip-flops of 24 for the index. For 2:4 at int8
  /// this is 4.2 % of the multiplier; HighLight (MICRO 2023) gives 5.7 % of its area for such logic (from memory), and NVIDIA prints no figure.
  public static func selectors(of bits: Double, among group: Int) -> Double {
    guard group > 1 else { return 0 }
    let index = Double(Int.bitWidth - (group - 1).leadingZeroBitCount)
    return 12 * Double(group - 1) * bits + 24 * index
  }

  /// Transistors that spread non-zeros by their bitmask, so many elements in a cycle: `T = w log2(w) (12 b + 28 log2(w))`.
  ///
  /// Each of w places passes log2(w) two-way selectors of 12 for each of b bits, and as many adders of 28 for each bit of the running
  /// sum of the mask that sets them.
  public static func decoder(of elements: Double, bits: Double) -> Double {
    let width = max(2, elements.rounded(.up))
    let steps = Double(Int.bitWidth - (Int(min(width, 0x1p40)) - 1).leadingZeroBitCount)
    return width * steps * (12 * bits + 28 * steps)
  }
}
