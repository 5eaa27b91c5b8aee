// SPDX-License-Identifier: Apache-2.0
public import RafterDiagnostics
public import RafterQuantities
public import RafterWorkload

/// A graph in which every tensor has its shape: what grouping and node reports work from.
public struct ResolvedGraph: Sendable {
  /// What the model is called.
  public var name: String
  /// The file it came from.
  public var source: String
  /// All tensors; nodes refer to them by index.
  public var tensors: [ResolvedTensor]
  /// All nodes that run, in an order in which they can run, those of taken branches and of loop bodies
  /// included; folded ones are there too, marked.
  public var nodes: [ResolvedNode]
  /// The graph's inputs, without initializers.
  public var inputs: [Int]
  /// The graph's outputs.
  public var outputs: [Int]
  /// The sizes that inputs were bound to, as `input=1x3x224x224`.
  public var bindings: [String]
  /// Warnings and notes.
  public var diagnostics: [Diagnostic]
  /// What could not be counted; nil where everything was.
  public var uncounted: UncountedWork?

  /// Creates a graph.
  public init(
    name: String, source: String, tensors: [ResolvedTensor] = [], nodes: [ResolvedNode] = [],
    inputs: [Int] = [], outputs: [Int] = [], bindings: [String] = [],
    diagnostics: [Diagnostic] = [], uncounted: UncountedWork? = nil
  ) {
    self.name = name
    self.source = source
    self.tensors = tensors
    self.nodes = nodes
    self.inputs = inputs
    self.outputs = outputs
    self.bindings = bindings
    self.diagnostics = diagnostics
    self.uncounted = uncounted
  }
}

/// A tensor with its shape.
public struct ResolvedTensor: Sendable, Hashable {
  /// Its name in the model.
  public var name: String
  /// Its sides, outermost first; nil where it could not be found (after an unknown operator).
  public var shape: [Int]?
  /// How an element is stored; nil where unknown.
  public var format: NumberFormat?
  /// Whether it is known before the run: an initializer, or made of such ones only.
  public var isConstant: Bool
  /// The parameter (index of the initializer's tensor) it is, seen through Identity; nil for others.
  public var parameter: Int?
  /// The values of a small integer or float tensor that was evaluated; nil for others.
  ///
  /// Grouping reads scalars here (the exponent of a Pow, the axes of a ReduceMean).
  public var value: [Double]?

  /// Creates a tensor.
  public init(
    name: String, shape: [Int]?, format: NumberFormat?, isConstant: Bool, parameter: Int? = nil,
    value: [Double]? = nil
  ) {
    self.name = name
    self.shape = shape
    self.format = format
    self.isConstant = isConstant
    self.parameter = parameter
    self.value = value
  }

  /// How many elements; nil where the shape is unknown.
  public var elements: Int? {
    // A side of 0 beside huge ones must not overflow on the way.
    shape.map { $0.contains(0) ? 0 : $0.reduce(1, *) }
  }
}

/// The value of a node's attribute, as far as reports and grouping need it.
public enum NodeAttribute: Sendable, Hashable {
  case int(Int)
  case float(Double)
  case string(String)
  case ints([Int])
  case floats([Double])
  case strings([String])
}

/// A node with the shapes of all it touches, and what it costs.
public struct ResolvedNode: Sendable {
  /// Its name, or `<Operator>__<index>` where the file gives none.
  public var name: String
  /// Its operator.
  public var `operator`: String
  /// The operator's domain; the default one is the empty text.
  public var domain: String
  /// The version of the domain.
  public var opset: Int
  /// 0 in the main graph, one more in each body.
  public var depth: Int
  /// Tensors read; nil for an input left out.
  public var inputs: [Int?]
  /// Tensors made; nil for an output left out.
  public var outputs: [Int?]
  /// Its attributes.
  public var attributes: [String: NodeAttribute]
  /// What it is.
  public var kind: OperatorKind
  /// Whether it was evaluated before the run: nothing of it is left at run time.
  public var isFolded: Bool
  /// Whether it costs nothing: a change of view (Reshape ...).
  public var isFree: Bool
  /// Its products, in the formats of its own tensors.
  public var nests: [LoopNest]
  /// Multiply-accumulates that do not fall on padding.
  public var macsWithoutPadding: Int
  /// Operations for the vector unit.
  public var vectorOperations: Int
  /// Elements that it reads of each input, in the order of `inputs`: for a gather the rows, not the table.
  public var elementsRead: [Int]
  /// Bytes of the parameters among its inputs, as stored.
  public var parameterBytes: Int

  /// Creates a node.
  public init(
    name: String, operator: String, domain: String, opset: Int, depth: Int, inputs: [Int?],
    outputs: [Int?], attributes: [String: NodeAttribute], kind: OperatorKind,
    isFolded: Bool = false, isFree: Bool = false, nests: [LoopNest] = [],
    macsWithoutPadding: Int = 0, vectorOperations: Int = 0, elementsRead: [Int] = [],
    parameterBytes: Int = 0
  ) {
    self.name = name
    self.operator = `operator`
    self.domain = domain
    self.opset = opset
    self.depth = depth
    self.inputs = inputs
    self.outputs = outputs
    self.attributes = attributes
    self.kind = kind
    self.isFolded = isFolded
    self.isFree = isFree
    self.nests = nests
    self.macsWithoutPadding = macsWithoutPadding
    self.vectorOperations = vectorOperations
    self.elementsRead = elementsRead
    self.parameterBytes = parameterBytes
  }

  /// Multiply-accumulates, those on padding included.
  public var macs: Int { nests.reduce(0) { $0 + $1.macs * $1.repeats } }
}
