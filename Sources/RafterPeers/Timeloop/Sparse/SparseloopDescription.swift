// SPDX-License-Identifier: Apache-2.0
import RafterWorkload

/// What a design of Sparseloop says of zeros beyond a dense one.
public struct SparseloopDescription: Sendable, Hashable {
  /// How the non-zeros of a tensor lie.
  public enum Distribution: String, Sendable, Hashable, CaseIterable {
    /// Evenly: a tile of t elements holds t times the density.
    case fixedStructured = "fixed_structured"
    /// At random.
    case hypergeometric
  }

  /// The zeros of a tensor.
  public struct Density: Sendable, Hashable {
    /// How they lie.
    public var distribution: Distribution
    /// The share of elements that are not zero.
    public var density: Double
  }

  /// What is done about an access that is of no use.
  public enum Saving: String, Sendable, Hashable, CaseIterable {
    /// It takes its time and no energy.
    case gating
    /// It takes neither.
    case skipping
  }

  /// An access to a tensor that is left out where others are zero.
  public struct ActionOptimization: Sendable, Hashable {
    /// How.
    public var saving: Saving
    /// The place of the tensor that is spared.
    public var target: Int
    /// The places of the tensors whose empty tiles spare it.
    public var conditions: [Int]
  }

  /// What a level does about zeros.
  public struct Level: Sendable, Hashable {
    /// Accesses that are left out.
    public var actions: [ActionOptimization] = []
    /// Whether it stores each tensor without its zeros.
    public var isCompressed: [Bool]
  }

  /// The zeros of each tensor; nil for a dense one.
  public var densities: [Density?]
  /// What each storage level does, outermost first.
  public var levels: [Level]
  /// What the units do about an operand that is zero; nil for nothing.
  public var compute: Saving?

  /// The share of tiles of `size` elements that are not empty, of a tensor with `elements`.
  func occupiedShare(of space: Int, tile size: Int, elements: Int) -> Double {
    guard let model = densities[space] else { return 1 }
    switch model.distribution {
    case .fixedStructured: return min(1, Double(size) * model.density)
    case .hypergeometric:
      let nonZeros = Int((Double(elements) * model.density).rounded())
      return UniformZeros(elements: elements, nonZeros: nonZeros)
        .map { 1 - $0.occupancy(ofTile: size).probabilityEmpty } ?? 1
    }
  }
}
