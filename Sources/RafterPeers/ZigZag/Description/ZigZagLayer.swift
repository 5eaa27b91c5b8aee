// SPDX-License-Identifier: Apache-2.0

/// A layer as ZigZag sees one: dimensions, operands and how their indices hang together [mapping 6.1].
public struct ZigZagLayer: Sendable, Hashable {
  /// An index that is a sum: `IX = sx * OX + fx * FX`.
  public struct Relation: Sendable, Hashable {
    /// The index of the operand, such as `IX`.
    public var index: String
    /// The first dimension and its stride.
    public var first: Term
    /// The second dimension and its stride.
    public var second: Term
    /// The most indices there are, of a partial tile too; nil is the extent of the whole layer.
    public var limit: Int?

    /// Creates a relation.
    public init(index: String, first: Term, second: Term, limit: Int? = nil) {
      self.index = index
      self.first = first
      self.second = second
      self.limit = limit
    }
  }

  /// One summand of a relation.
  public struct Term: Sendable, Hashable {
    /// The stride.
    public var stride: Int
    /// The dimension.
    public var dimension: String

    /// Creates a summand.
    public init(_ stride: Int, _ dimension: String) {
      self.stride = stride
      self.dimension = dimension
    }
  }

  /// A dimension of the loop nest.
  public struct Dimension: Sendable, Hashable {
    /// Its name, in capitals.
    public var name: String
    /// Its iterations.
    public var size: Int

    /// Creates a dimension.
    public init(_ name: String, _ size: Int) {
      self.name = name
      self.size = size
    }
  }

  /// A tensor of the layer.
  public struct Operand: Sendable, Hashable {
    /// Its name: `O`, `W`, `I`.
    public var name: String
    /// The memory operand it is stored as: `O`, `I2`, `I1`.
    public var memoryOperand: String
    /// Its indices in capitals: names of dimensions and of relations.
    public var indices: [String]
    /// Bits of an element; of the output, those of a partial sum.
    public var bits: Int

    /// Creates an operand.
    public init(name: String, memoryOperand: String, indices: [String], bits: Int) {
      self.name = name
      self.memoryOperand = memoryOperand
      self.indices = indices
      self.bits = bits
    }
  }

  /// Its dimensions.
  public var dimensions: [Dimension]
  /// Its sums of indices.
  public var relations: [Relation]
  /// The output.
  public var output: Operand
  /// Bits of a finished output element.
  public var finalBits: Int
  /// The inputs in the order of the equation.
  public var inputs: [Operand]

  /// Creates a layer.
  public init(
    dimensions: [Dimension], relations: [Relation], output: Operand, finalBits: Int,
    inputs: [Operand]
  ) {
    self.dimensions = dimensions
    self.relations = relations
    self.output = output
    self.finalBits = finalBits
    self.inputs = inputs
  }

  /// The output, then the inputs: the order in which the peer visits them.
  var operands: [Operand] { [output] + inputs }

  /// Multiply-accumulates: the product of the dimensions as they are, without padding.
  public var macs: Int { dimensions.reduce(1) { $0 * $1.size } }

  /// The place of a dimension.
  func index(of dimension: String) -> Int? { dimensions.firstIndex { $0.name == dimension } }
}
