// SPDX-License-Identifier: Apache-2.0
import Foundation
import RafterDiagnostics
import RafterImporters
import RafterQuantities
import RafterTestSupport

/// Single nodes with the shapes of their inputs, and the shapes that the reference implementation makes of them.
struct NodeCase {
  var name: String
  var `operator`: String
  var bytes: [UInt8]
  var bindings: [InputBinding] = []
  var outputs: [(shape: [Int], type: String)]
  /// Whether the shapes follow from what the table holds.
  ///
  /// They do not where only the run tells them or a tensor is left out of the table; optimizers of training are refused.
  var isDecidable = true

  /// The cases beside the repository, and how many there are that cannot be written down as one node: those with bodies
  /// or with sequences as inputs.
  static let shared: (cases: [NodeCase], unwritable: Int) = {
    guard let file = Shared.file("cases/onnx/node-shape-cases.jsonl"),
      let text = try? String(contentsOf: file, encoding: .utf8)
    else { return ([], 0) }
    let lines = text.split(separator: "\n")
    let cases = lines.compactMap { line in
      (try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]).flatMap(
        NodeCase.init(json:))
    }
    return (cases, lines.count - cases.count)
  }()

  init?(json: [String: Any]) {
    guard let name = json["test"] as? String, let op = json["op"] as? String,
      let attributes = json["attrs"] as? [String: Any],
      let inputs = json["inputs"] as? [[String: Any]],
      let outputs = json["outputs"] as? [[String: Any]],
      let nodeInputs = json["node_inputs"] as? [String],
      let nodeOutputs = json["node_outputs"] as? [String],
      let opsets = json["opset"] as? [String: Int]
    else { return nil }
    self.name = name
    `operator` = op
    self.outputs = []
    for output in outputs {
      guard let shape = output["shape"] as? [Int], let type = output["dtype"] as? String else {
        return nil
      }
      self.outputs.append((shape, type))
    }
    var given: [(String, ONNXBuilder.Attribute)] = []
    for (key, value) in attributes.sorted(by: { $0.key < $1.key }) {
      switch value {
      case let text as String where text == "<GRAPH>": return nil
      // The numbers of the tensor are not in the table.
      case let text as String where text == "<TENSOR>":
        given.append((key, .floatTensor([0], dims: [])))
      case let text as String: given.append((key, .string(text)))
      case let list as [Int]: given.append((key, .ints(list)))
      case let list as [String]: given.append((key, .strings(list)))
      case let list as [Double]: given.append((key, .floats(list.map(Float.init))))
      case let whole as Int: given.append((key, .int(whole)))
      case let real as Double: given.append((key, .float(Float(real))))
      default: return nil
      }
    }
    guard inputs.allSatisfy({ $0["shape"] is [Int] }) else { return nil }
    var bound: [InputBinding] = []
    bytes = ONNXBuilder.model(
      irVersion: 10, opset: opsets["ai.onnx"] ?? 20,
      opsets: opsets.filter { $0.key != "ai.onnx" }.sorted { $0.key < $1.key }.map {
        ($0.key, $0.value)
      }
    ) { graph in
      for input in inputs {
        let shape = input["shape"] as? [Int] ?? []
        let dtype = input["dtype"] as? String ?? ""
        let type = Self.types[dtype] ?? 1
        let name = input["name"] as? String ?? ""
        if let values = input["values"], let raw = Self.raw(values, dtype) {
          graph.initializer(name, shape, type: type, raw: raw)
        } else {
          graph.input(name, shape.map { .fixed($0) }, type: type)
          bound.append(.shape(name: name, shape))
        }
      }
      graph.node(
        op, nodeInputs, nodeOutputs, name: name, domain: json["domain"] as? String ?? "", given)
      for output in nodeOutputs where !output.isEmpty { graph.output(output) }
    }
    bindings = bound
    let isTensorLeftOut = attributes.values.contains { $0 as? String == "<TENSOR>" }
    isDecidable =
      switch op {
      case "NonMaxSuppression", "ImageDecoder", "StringSplit", "Momentum", "Adagrad", "Adam": false
      case "Constant", "LabelEncoder": !isTensorLeftOut
      case "StringNormalizer": (attributes["stopwords"] as? [String] ?? []).isEmpty
      case "Unique": inputs.allSatisfy { $0["values"] != nil }
      default: true
      }
  }

  /// What is wrong with what the importer makes of the node; nil if nothing is.
  var difference: String? {
    do throws(DiagnosticList) {
      // A side of 0 is a real 0 here, which the importer would take for an open one: shapes are bound.
      let graph = try ONNXImporter.resolve(
        bytes: FileBytes(bytes), source: name, bindings: bindings)
      let node = graph.nodes.last { $0.name == name }
      let made = (node?.outputs ?? []).compactMap { $0 }.map { graph.tensors[$0] }
      for (tensor, expected) in zip(made, outputs) {
        if tensor.shape != expected.shape {
          return "\(tensor.shape.map { "\($0)" } ?? "unknown") instead of \(expected.shape)"
        }
        let format = Self.types[expected.type].flatMap { NumberFormat(onnxDataType: $0) }
        if tensor.format != format, `operator` != "ConstantOfShape", `operator` != "Constant" {
          return "\(tensor.format?.rawValue ?? "unknown") instead of \(expected.type)"
        }
      }
      return made.count == outputs.count ? nil : "\(made.count) outputs instead of \(outputs.count)"
    } catch {
      return error.diagnostics.map(\.message).joined(separator: "; ")
    }
  }

  private static let types = [
    "float32": 1, "uint8": 2, "int8": 3, "uint16": 4, "int16": 5, "int32": 6, "int64": 7,
    "object": 8, "bool": 9, "float16": 10, "float64": 11, "uint32": 12, "uint64": 13,
    "bfloat16": 16, "float8_e4m3fn": 17, "float8_e4m3fnuz": 18, "float8_e5m2": 19,
    "float8_e5m2fnuz": 20, "uint4": 21, "int4": 22, "float4_e2m1fn": 23, "float8_e8m0fnu": 24,
    "uint2": 25, "int2": 26,
  ]

  /// The pattern of a number in half precision, cut; Float16 is not on every platform.
  private static func halfPattern(_ number: Float) -> UInt16 {
    let bits = number.bitPattern
    let sign = UInt16(bits >> 16) & 0x8000
    let exponent = Int(bits >> 23 & 0xff) - 127 + 15
    guard exponent > 0, exponent < 31 else { return sign }
    return sign | UInt16(exponent) << 10 | UInt16(bits >> 13 & 0x3ff)
  }

  /// The numbers of a table entry, little-endian.
  private static func raw(_ values: Any, _ type: String) -> [UInt8]? {
    let widths = [
      "uint8": 1, "int8": 1, "bool": 1, "uint16": 2, "int16": 2, "int32": 4, "uint32": 4,
      "int64": 8, "uint64": 8, "float32": 4, "float64": 8, "float16": 2, "bfloat16": 2,
    ]
    guard let width = widths[type] else { return nil }
    var out: [UInt8] = []
    func add(_ value: Any) {
      if let list = value as? [Any] {
        for one in list { add(one) }
        return
      }
      let number = (value as? Double) ?? Double(value as? Int ?? 0)
      var pattern: UInt64 =
        switch type {
        case "float32": UInt64(Float(number).bitPattern)
        case "float64": number.bitPattern
        case "bfloat16": UInt64(Float(number).bitPattern >> 16)
        case "float16": UInt64(halfPattern(Float(number)))
        default: UInt64(bitPattern: Int64(value as? Int ?? ((value as? Bool) == true ? 1 : 0)))
        }
      for _ in 0..<width {
        out.append(UInt8(truncatingIfNeeded: pattern))
        pattern >>= 8
      }
    }
    add(values)
    return out
  }
}
