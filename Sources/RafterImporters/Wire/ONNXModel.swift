// SPDX-License-Identifier: Apache-2.0
import RafterQuantities

/// An ONNX file as read: names and numbers, with payloads left where they lie.
package struct ONNXModel: Sendable {
  package var irVersion = 0
  package var producer = ""
  /// Version by domain; the default domain is the empty text.
  package var opsets: [String: Int] = [:]
  package var graph = ONNXGraph()
  package var functions: [ONNXFunction] = []
  /// How many TrainingInfoProto there are: a training graph has some.
  package var trainingInfos = 0
  package init() {}
}

/// A graph, or the body of an If, Loop or Scan.
package struct ONNXGraph: Sendable {
  package var name = ""
  /// In the order of the file.
  package var nodes: [ONNXNode] = []
  package var initializers: [ONNXTensor] = []
  package var inputs: [ONNXValueInfo] = []
  package var outputs: [ONNXValueInfo] = []
  package var valueInfos: [ONNXValueInfo] = []
  package init() {}
}

/// A model-local function.
package struct ONNXFunction: Sendable {
  package var name = ""
  package var domain = ""
  package var inputs: [String] = []
  package var outputs: [String] = []
  package var attributes: [String] = []
  package var nodes: [ONNXNode] = []
  package var opsets: [String: Int] = [:]
  /// Attributes that may be left out, with the values they then have.
  package var defaults: [String: ONNXAttribute] = [:]
  /// Tells functions of the same name apart; a node calls the one of its own `overload`.
  package var overload = ""
  package init() {}
}

/// A node of a graph.
package struct ONNXNode: Sendable {
  package var name = ""
  package var `operator` = ""
  package var domain = ""
  /// Names; the empty text is an input that is left out.
  package var inputs: [String] = []
  package var outputs: [String] = []
  package var attributes: [String: ONNXAttribute] = [:]
  /// Which overload of a model-local function it calls; mostly empty.
  package var overload = ""
  /// Its place in the list of nodes of its graph, in the file.
  package var index = 0
  package init() {}
}

/// The value of a node's attribute.
package indirect enum ONNXAttribute: Sendable {
  case float(Double)
  case int(Int)
  case string(String)
  case tensor(ONNXTensor)
  case graph(ONNXGraph)
  case floats([Double])
  case ints([Int])
  case strings([String])
  case tensors([ONNXTensor])
  case graphs([ONNXGraph])
  /// A reference to an attribute of the enclosing function.
  case reference(String)
  /// A kind we do not read (sparse tensors, type protos).
  case other
}

/// A constant tensor: its type and shape, and where its numbers are.
package struct ONNXTensor: Sendable {
  /// Where the numbers are.
  package enum Payload: Sendable {
    /// Little-endian, in the file.
    case raw(Range<Int>)
    /// Protobuf fields `float_data` (4), `int32_data` (5), `string_data` (6), `int64_data` (7), `double_data` (10),
    /// `uint64_data` (11): byte ranges of the values, in order, with the number of the field. A packed field is one
    /// range; else each value has its own. At most 4097 are kept: such tensors are never decoded.
    case packed(field: Int, [Range<Int>])
    /// In another file, which is never read.
    case external(ExternalData)
    /// No numbers in the file (sizes still count).
    case none
  }

  package var name = ""
  /// The number of the TensorProto data type.
  package var dataType = 0
  package var dims: [Int] = []
  package var payload = Payload.none
  package init() {}
}

/// What a file says of a value: its type, and its shape as far as it is declared.
package struct ONNXValueInfo: Sendable {
  /// One side of a declared shape.
  package enum Dim: Sendable, Hashable {
    case fixed(Int)
    case symbol(String)
    case unknown
  }

  package var name = ""
  /// The number of the TensorProto data type; 0 where it is not a tensor.
  package var elementType = 0
  /// Nil where no shape is declared.
  package var shape: [Dim]?
  package init() {}
}
