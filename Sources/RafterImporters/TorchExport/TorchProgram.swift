// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterQuantities

/// A program that `Scripts/torch-export` wrote, as values.
struct TorchProgram {
  /// Where a tensor comes from.
  enum Origin: String {
    case input, parameter, buffer, constant, activation
  }

  struct Tensor {
    var name: String
    var shape: [Int]
    var format: NumberFormat
    var origin: Origin
    /// Parameters of one storage are one weight.
    var storage: String?
  }

  /// A call of an operator.
  struct Call {
    /// The module it belongs to where it is its only call, else that and the name of the call.
    var name: String
    /// `aten.conv2d.default`.
    var target: String
    var arguments: [JSONTree.Entry]
    /// Tensors made; nil for results that are none.
    var outputs: [Int?]
    var place: SourceLocation
  }

  var name: String
  var tensors: [Tensor] = []
  var calls: [Call] = []
  var outputs: [Int] = []
  /// Tensors by name.
  var index: [String: Int] = [:]

  /// Reads a program.
  ///
  /// - Throws: everything that is wrong with it, with line and column.
  init(_ bytes: UnsafeRawBufferPointer, source: String, name: String) throws(DiagnosticList) {
    let root: JSONTree
    do throws(JSONFault) {
      root = try JSONTree.parse(bytes)
    } catch {
      throw DiagnosticList(
        .jsonSyntax(at: TextPlace.location(of: error.at, in: bytes, file: source), error.reason))
    }
    self.name = root["name"]?.string.flatMap { $0.isEmpty || $0 == "model" ? nil : $0 } ?? name
    var reading = Reading(bytes: bytes, source: source)
    guard root["schema"]?.string == TorchExportReader.schema else {
      throw DiagnosticList(
        .torchProgram(
          at: reading.place(root.at), "'schema' is not '\(TorchExportReader.schema)'"))
    }
    for node in root["tensors"]?.elements ?? [] {
      guard let tensor = reading.tensor(node) else { continue }
      if index.updateValue(tensors.count, forKey: tensor.name) != nil {
        reading.complain(node.at, "tensor '\(tensor.name)' is there twice")
      }
      tensors.append(tensor)
    }
    var callsOf: [String: Int] = [:]
    for node in root["nodes"]?.elements ?? [] {
      if let module = node["module"]?.string { callsOf[module, default: 0] += 1 }
    }
    for node in root["nodes"]?.elements ?? [] {
      guard let name = node["name"]?.string, let target = node["target"]?.string,
        let outputs = node["outputs"]?.elements
      else {
        reading.complain(node.at, "a node has no 'name', 'target' or list of 'outputs'")
        continue
      }
      let shown = node["module"]?.string.map { callsOf[$0] == 1 ? $0 : "\($0).\(name)" } ?? name
      calls.append(
        Call(
          name: shown, target: target, arguments: node["arguments"]?.entries ?? [],
          outputs: reading.indices(outputs, in: index), place: reading.place(node.at)))
    }
    outputs = reading.indices(root["outputs"]?.elements ?? [], in: index).compactMap(\.self)
    if tensors.isEmpty || calls.isEmpty, reading.errors.diagnostics.isEmpty {
      reading.complain(root.at, "it has no tensors or no nodes")
    }
    guard reading.errors.diagnostics.isEmpty else { throw reading.errors }
  }

  /// What is read, with what is wrong so far.
  private struct Reading {
    let bytes: UnsafeRawBufferPointer
    let source: String
    private(set) var errors = DiagnosticList()

    init(bytes: UnsafeRawBufferPointer, source: String) {
      self.bytes = bytes
      self.source = source
    }

    func place(_ offset: Int) -> SourceLocation {
      TextPlace.location(of: offset, in: bytes, file: source)
    }

    mutating func complain(_ at: Int, _ reason: String) {
      // Finding a line takes time in proportion to the file.
      guard errors.diagnostics.count < 8 else { return }
      errors.append(.torchProgram(at: place(at), reason))
    }

    mutating func tensor(_ node: JSONTree) -> Tensor? {
      guard let name = node["name"]?.string, let shape = node["shape"]?.integers,
        let type = node["dtype"]?.string, let word = node["kind"]?.string
      else {
        complain(node.at, "a tensor has no 'name', 'shape', 'dtype' or 'kind'")
        return nil
      }
      guard let format = TorchProgram.format(type) else {
        complain(node.at, "tensor '\(name)' is of the unknown type '\(type)'")
        return nil
      }
      guard let origin = Origin(rawValue: word) else {
        complain(node.at, "the kind of tensor '\(name)' is '\(word)'")
        return nil
      }
      guard shape.allSatisfy({ $0 >= 0 }), let elements = try? Count.product(shape),
        elements <= GraphChecks.elementLimit
      else {
        complain(node.at, "tensor '\(name)' of \(shape.asShape) fits into no memory")
        return nil
      }
      return Tensor(
        name: name, shape: shape, format: format, origin: origin, storage: node["storage"]?.string)
    }

    mutating func indices(_ nodes: [JSONTree], in index: [String: Int]) -> [Int?] {
      nodes.map { node in
        if case .null = node.content { return nil }
        guard let name = node.string, let found = index[name] else {
          complain(node.at, "'\(node.string ?? "")' is no tensor of the program")
          return nil
        }
        return found
      }
    }
  }

  /// A type by its name in PyTorch.
  static func format(_ name: String) -> NumberFormat? {
    switch name {
    case "float32": .fp32
    case "float64": .fp64
    case "float16": .fp16
    case "bfloat16": .bf16
    case "float8_e4m3fn", "float8_e4m3fnuz": .fp8e4m3
    case "float8_e5m2", "float8_e5m2fnuz": .fp8e5m2
    case "float8_e8m0fnu": .fp8e8m0
    case "int8": .int8
    case "int16": .int16
    case "int32": .int32
    case "int64": .int64
    case "uint8": .uint8
    case "uint16": .uint16
    case "uint32": .uint32
    case "uint64": .uint64
    case "bool": .bool
    case "complex64": .complex64
    case "complex128": .complex128
    default: nil
    }
  }
}
