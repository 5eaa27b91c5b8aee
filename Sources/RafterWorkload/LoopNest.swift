// SPDX-License-Identifier: Apache-2.0
public import RafterQuantities

/// One loop of a nest: its name and how often it runs.
public struct LoopDimension: Sendable, Hashable {
  /// `M`, `N`, `K`, `B` of a matrix product; `B`, `G`, `K`, `C`, `OY`, `OX`, `FY`, `FX` of a convolution.
  public var name: String
  /// Iterations; at least 1.
  public var bound: Int

  /// Creates a loop.
  public init(_ name: String, _ bound: Int) {
    self.name = name
    self.bound = bound
  }
}

/// One axis of a tensor as an affine function of the loops: `sum of stride * loop + offset`.
///
/// A convolution's input row is `stride*OY + dilation*FY - padding`, cut to `0..<extent`: rows that lie
/// in the padding are not data and are not moved.
public struct AxisProjection: Sendable, Hashable {
  /// A loop's share of the index.
  public struct Term: Sendable, Hashable {
    /// The index of the loop in ``LoopNest/dimensions``.
    public var dimension: Int
    /// How far one iteration moves along the axis; at least 1.
    public var stride: Int

    /// Creates a term.
    public init(dimension: Int, stride: Int = 1) {
      self.dimension = dimension
      self.stride = stride
    }
  }

  /// The loops that move along this axis: one, or two for a sliding window.
  public var terms: [Term]
  /// Added to the sum: minus the padding in front.
  public var offset: Int
  /// Indices outside `0..<extent` are padding.
  public var extent: Int

  /// Creates an axis.
  public init(terms: [Term], offset: Int = 0, extent: Int) {
    self.terms = terms
    self.offset = offset
    self.extent = extent
  }
}

/// A tensor of a nest: its part, format and axes.
public struct NestOperand: Sendable, Hashable {
  /// The path it takes through the memories.
  public var role: Operand
  /// The tensor's name in the model.
  public var tensor: String
  /// How an element is stored.
  public var format: NumberFormat
  /// Whether it is a weight (known before the run) rather than an activation.
  public var isConstant: Bool
  /// Its axes; a loop that occurs in none is irrelevant to this tensor and reuses it.
  public var axes: [AxisProjection]
  /// How many of its elements are zero, and how they lie.
  public var density: TensorDensity

  /// Creates an operand.
  public init(
    role: Operand, tensor: String, format: NumberFormat, isConstant: Bool, axes: [AxisProjection],
    density: TensorDensity = .dense
  ) {
    self.role = role
    self.tensor = tensor
    self.format = format
    self.isConstant = isConstant
    self.axes = axes
    self.density = density
  }

  /// Elements that its axes span.
  public var elements: Int { axes.reduce(1) { $0 * $1.extent } }
}

/// Perfectly nested loops around one multiply-accumulate: the one form of GEMM, batched matrix product and
/// convolution (grouped, depthwise, dilated, strided, transposed).
public struct LoopNest: Sendable, Hashable {
  /// Which product of the layer this is, when it has several (`scores`, `context`); else empty.
  public var label: String
  /// The loops, without order.
  public var dimensions: [LoopDimension]
  /// Weights, inputs and outputs, in the order of ``Operand``.
  public var operands: [NestOperand]
  /// The format partial sums are kept in.
  public var accumulate: NumberFormat
  /// How often the whole nest runs, one after another (the steps of a recurrent layer).
  public var repeats: Int

  /// Creates a nest.
  public init(
    label: String = "", dimensions: [LoopDimension], operands: [NestOperand],
    accumulate: NumberFormat, repeats: Int = 1
  ) {
    self.label = label
    self.dimensions = dimensions
    self.operands = operands
    self.accumulate = accumulate
    self.repeats = repeats
  }

  /// The multiply-accumulates of one run, those on padding included.
  public var macs: Int { dimensions.reduce(1) { $0 * $1.bound } }

  /// The formats at the multiplier.
  public var arithmetic: ArithmeticFormat {
    ArithmeticFormat(
      inputs: self[.inputs].format, weights: self[.weights].format, accumulate: accumulate)
  }

  /// The operand of a role.
  public subscript(_ role: Operand) -> NestOperand {
    guard let operand = operands.first(where: { $0.role == role }) else {
      preconditionFailure("a nest has weights, inputs and outputs; \(role) is missing")
    }
    return operand
  }
}
