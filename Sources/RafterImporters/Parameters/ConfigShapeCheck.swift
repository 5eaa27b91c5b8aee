// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics

/// Holds heads, widths and experts that a config states against the shapes of the weights of its layers.
///
/// Weights that are packed into integers have other shapes and are passed over, as are layers whose attention has a gate
/// or sizes of its own: only what the config cannot mean in another way is compared. Each key is reported once.
struct ConfigShapeCheck {
  private let config: ConfigFile
  private(set) var diagnostics: [Diagnostic] = []

  init(_ config: ConfigFile) {
    // Numbers that are no size of any layer are for the reader of configurations to refuse.
    func sound(_ value: ConfigFile.Value<Int>?) -> ConfigFile.Value<Int>? {
      value.flatMap { (1...(1 << 24)).contains($0.content) ? $0 : nil }
    }
    var config = config
    for key in [
      \ConfigFile.heads, \.keyValueHeads, \.headSize, \.hiddenSize, \.feedForwardSize, \.experts,
      \.expertSize, \.denseSize, \.queryRank, \.keyValueRank, \.rotatedSize,
    ] {
      config[keyPath: key] = sound(config[keyPath: key])
    }
    self.config = config
  }

  /// Checks one weight of a layer.
  mutating func check(_ tensor: StoredTensor) {
    guard tensor.name.hasSuffix(".weight") || tensor.name.hasSuffix("_proj"),
      TensorPart.layer(of: tensor.name) != nil, !Self.packed.contains(tensor.format.name)
    else { return }
    var words = tensor.name.split(separator: ".").map(String.init)
    if words.last == "weight" { words.removeLast() }
    guard let last = words.last else { return }
    if let place = words.lastIndex(of: "experts") {
      expert(tensor, last, index: place + 1 < words.count ? Int(words[place + 1]) : nil)
    } else if tensor.part == .router, !tensor.name.contains("shared") {
      expect(config.experts, tensor.shape.first, tensor, "rows")
    } else if tensor.shape.count == 2, tensor.part == .attention {
      attention(tensor, last)
    } else if tensor.shape.count == 2, tensor.part == .feedForward {
      feedForward(tensor, last)
    }
  }

  private static let packed: Set<String> = ["I32", "U8", "I8"]

  private mutating func expert(_ tensor: StoredTensor, _ last: String, index: Int?) {
    let width = config.expertSize ?? config.feedForwardSize
    if let index {
      if let stated = config.experts, index >= stated.content {
        add(stated, tensor, "is of expert \(index)")
      }
      guard tensor.shape.count == 2 else { return }
      switch last {
      case "gate_proj", "up_proj", "w1", "w3": expect(width, tensor.shape[0], tensor, "rows")
      case "down_proj", "w2": expect(width, tensor.shape[1], tensor, "columns")
      default: break
      }
    } else if tensor.shape.count == 3 {
      expect(config.experts, tensor.shape[0], tensor, "experts")
    }
  }

  private mutating func feedForward(_ tensor: StoredTensor, _ last: String) {
    let width = config.denseSize ?? config.feedForwardSize
    switch last {
    case "gate_proj", "up_proj", "fc1", "dense_h_to_4h":
      expect(width, tensor.shape[0], tensor, "rows")
    case "down_proj", "fc2", "dense_4h_to_h": expect(width, tensor.shape[1], tensor, "columns")
    case "gate_up_proj":
      guard let width, tensor.shape[0] != 2 * width.content else { return }
      add(width, tensor, "has \(tensor.shape[0]) rows for gate and up")
    default: break
    }
  }

  private mutating func attention(_ tensor: StoredTensor, _ last: String) {
    guard !tensor.name.contains("linear_attn") else { return }
    let rows = tensor.shape[0]
    switch last {
    case "q_a_proj": expect(config.queryRank, rows, tensor, "rows")
    case "kv_a_proj_with_mqa":
      guard let rank = config.keyValueRank, let rotated = config.rotatedSize,
        rank.content + rotated.content != rows
      else { return }
      add(rank, tensor, "has \(rows) rows, of which \(rotated.content) are rotated")
    case "k_proj", "v_proj": heads(tensor, rows, config.keyValueHeads, isGated: false)
    // Some have a gate as wide as the queries behind them.
    case "q_proj": heads(tensor, rows, config.heads, isGated: true)
    case "qkv_proj":
      guard let heads = config.heads, let size = size else { return }
      let all = (heads.content + 2 * (config.keyValueHeads ?? heads).content) * size
      guard all != rows else { return }
      add(config.keyValueHeads ?? heads, tensor, "has \(rows) rows, not \(all)")
    default: break
    }
  }

  /// The elements of a head; nil where the class decides, or layers differ.
  private var size: Int? {
    guard !Self.mixed.contains(config.modelType ?? "") else { return nil }
    if let stated = config.headSize?.content { return stated }
    guard let hidden = config.hiddenSize?.content, let heads = config.heads?.content, heads > 0,
      hidden % heads == 0, !Self.sized.contains(config.modelType ?? "")
    else { return nil }
    return hidden / heads
  }

  /// Families whose layers have heads of several sizes.
  private static let mixed: Set<String> = ["gemma4", "gemma4_text", "gemma3n", "gemma3n_text"]
  /// Families whose class has a size of its own for heads.
  private static let sized: Set<String> = [
    "qwen3", "gemma", "gemma2", "gemma3", "gemma3_text", "gpt_oss", "glm4", "minimax_m2",
    "internlm3", "seed_oss", "ernie4_5", "llama4_text", "qwen3_next", "qwen3_5_moe_text",
    "nemotron_h", "deepseek_v4",
  ]

  private mutating func heads(
    _ tensor: StoredTensor, _ rows: Int, _ stated: ConfigFile.Value<Int>?, isGated: Bool
  ) {
    guard config.keyValueRank == nil, let stated, let size else { return }
    let all = stated.content * size
    guard rows != all, !isGated || rows != 2 * all else { return }
    add(stated, tensor, "has \(rows) rows, not \(stated.content) heads of \(size)")
  }

  private mutating func expect(
    _ stated: ConfigFile.Value<Int>?, _ found: Int?, _ tensor: StoredTensor, _ unit: String
  ) {
    guard let stated, let found, stated.content != found else { return }
    add(stated, tensor, "has \(found) \(unit)")
  }

  private mutating func add(
    _ stated: ConfigFile.Value<Int>, _ tensor: StoredTensor, _ what: String
  ) {
    guard !diagnostics.contains(where: { $0.location == stated.place }) else { return }
    diagnostics.append(
      .configMismatch(
        at: stated.place, key: stated.key, stated: "\(stated.content)",
        what: "tensor '\(tensor.name)'", found: what))
  }
}
