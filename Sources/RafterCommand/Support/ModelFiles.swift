// SPDX-License-Identifier: Apache-2.0
import Foundation
import Rafter

/// What a path or name of a workload leads to.
enum ModelFile {
  /// A graph, whose shapes are still to be found.
  case graph(Loading.Model)
  /// A graph whose shapes its file states.
  case resolved(ResolvedGraph)
  /// Weights without a graph.
  case parameters(ParameterList)
  /// Layers, ready to run.
  case layers(Workload)
  /// The configuration of a transformer; which pass of it is run stands in the options.
  case configuration

  /// Opens what the command line names.
  static func open(_ name: String) throws(DiagnosticList) -> ModelFile {
    if !Loading.isFile(name), BuiltIn.file(name, kind: .transformer) != nil {
      return .configuration
    }
    let path = folder(name).flatMap { modelFile(in: $0) } ?? name
    let file = try Loading.model(path)
    guard !file.isBuiltIn else { return .graph(file) }
    let isStream = path == "-"
    switch ModelFileKind.detect(file.bytes, path: path) {
    case .onnx: return .graph(file)
    case .config: return isStream ? .graph(file) : .configuration
    case .gguf:
      return .parameters(
        isStream
          ? try GGUFImporter.read(bytes: file.bytes, source: file.source)
          : try GGUFImporter.read(path: path))
    case .safetensors:
      return .parameters(
        isStream
          ? try SafetensorsImporter.read(bytes: file.bytes, source: file.source)
          : try SafetensorsImporter.read(path: path))
    case .safetensorsIndex: return .parameters(try SafetensorsImporter.read(path: path))
    case .torchExport:
      return .resolved(
        try TorchExportReader.resolve(bytes: file.bytes, source: file.source, name: title(path)))
    case .layers:
      let text = String(decoding: file.bytes.copy(0..<file.bytes.count), as: UTF8.self)
      return .layers(try LayerListReader.read(text: text, file: file.source, name: title(path)))
    }
  }

  /// The name of a file without folder and ending: exporters call every graph alike.
  static func title(_ path: String) -> String {
    let file = path.split(separator: "/").last.map(String.init) ?? path
    for ending in [".onnx", ".yaml", ".yml", ".csv", ".json"] where file.hasSuffix(ending) {
      return String(file.dropLast(ending.count))
    }
    return file == "-" ? "stdin" : file
  }

  private static func folder(_ name: String) -> String? {
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: name, isDirectory: &isDirectory),
      isDirectory.boolValue
    else { return nil }
    return name.hasSuffix("/") ? name : name + "/"
  }

  /// The file of a folder that stands for the model in it.
  private static func modelFile(in folder: String) -> String? {
    ["model.safetensors.index.json", "model.safetensors", "model.onnx"].map { folder + $0 }
      .first { FileManager.default.fileExists(atPath: $0) }
  }
}
