// SPDX-License-Identifier: Apache-2.0
public import RafterQuantities

/// What a layer is, in the words people use.
public enum OperatorKind: String, Sendable, Hashable, CaseIterable {
  case convolution, depthwiseConvolution = "depthwise-convolution"
  case transposedConvolution = "transposed-convolution"
  case gemm, matmul, attention, einsum, recurrent
  case normalization, softmax, activation, elementwise, pooling, reduction
  case embedding, resize, quantization
  case dataMovement = "data-movement"
  case control, other
}

/// A tensor that a layer reads or writes across its border.
public struct LayerTensor: Sendable, Hashable {
  /// What happens to it.
  public enum Direction: String, Sendable, Hashable {
    case read, written
  }

  /// The tensor's name in the model.
  public var name: String
  /// The path it takes: weights, inputs or outputs.
  public var role: Operand
  /// Read or written.
  public var direction: Direction
  /// Elements moved: for a gather the rows read, not the table.
  public var elements: Int
  /// How an element is stored.
  public var format: NumberFormat
  /// Whether a loop nest of the layer moves it; otherwise it goes straight to the vector unit.
  public var isMappedByNest: Bool
  /// Whether it is known before the run.
  public var isConstant: Bool

  /// Creates a tensor.
  public init(
    name: String, role: Operand, direction: Direction, elements: Int, format: NumberFormat,
    isMappedByNest: Bool, isConstant: Bool
  ) {
    self.name = name
    self.role = role
    self.direction = direction
    self.elements = elements
    self.format = format
    self.isMappedByNest = isMappedByNest
    self.isConstant = isConstant
  }

  /// Bytes moved.
  public var bytes: Int { format.bytes(of: elements) }
}

/// A layer as an analyst names it: one or a few graph nodes that run together.
public struct Layer: Sendable, Hashable {
  /// A short stable name for charts: `L01`, in the order of execution.
  public var id: String
  /// The name people recognise it by, taken from its main node.
  public var name: String
  /// What it is.
  public var kind: OperatorKind
  /// The operators of its nodes, in order: `Conv+BatchNormalization+Relu`.
  public var operators: String
  /// The names of its graph nodes.
  public var nodes: [String]
  /// How many identical layers this one stands for.
  public var repeats: Int
  /// How many copies of its parameters are stored, where runs share them (a prompt in chunks); nil for one for each
  /// of ``repeats``.
  public var weightCopies: Int?
  /// Its products; empty for layers without MACs.
  public var nests: [LoopNest]
  /// Multiply-accumulates that do not fall on padding, all nests of one instance.
  public var macsWithoutPadding: Int
  /// Operations for the vector unit, never counted as MACs.
  public var vectorOperations: Int
  /// What crosses the layer's border.
  public var tensors: [LayerTensor]
  /// Elements of parameters that belong to this layer.
  public var parameters: Int
  /// Bytes of parameters as stored.
  public var parameterBytes: Int

  /// Creates a layer.
  public init(
    id: String, name: String, kind: OperatorKind, operators: String, nodes: [String],
    repeats: Int = 1, nests: [LoopNest] = [], macsWithoutPadding: Int = 0,
    vectorOperations: Int = 0,
    tensors: [LayerTensor] = [], parameters: Int = 0, parameterBytes: Int = 0,
    weightCopies: Int? = nil
  ) {
    self.id = id
    self.name = name
    self.kind = kind
    self.operators = operators
    self.nodes = nodes
    self.repeats = repeats
    self.nests = nests
    self.macsWithoutPadding = macsWithoutPadding
    self.vectorOperations = vectorOperations
    self.tensors = tensors
    self.parameters = parameters
    self.parameterBytes = parameterBytes
    self.weightCopies = weightCopies
  }

  /// How many copies of its parameters are stored: those of all it stands for.
  public var storedCopies: Int { weightCopies ?? repeats }
  /// Elements of the parameters of all it stands for, each copy once.
  public var storedParameters: Int { parameters * storedCopies }
  /// Bytes of the parameters of all it stands for, each copy once.
  public var storedParameterBytes: Int { parameterBytes * storedCopies }

  /// Multiply-accumulates of one instance, those on padding included.
  public var macs: Int { nests.reduce(0) { $0 + $1.macs * $1.repeats } }

  /// Bytes that cross the border once each, for one instance.
  public var compulsoryBytes: Int { tensors.reduce(0) { $0 + $1.bytes } }
}
