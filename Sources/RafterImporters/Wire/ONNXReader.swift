// SPDX-License-Identifier: Apache-2.0
package import RafterDiagnostics

/// Reads ONNX files: protobuf messages become values, payloads stay where they lie.
package enum ONNXReader {
  /// Reads a model.
  ///
  /// Only names and small numbers are copied; tensors keep the byte ranges of their payloads.
  ///
  /// - Throws: why the bytes are not an ONNX model, at which byte, and what to do.
  package static func read(_ bytes: FileBytes, source: String) throws(DiagnosticList) -> ONNXModel {
    guard bytes.count > 0 else { throw DiagnosticList(.emptyFile(source)) }
    return try bytes.withUnsafeBytes { pointer throws(DiagnosticList) in
      if let kind = FileKind.detect(pointer) { throw DiagnosticList(.otherFile(source, kind)) }
      var parser = ONNXParser(bytes: pointer)
      do throws(WireFault) {
        if let model = try parser.model() { return model }
      } catch {
        let file = BrokenFile(
          bytes: pointer, source: source, fault: error, graph: parser.graphRange,
          current: parser.current)
        throw DiagnosticList(file.diagnostic)
      }
      throw DiagnosticList(
        FileKind.guess(pointer).map { .otherFile(source, $0) }
          ?? .noGraph(source, size: bytes.count))
    }
  }
}

/// The state of reading one file.
struct ONNXParser {
  /// Graphs within graphs: protobuf's own runtimes stop at 100 messages, three of which are a nested graph.
  static let depthLimit = 33
  /// Nodes, tensors and values of a file: a hundred times what the largest known models have, and a bound on memory.
  static let objectLimit = 4_000_000

  let bytes: UnsafeRawBufferPointer
  /// Where the graph lies; nil until it is read to its end.
  private(set) var graphRange: Range<Int>?
  /// The field of the model that is being read, or was read last.
  private(set) var current: Range<Int>?
  private var objects = 0

  init(bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  /// ModelProto; nil where it holds no graph.
  ///
  /// A file cut within a field is told from the length of that field. One cut between two fields of the model is told
  /// here if the graph is missing, and by ``GraphChecks`` if an opset is. A cut that takes only metadata, or functions and
  /// domains that no node refers to, leaves a complete model and cannot be told from one.
  mutating func model() throws(WireFault) -> ONNXModel? {
    var model = ONNXModel()
    var seen: Set<Int> = []
    var firstAfterGraph: Int?
    var fields = WireFields(bytes, 0..<bytes.count)
    while let field = try fields.next() {
      if case .bytes(let range) = field.value { current = range }
      // Protobuf merges what is written twice: of two files in one, the graphs would be joined in silence.
      if (1...7).contains(field.number), !seen.insert(field.number).inserted {
        throw .secondModel(at: firstAfterGraph ?? field.start)
      }
      if graphRange != nil, field.number < 7, firstAfterGraph == nil {
        firstAfterGraph = field.start
      }
      switch field.number {
      case 1: model.irVersion = try field.int()
      case 2: model.producer = text(try field.range())
      case 7:
        let range = try field.range()
        model.graph = try graph(range, depth: 0)
        graphRange = range
      case 8: try opset(try field.range(), into: &model.opsets)
      case 20: model.trainingInfos += 1
      case 25: model.functions.append(try function(try field.range()))
      default: break
      }
    }
    return graphRange == nil ? nil : model
  }

  /// OperatorSetIdProto.
  ///
  /// The default domain has two names; the empty one is kept.
  mutating func opset(_ range: Range<Int>, into opsets: inout [String: Int]) throws(WireFault) {
    var domain = ""
    var version = 0
    var fields = WireFields(bytes, range)
    while let field = try fields.next() {
      switch field.number {
      case 1: domain = text(try field.range())
      case 2: version = try field.int()
      default: break
      }
    }
    opsets[domain == "ai.onnx" ? "" : domain] = version
  }

  /// FunctionProto.
  mutating func function(_ range: Range<Int>) throws(WireFault) -> ONNXFunction {
    try count(at: range.lowerBound)
    var function = ONNXFunction()
    var fields = WireFields(bytes, range)
    while let field = try fields.next() {
      switch field.number {
      case 1: function.name = text(try field.range())
      case 4: function.inputs.append(text(try field.range()))
      case 5: function.outputs.append(text(try field.range()))
      case 6: function.attributes.append(text(try field.range()))
      case 7:
        let index = function.nodes.count
        function.nodes.append(try node(try field.range(), index: index, depth: 0))
      case 9: try opset(try field.range(), into: &function.opsets)
      case 10: function.domain = domain(try field.range())
      case 11:
        let (name, value) = try attribute(try field.range(), depth: 0)
        function.defaults[name] = value
      case 13: function.overload = text(try field.range())
      default: break
      }
    }
    return function
  }

  /// Counts one more object against the limit.
  mutating func count(at offset: Int) throws(WireFault) {
    objects += 1
    guard objects <= Self.objectLimit else { throw .tooMany(at: offset) }
  }

  /// The text of a range; what is not UTF-8 is replaced.
  func text(_ range: Range<Int>) -> String {
    String(decoding: UnsafeRawBufferPointer(rebasing: bytes[range]), as: UTF8.self)
  }

  /// The name of a domain; the default one is the empty text.
  func domain(_ range: Range<Int>) -> String {
    let name = text(range)
    return name == "ai.onnx" ? "" : name
  }
}
