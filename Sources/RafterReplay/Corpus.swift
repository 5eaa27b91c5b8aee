// SPDX-License-Identifier: Apache-2.0
import Foundation
import Rafter

/// What is wrong with a corpus.
enum CorpusError: Error {
  /// A name in `built-in.txt` that no built-in machine has.
  case unknownMachine(String)
}

/// The stored layers and machines.
struct Corpus {
  var layers: [NestText]
  var machines: [Accelerator]

  static let head = "layer,dimensions,weights,inputs,outputs"

  /// Reads `layers.csv` and `machines/*.yaml` of a folder, and adds the built-in machines that its `built-in.txt` names.
  init(_ folder: String) throws {
    layers = try Self.layers(folder)
    machines = []
    let names = try String(contentsOfFile: "\(folder)/built-in.txt", encoding: .utf8)
    for name in names.split(separator: "\n").map(String.init) {
      guard let file = BuiltIn.file(name, kind: .accelerator) else {
        throw CorpusError.unknownMachine(name)
      }
      machines.append(
        try AcceleratorReader.read(text: String(decoding: file.bytes, as: UTF8.self), file: name).0)
    }
    let own = try FileManager.default.contentsOfDirectory(atPath: "\(folder)/machines")
    for file in own.filter({ $0.hasSuffix(".yaml") }).sorted() {
      let path = "\(folder)/machines/\(file)"
      let text = try String(contentsOfFile: path, encoding: .utf8)
      machines.append(try AcceleratorReader.read(text: text, file: path).0)
    }
  }

  /// The layers of a folder.
  static func layers(_ folder: String) throws -> [NestText] {
    let path = "\(folder)/layers.csv"
    guard FileManager.default.fileExists(atPath: path) else { return [] }
    let text = try String(contentsOfFile: path, encoding: .utf8)
    return text.split(separator: "\n").dropFirst().compactMap { NestText(line: $0) }
  }

  /// Writes `layers.csv` anew: those written by hand, then every different product of the built-in models.
  static func collect(_ folder: String) throws {
    var rows = try layers(folder).filter { $0.name.hasPrefix("hand-") }
    var known = Set(rows.map(\.fields))
    for model in BuiltIn.names(of: .model) {
      guard let file = BuiltIn.file(model, kind: .model) else { continue }
      let bindings = BuiltIn.defaultBindings(of: model).map {
        InputBinding.axis(name: $0.input, axis: $0.axis, size: $0.size)
      }
      let graph = try ONNXImporter.resolve(
        bytes: FileBytes(file.bytes), source: model, bindings: bindings)
      for layer in LayerGrouping.workload(from: graph).layers {
        for nest in layer.nests {
          let label = nest.label.isEmpty ? "" : "-\(nest.label)"
          let row = NestText(nest, name: "\(model)-\(layer.id)\(label)")
          if known.insert(row.fields).inserted { rows.append(row) }
        }
      }
    }
    let text = ([head] + rows.map(\.line)).joined(separator: "\n") + "\n"
    try text.write(toFile: "\(folder)/layers.csv", atomically: true, encoding: .utf8)
  }
}
