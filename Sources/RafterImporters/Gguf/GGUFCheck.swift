// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics

/// Holds the sizes that the keys of a GGUF file state against the shapes of its tensors; each difference is a warning.
///
/// Only what a family cannot mean in another way is compared: heads are left alone where attention is latent, has sizes
/// of its own in some layers, or shares its layers with a recurrence.
struct GGUFCheck {
  private let header: GGUFHeader
  private let source: String
  private let prefix: String
  private let tensors: [StoredTensor]
  private var found: [(key: String, stated: String, tensor: String, what: String, count: Int)] = []

  init(_ header: GGUFHeader, _ tensors: [StoredTensor], source: String) {
    self.header = header
    self.source = source
    self.tensors = tensors
    prefix = (header["general.architecture"]?.text ?? "") + "."
  }

  /// The differences, one for each key, in the order in which they are met.
  static func check(_ header: GGUFHeader, _ tensors: [StoredTensor], source: String)
    -> [Diagnostic]
  {
    var check = GGUFCheck(header, tensors, source: source)
    check.layers()
    check.table()
    for tensor in tensors { check.block(tensor) }
    return check.found.map {
      .ggufMismatch(
        source, at: header.place(of: $0.key), key: $0.key, stated: $0.stated, tensor: $0.tensor,
        what: $0.what, count: $0.count)
    }
  }

  private func numbers(_ key: String) -> [Int] { header[prefix + key]?.wholeNumbers ?? [] }

  /// A number that is stated for all layers, or for this one; nil where it is no size of any layer.
  private func number(_ key: String, _ layer: Int) -> Int? {
    let all = numbers(key)
    let number = all.count == 1 ? all.first : layer < all.count ? all[layer] : nil
    return number.flatMap { (0...(1 << 30)).contains($0) ? $0 : nil }
  }

  private mutating func layers() {
    guard let stated = numbers("block_count").first else { return }
    let names = tensors.compactMap { tensor in
      tensor.name.hasPrefix("blk.") ? TensorPart.layer(of: tensor.name) : nil
    }
    guard let last = names.max(), last + 1 != stated else { return }
    let example = tensors.last { TensorPart.layer(of: $0.name) == last }?.name ?? ""
    add("block_count", "\(stated)", example, "is of layer \(last), the last of \(last + 1)")
  }

  private mutating func table() {
    guard let table = tensors.first(where: { $0.name == "token_embd.weight" }),
      table.shape.count == 2
    else { return }
    expect("vocab_size", numbers("vocab_size").first, table, rows: true)
    expect("embedding_length", numbers("embedding_length").first, table, rows: false)
  }

  private mutating func block(_ tensor: StoredTensor) {
    let words = tensor.name.split(separator: ".")
    guard words.count == 4, words[0] == "blk", words[3] == "weight", let layer = Int(words[1]),
      layer >= 0
    else { return }
    let kind = String(words[2])
    if tensor.shape.count == 2 {
      switch kind {
      case "attn_q", "attn_k", "attn_v", "attn_output": attention(tensor, kind, layer)
      case "ffn_up", "ffn_down": feedForward(tensor, kind, layer)
      default: break
      }
    } else if tensor.shape.count == 3, kind.hasSuffix("_exps") {
      experts(tensor, kind, layer)
    }
  }

  private var hasPlainHeads: Bool {
    !header.entries.contains { entry in
      guard entry.key.hasPrefix(prefix) else { return false }
      let key = entry.key.dropFirst(prefix.count)
      return key.hasPrefix("ssm.") || key.hasSuffix("_swa") || key.hasSuffix("lora_rank")
        || key.hasSuffix("_mla") || key.hasPrefix("wkv") || key.hasPrefix("shortconv")
    }
  }

  private mutating func attention(_ tensor: StoredTensor, _ kind: String, _ layer: Int) {
    guard let hidden = number("embedding_length", layer) else { return }
    if kind != "attn_output" { expect("embedding_length", hidden, tensor, rows: false) }
    guard hasPlainHeads, let heads = number("attention.head_count", layer), heads > 0 else {
      return
    }
    let keyValueHeads = number("attention.head_count_kv", layer) ?? heads
    guard let size = number("attention.key_length", layer) ?? divided(hidden, heads) else { return }
    let valueSize = number("attention.value_length", layer) ?? size
    func expectHeads(_ key: String, _ count: Int, _ size: Int, rows: Bool) {
      guard count > 0 else { return }
      let all = count * size
      let side = rows ? tensor.shape[0] : tensor.shape[1]
      guard side != all else { return }
      add(
        key, "\(count)", tensor.name,
        "has \(side) \(rows ? "rows" : "columns"), not \(count) heads of \(size)")
    }
    switch kind {
    case "attn_q": expectHeads("attention.head_count", heads, size, rows: true)
    case "attn_k": expectHeads("attention.head_count_kv", keyValueHeads, size, rows: true)
    case "attn_v": expectHeads("attention.head_count_kv", keyValueHeads, valueSize, rows: true)
    default: expectHeads("attention.head_count", heads, valueSize, rows: false)
    }
  }

  private func divided(_ hidden: Int, _ heads: Int) -> Int? {
    hidden % heads == 0 ? hidden / heads : nil
  }

  private mutating func feedForward(_ tensor: StoredTensor, _ kind: String, _ layer: Int) {
    guard let width = number("feed_forward_length", layer), width > 0 else { return }
    if kind == "ffn_down" {
      expect("feed_forward_length", width, tensor, rows: false)
    } else if tensor.shape[0] != 2 * width {
      // Twice as many rows hold the gate too.
      expect("feed_forward_length", width, tensor, rows: true)
    }
  }

  private mutating func experts(_ tensor: StoredTensor, _ kind: String, _ layer: Int) {
    if let stated = number("expert_count", layer), stated != tensor.shape[0] {
      add("expert_count", "\(stated)", tensor.name, "has \(tensor.shape[0]) experts")
    }
    let key =
      numbers("expert_feed_forward_length").isEmpty
      ? "feed_forward_length" : "expert_feed_forward_length"
    guard let width = number(key, layer) else { return }
    let side = kind == "ffn_down_exps" ? tensor.shape[2] : tensor.shape[1]
    guard side != width, side != 2 * width else { return }
    add(key, "\(width)", tensor.name, "has experts of \(side)")
  }

  private mutating func expect(_ key: String, _ stated: Int?, _ tensor: StoredTensor, rows: Bool) {
    let side = rows ? tensor.shape[0] : tensor.shape[1]
    guard let stated, stated != side else { return }
    add(key, "\(stated)", tensor.name, "has \(side) \(rows ? "rows" : "columns")")
  }

  private mutating func add(_ key: String, _ stated: String, _ tensor: String, _ what: String) {
    let key = prefix + key
    if let place = found.firstIndex(where: { $0.key == key }) {
      found[place].count += 1
    } else {
      found.append((key, stated, tensor, what, 1))
    }
  }
}
