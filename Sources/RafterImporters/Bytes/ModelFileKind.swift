// SPDX-License-Identifier: Apache-2.0

/// Which reader a file that names a workload is for, told by its bytes, and by its ending where they do not say.
public enum ModelFileKind: Sendable, Hashable {
  case onnx, gguf, safetensors
  /// Which file holds which tensor of a safetensors model.
  case safetensorsIndex
  /// A program dumped by `Scripts/torch-export`.
  case torchExport
  /// The `config.json` of a transformer.
  case config
  /// A list of layers: YAML or CSV.
  case layers

  /// The kind of a file.
  public static func detect(_ bytes: FileBytes, path: String) -> ModelFileKind {
    bytes.withUnsafeBytes { pointer in
      switch FileKind.detect(pointer) {
      case .gguf: return .gguf
      case .safetensors: return .safetensors
      case .json: return json(pointer, path)
      case .text where isLayerList(path): return .layers
      case nil: return byEnding(path) ?? .onnx
      default: return byEnding(path) ?? .onnx
      }
    }
  }

  /// What a file is by its name, where its bytes are cut or damaged: its own reader says what is wrong.
  private static func byEnding(_ path: String) -> ModelFileKind? {
    if path.hasSuffix(".gguf") { return .gguf }
    if path.hasSuffix(".safetensors") { return .safetensors }
    if path.hasSuffix(".safetensors.index.json") { return .safetensorsIndex }
    if path.hasSuffix(".json") { return .config }
    if isLayerList(path), path != "-" { return .layers }
    return nil
  }

  private static func isLayerList(_ path: String) -> Bool {
    path == "-" || [".yaml", ".yml", ".csv"].contains { path.hasSuffix($0) }
  }

  /// A JSON text, told by its keys; an ONNX model written as JSON goes to the reader that knows it.
  private static func json(_ bytes: UnsafeRawBufferPointer, _ path: String) -> ModelFileKind {
    if path.hasSuffix(".safetensors.index.json") { return .safetensorsIndex }
    if path.hasSuffix(".yaml") || path.hasSuffix(".yml") { return .layers }
    var found: ModelFileKind = path.hasSuffix(".onnx") ? .onnx : .config
    var scanner = JSONScanner(bytes, 0..<bytes.count)
    // A text that is cut or wrong further on is told by the keys before that.
    try? scanner.object { key, _, scanner throws(JSONFault) in
      switch key {
      case "weight_map": found = .safetensorsIndex
      case "schema":
        if try scanner.kind() == .string, try scanner.string() == TorchExportReader.schema {
          found = .torchExport
        }
        return
      case "rafter": found = .layers
      default: break
      }
      try scanner.skip()
    }
    return found
  }
}
