// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics

/// Holds what a config states against what the weights show; every difference is a warning.
struct ConfigCheck {
  var config: ConfigFile
  private(set) var diagnostics: [Diagnostic] = []

  init(_ config: ConfigFile) { self.config = config }

  /// Checks the names, shapes and formats of tensors of a safetensors model.
  mutating func check(_ list: ParameterList) {
    let own = list.tensors.filter { !Self.isOfAnotherSense($0.name) }
    let counted = (own.compactMap { TensorPart.layer(of: $0.name) }.max() ?? -1) + 1
    if let stated = config.layers, counted > 0,
      counted != stated.content, counted != stated.content + config.extraLayers
    {
      add(stated, "the names of the tensors count", "\(counted) layers")
    }
    let embedding = own.first {
      $0.part == .embedding && $0.shape.count == 2 && !$0.name.contains("position")
        && !$0.name.contains("wpe") && !$0.name.contains("token_type")
    }
    if let embedding {
      expect(config.vocabulary, embedding.shape[0], "tensor '\(embedding.name)' has", "rows")
      expect(config.hiddenSize, embedding.shape[1], "tensor '\(embedding.name)' has", "columns")
    }
    let head = own.first { $0.part == .output && $0.name.hasSuffix(".weight") }
    if let head, head.shape.count == 2, head.shape[0] != embedding?.shape[0] {
      expect(config.vocabulary, head.shape[0], "tensor '\(head.name)' has", "rows")
    }
    var shapes = ConfigShapeCheck(config)
    for tensor in own { shapes.check(tensor) }
    diagnostics += shapes.diagnostics
    if let stated = config.type, config.quantization == nil, let most = list.byFormat.first,
      let name = Self.types[stated.content], name != most.name
    {
      add(stated, "most weights are", most.name)
    }
  }

  /// Checks the keys of a GGUF model.
  mutating func check(_ header: GGUFHeader, _ list: ParameterList) {
    let name = list.architecture ?? ""
    func size(_ key: String) -> Int? { header["\(name).\(key)"]?.integer }
    let pairs: [(ConfigFile.Value<Int>?, String)] = [
      (config.layers, "block_count"), (config.hiddenSize, "embedding_length"),
      (config.feedForwardSize, "feed_forward_length"), (config.heads, "attention.head_count"),
      (config.keyValueHeads, "attention.head_count_kv"), (config.experts, "expert_count"),
    ]
    for (stated, key) in pairs {
      expect(stated, size(key), "'\(name).\(key)' of the weights is", "")
    }
    let table = list.tensors.first { $0.name == "token_embd.weight" }
    expect(config.vocabulary, table?.shape.first, "tensor 'token_embd.weight' has", "rows")
  }

  private mutating func expect(
    _ stated: ConfigFile.Value<Int>?, _ found: Int?, _ what: String, _ unit: String
  ) {
    guard let stated, let found, stated.content != found else { return }
    add(stated, what, unit.isEmpty ? "\(found)" : "\(found) \(unit)")
  }

  private mutating func add<T>(_ stated: ConfigFile.Value<T>, _ what: String, _ found: String) {
    diagnostics.append(
      .configMismatch(
        at: stated.place, key: stated.key, stated: "\(stated.content)", what: what, found: found))
  }

  /// Whether a tensor is of a part that sees or hears, which has layers and sizes of its own.
  private static func isOfAnotherSense(_ name: String) -> Bool {
    name.split(separator: ".").prefix(3).contains {
      $0.hasPrefix("vision") || $0.hasPrefix("visual") || $0.hasPrefix("audio")
    }
  }

  private static let types = [
    "bfloat16": "BF16", "float16": "F16", "float32": "F32", "float64": "F64",
  ]
}
