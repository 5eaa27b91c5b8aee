// SPDX-License-Identifier: Apache-2.0
public import RafterQuantities

/// The intensity at the border of an array of `Pb x Pk x Pc` multipliers [rooflines 1.3].
///
/// In a step it takes `Pb x Pc` inputs and `Pk x Pc` weights, adds products over Pc and updates `Pb x Pk`
/// outputs. An operand used again in T steps crosses the border once in T.
///
///     AI = 2*Pb*Pk*Pc / (Pb*Pc/T_i + Pk*Pc/T_w + 2*Pb*Pk/T_o)     [op per word]
public struct ArrayIntensity: Sendable, Hashable {
  /// Pb: outputs that share a weight (batch or pixels).
  public var batch: Int
  /// Pk: outputs that share an input (features out).
  public var outputs: Int
  /// Pc: products added into one output (features in).
  public var sums: Int
  /// How often an input is used again from one step to the next, T_i; 1 for not at all.
  public var inputReuse: Double
  /// The same for a weight, T_w; infinite for resident weights.
  public var weightReuse: Double
  /// The same for a partial sum, T_o.
  ///
  /// An output costs a read and a write: 2 stands for one that is
  /// written once and never read.
  public var outputReuse: Double

  /// Creates an array with its temporal reuse.
  public init(
    batch: Int, outputs: Int, sums: Int, inputReuse: Double = 1, weightReuse: Double = 1,
    outputReuse: Double = 1
  ) {
    self.batch = batch
    self.outputs = outputs
    self.sums = sums
    self.inputReuse = inputReuse
    self.weightReuse = weightReuse
    self.outputReuse = outputReuse
  }

  /// The operations of one step, `2*Pb*Pk*Pc`.
  public var work: Operations {
    MACs(Double(batch) * Double(outputs) * Double(sums)).operations
  }

  /// The words that cross the border of the array in a step, a count.
  public var words: Double {
    let (b, k, c) = (Double(batch), Double(outputs), Double(sums))
    return b * c / inputReuse + k * c / weightReuse + 2 * b * k / outputReuse
  }

  /// The intensity at the border of the array, for words of so many bytes.
  public func intensity(word: ByteCount) -> OperationalIntensity { work / (word * words) }
}
