// SPDX-License-Identifier: Apache-2.0

/// Builds the bytes of small ONNX models for tests.
///
///     let bytes = ONNXBuilder.model(opset: 17) {
///       $0.input("x", [1, "c", nil, 224])
///       $0.initializer("w", [64, 3, 7, 7])
///       $0.initializer("shape", ints: [1, -1])
///       $0.node("Conv", ["x", "w"], ["y"], name: "c1", ["strides": .ints([2, 2])])
///       $0.output("y")
///     }
public enum ONNXBuilder {
  /// One side of a declared shape: a number, a symbol, or nil for one that is left open.
  public enum Dim: Sendable, ExpressibleByIntegerLiteral, ExpressibleByStringLiteral,
    ExpressibleByNilLiteral
  {
    case fixed(Int)
    case symbol(String)
    case unknown
    /// A number.
    public init(integerLiteral value: Int) { self = .fixed(value) }
    /// A symbol.
    public init(stringLiteral value: String) { self = .symbol(value) }
    /// A side that is left open.
    public init(nilLiteral: ()) { self = .unknown }
  }

  /// The value of an attribute.
  public enum Attribute: Sendable {
    case int(Int)
    case float(Float)
    case string(String)
    case ints([Int])
    case floats([Float])
    case strings([String])
    /// A tensor of 64-bit integers; a scalar if `dims` is empty.
    case intTensor([Int], dims: [Int]? = nil)
    case floatTensor([Float], dims: [Int]? = nil)
    case graph(Graph)
    case reference(String)
  }

  /// Numbers of TensorProto data types.
  public enum DataType {
    /// FLOAT.
    public static let float = 1
    /// UINT8.
    public static let uint8 = 2
    /// INT8.
    public static let int8 = 3
    /// INT32.
    public static let int32 = 6
    /// INT64.
    public static let int64 = 7
    /// STRING.
    public static let string = 8
    /// BOOL.
    public static let bool = 9
    /// FLOAT16.
    public static let float16 = 10
    /// DOUBLE.
    public static let double = 11
  }

  /// A model; `opsets` adds domains, and an opset of nil leaves the default domain out.
  public static func model(
    irVersion: Int = 8, opset: Int? = 17, opsets: [(String, Int)] = [],
    functions: [Function] = [], trainingInfos: Int = 0, _ fill: (inout Graph) -> Void
  ) -> [UInt8] {
    var graph = Graph()
    fill(&graph)
    var writer = ProtoWriter()
    writer.int(1, irVersion)
    writer.text(2, "rafter-tests")
    writer.data(7, graph.bytes)
    for (domain, version) in (opset.map { [("", $0)] } ?? []) + opsets {
      writer.message(8) {
        $0.text(1, domain)
        $0.int(2, version)
      }
    }
    for _ in 0..<trainingInfos { writer.message(20) { _ in } }
    for function in functions { writer.data(25, function.bytes) }
    return writer.bytes
  }

  /// A graph or the body of a control operator.
  public struct Graph: Sendable {
    private var writer = ProtoWriter()

    /// An empty graph.
    public init(name: String = "g") { writer.text(2, name) }

    /// A graph filled in place.
    public init(name: String = "g", _ fill: (inout Graph) -> Void) {
      self.init(name: name)
      fill(&self)
    }

    /// Its bytes.
    public var bytes: [UInt8] { writer.bytes }

    /// Adds an input; a shape of nil declares none.
    public mutating func input(_ name: String, _ shape: [Dim]?, type: Int = DataType.float) {
      writer.data(11, ONNXBuilder.valueInfo(name, shape, type: type))
    }

    /// Adds an output.
    public mutating func output(_ name: String, _ shape: [Dim]? = nil, type: Int = DataType.float) {
      writer.data(12, ONNXBuilder.valueInfo(name, shape, type: type))
    }

    /// Adds what the file says of a tensor between nodes.
    public mutating func value(_ name: String, _ shape: [Dim]?, type: Int = DataType.float) {
      writer.data(13, ONNXBuilder.valueInfo(name, shape, type: type))
    }

    /// Adds an initializer whose numbers are in another file.
    public mutating func initializer(_ name: String, _ dims: [Int], type: Int = DataType.float) {
      writer.message(5) {
        for dim in dims { $0.int(1, dim) }
        $0.int(2, type)
        $0.text(8, name)
        $0.message(13) {
          $0.text(1, "location")
          $0.text(2, "weights.bin")
        }
        $0.int(14, 1)
      }
    }

    /// Adds an initializer with `raw_data`.
    public mutating func initializer(_ name: String, _ dims: [Int], type: Int, raw: [UInt8]) {
      writer.message(5) {
        for dim in dims { $0.int(1, dim) }
        $0.int(2, type)
        $0.text(8, name)
        $0.data(9, raw)
      }
    }

    /// Adds an initializer of 64-bit integers in `int64_data`; one axis unless `dims` says otherwise.
    public mutating func initializer(_ name: String, ints: [Int], dims: [Int]? = nil) {
      writer.data(5, ONNXBuilder.tensor(name, ints: ints, dims: dims ?? [ints.count]))
    }

    /// Adds an initializer of single-precision numbers in `float_data`.
    public mutating func initializer(_ name: String, floats: [Float], dims: [Int]? = nil) {
      writer.data(5, ONNXBuilder.tensor(name, floats: floats, dims: dims ?? [floats.count]))
    }

    /// Adds a node.
    public mutating func node(
      _ operator: String, _ inputs: [String], _ outputs: [String], name: String = "",
      domain: String = "", overload: String = "", _ attributes: [(String, Attribute)] = []
    ) {
      writer.data(
        1,
        ONNXBuilder.node(
          `operator`, inputs, outputs, name: name, domain: domain, overload: overload, attributes))
    }

    /// Adds a node whose attributes are given by name; they are written in the order of their names.
    public mutating func node(
      _ operator: String, _ inputs: [String], _ outputs: [String], name: String = "",
      domain: String = "", _ attributes: [String: Attribute]
    ) {
      node(
        `operator`, inputs, outputs, name: name, domain: domain,
        attributes.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
    }

    /// Adds any field, for what this builder does not know.
    public mutating func field(_ number: Int, _ content: [UInt8]) { writer.data(number, content) }
  }

  /// A model-local function.
  public struct Function: Sendable {
    private var writer = ProtoWriter()

    /// An empty function.
    public init(
      _ name: String, domain: String, inputs: [String], outputs: [String],
      attributes: [String] = [], defaults: [(String, Attribute)] = [], opset: Int = 17,
      overload: String = ""
    ) {
      writer.text(1, name)
      for input in inputs { writer.text(4, input) }
      for output in outputs { writer.text(5, output) }
      for attribute in attributes { writer.text(6, attribute) }
      writer.message(9) { $0.int(2, opset) }
      writer.text(10, domain)
      for (name, value) in defaults { writer.data(11, ONNXBuilder.attribute(name, value)) }
      if !overload.isEmpty { writer.text(13, overload) }
    }

    /// Its bytes.
    public var bytes: [UInt8] { writer.bytes }

    /// Adds a node to the body.
    public mutating func node(
      _ operator: String, _ inputs: [String], _ outputs: [String], name: String = "",
      domain: String = "", _ attributes: [(String, Attribute)] = []
    ) {
      writer.data(
        7,
        ONNXBuilder.node(
          `operator`, inputs, outputs, name: name, domain: domain, overload: "", attributes))
    }
  }
}
