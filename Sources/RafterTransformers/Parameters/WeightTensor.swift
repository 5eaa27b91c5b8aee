// SPDX-License-Identifier: Apache-2.0
import RafterQuantities

/// A learned matrix `inputs x outputs`, so many copies of it, and its bias; or a vector.
///
/// One list of these is the only place where weights are counted: parameters, bytes and the products of a
/// pass all come from it.
public struct WeightTensor: Sendable, Hashable {
  /// Its name in reports: `q_proj`, `experts.gate_proj`.
  public var name: String
  /// What it is, for its format.
  public var role: WeightRole
  /// Elements that go in; 1 for a vector.
  public var inputs: Int
  /// Elements that come out.
  public var outputs: Int
  /// How many of the same shape: experts, groups.
  public var copies: Int
  /// Elements of its biases, all copies together.
  public var bias: Int

  /// Creates a matrix.
  public init(
    _ name: String, _ role: WeightRole, _ inputs: Int, _ outputs: Int, copies: Int = 1,
    bias: Int = 0
  ) {
    self.name = name
    self.role = role
    self.inputs = inputs
    self.outputs = outputs
    self.copies = copies
    self.bias = bias
  }

  /// A vector of learned numbers: gains, sinks.
  static func vector(_ name: String, _ count: Int) -> WeightTensor {
    WeightTensor(name, .small, 1, count)
  }

  /// Elements of the matrix, all copies, without the bias.
  public var matrixElements: Int { inputs * outputs * copies }
  /// Elements with the bias.
  public var elements: Int { matrixElements + bias }
  /// The same without a bound on its size.
  var estimate: Double { Double(inputs) * Double(outputs) * Double(copies) + Double(bias) }

  /// Bytes as stored, scales included; the bias is stored as other small numbers are.
  public func bytes(in formats: WeightFormats) -> Int {
    formats[role].bytes(of: matrixElements, inputs: inputs)
      + formats[.small].element.bytes(of: bias)
  }
}
