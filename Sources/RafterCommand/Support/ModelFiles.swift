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
  case configuration(ConfigurationText)

  /// A configuration's text, and what to call it.
  struct ConfigurationText {
    var text: String
    var file: String
    var name: String
  }

  /// Whether it is a language model, so that phases and `--precision` are part of what is run.
  var isTransformer: Bool {
    switch self {
    case .configuration, .parameters: true
    case .graph, .resolved, .layers: false
    }
  }

  /// Opens what the command line names.
  static func open(_ name: String) throws(DiagnosticList) -> ModelFile {
    if !Loading.isFile(name), let file = BuiltIn.file(name, kind: .transformer) {
      return .configuration(
        ConfigurationText(
          text: String(decoding: file.bytes, as: UTF8.self), file: "\(name).json (built in)",
          name: name))
    }
    let path =
      try folder(name).map { folder throws(DiagnosticList) in try modelFile(in: folder) } ?? name
    let file = try Loading.model(path)
    guard !file.isBuiltIn else { return .graph(file) }
    let isStream = path == "-"
    switch ModelFileKind.detect(file.bytes, path: path) {
    case .onnx: return .graph(file)
    case .config:
      return .configuration(
        ConfigurationText(
          text: try TextFile.text(of: file.bytes, file: file.source), file: file.source,
          name: title(path)))
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
      return .layers(
        try LayerListReader.read(
          text: try TextFile.text(of: file.bytes, file: file.source), file: file.source,
          name: title(path)))
    }
  }

  /// The name of a file without folder and ending, since exporters call every graph alike; the folder's where the file is
  /// called `config.json`.
  static func title(_ path: String) -> String {
    guard path != "-" else { return "stdin" }
    let parts = path.split(separator: "/").map(String.init)
    guard let file = parts.last else { return path }
    if file == "config.json", parts.count > 1, ![".", ".."].contains(parts[parts.count - 2]) {
      return parts[parts.count - 2]
    }
    for ending in [".onnx", ".yaml", ".yml", ".csv", ".json"]
    where file.hasSuffix(ending) && file.count > ending.count {
      return String(file.dropLast(ending.count))
    }
    return file
  }

  private static func folder(_ name: String) -> String? {
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: name, isDirectory: &isDirectory),
      isDirectory.boolValue
    else { return nil }
    return name.hasSuffix("/") ? name : name + "/"
  }

  /// The files of a folder that stand for the model in it, the most telling first.
  private static let known = [
    "model.safetensors.index.json", "model.safetensors", "model.onnx", "config.json",
  ]

  private static func modelFile(in folder: String) throws(DiagnosticList) -> String {
    guard
      let file = known.first(where: { FileManager.default.fileExists(atPath: folder + $0) })
    else { throw DiagnosticList(.folderWithoutModel(folder, known: known)) }
    return folder + file
  }
}
