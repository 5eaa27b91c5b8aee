// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterDocuments
import RafterQuantities

/// Reads how weights are stored: `torch_dtype`, `quantization_config` and its exclusions [workloads 5.7].
enum Quantization {
  /// What is stored as it was trained, whatever the method.
  private static let usuallyPlain: [WeightRole] = [.embedding, .router, .small, .head]

  static func read(_ fields: inout ConfigFields) -> WeightFormats {
    let plain = WeightStorage(dtype(&fields))
    guard let config = fields.entry(["quantization_config"]), config.value.entries != nil else {
      return WeightFormats(base: plain)
    }
    guard let storage = storage(config.value, &fields) else { return WeightFormats(base: plain) }
    var formats = WeightFormats(base: storage)
    for role in usuallyPlain { formats[role] = plain }
    if fields.word("expert_dtype") == "fp4" { formats[.routedExperts] = WeightStorage(.mxfp4) }
    for pattern in exclusions(config.value) {
      for role in roles(of: pattern) { formats[role] = plain }
    }
    return formats
  }

  private static let types: [(word: String, format: NumberFormat)] = [
    ("bfloat16", .bf16), ("float16", .fp16), ("float32", .fp32), ("float8_e4m3fn", .fp8e4m3),
  ]

  private static func dtype(_ fields: inout ConfigFields) -> NumberFormat {
    // Many files leave it open; every report says which format is run.
    guard let word = fields.word("torch_dtype", "dtype"), word != "auto" else { return .bf16 }
    if let known = types.first(where: { $0.word == word }) { return known.format }
    fields.diagnostics.append(
      .unknownStorage(
        word, known: types.map(\.word), at: fields.place(of: "torch_dtype", "dtype")))
    return .bf16
  }

  private static let methods = [
    "fp8", "mxfp4", "awq", "gptq", "compressed-tensors", "modelopt", "bitsandbytes", "fbgemm_fp8",
  ]

  private static func storage(_ config: DocumentNode, _ fields: inout ConfigFields)
    -> WeightStorage?
  {
    func number(_ key: String, in node: DocumentNode? = nil) -> Int? {
      (node ?? config)[key]?.scalar.flatMap { Int($0) }
    }
    func assumed(_ key: String, _ value: Int) -> Int {
      fields.diagnostics.append(.assumedStorage(key, "\(value)", at: config.location))
      return value
    }
    let method = config["quant_method"]?.scalar ?? ""
    switch method {
    case "fp8", "fbgemm_fp8":
      let block = config["weight_block_size"]?.elements?.compactMap { Int($0.scalar ?? "") } ?? []
      guard block.count == 2, let rows = block.first, let columns = block.last,
        (1...4096).contains(rows), (1...4096).contains(columns)
      else {
        return method == "fp8"
          ? WeightStorage(.fp8e4m3, name: "fp8")
          : WeightStorage(.fp8e4m3, name: "fp8 per channel", sharing: .channel, scaleBits: 32)
      }
      return WeightStorage(
        .fp8e4m3, name: "fp8 \(rows)x\(columns)", sharing: .block(rows * columns), scaleBits: 32)
    case "mxfp4": return WeightStorage(.mxfp4)
    case "awq", "gptq":
      let bits = number("bits") ?? number("w_bit") ?? assumed("bits", 4)
      let group = number("group_size") ?? number("q_group_size") ?? assumed("group_size", 128)
      // A scale of 16 bits and a zero point as wide as a weight.
      return integer(bits, group: group, scaleBits: 16 + bits, name: method)
    case "compressed-tensors":
      let weights = config["config_groups"]?.entries?.first?.value["weights"]
      let bits = number("num_bits", in: weights) ?? assumed("num_bits", 8)
      let isFloat = weights?["type"]?.scalar == "float"
      if isFloat, bits == 4 { return WeightStorage(.nvfp4) }
      if isFloat {
        return WeightStorage(.fp8e4m3, name: "fp8 per channel", sharing: .channel, scaleBits: 32)
      }
      let zero = weights?["symmetric"]?.scalar == "false" ? bits : 0
      return integer(
        bits, group: number("group_size", in: weights) ?? -1, scaleBits: 16 + zero,
        name: "compressed")
    case "modelopt":
      let algorithm =
        config["quant_algo"]?.scalar ?? config["quantization"]?["quant_algo"]?.scalar ?? ""
      return algorithm.lowercased().contains("fp4")
        ? WeightStorage(.nvfp4) : WeightStorage(.fp8e4m3, name: "fp8")
    case "bitsandbytes":
      return config["load_in_4bit"]?.scalar == "true"
        ? WeightStorage(.int4, name: "nf4 g64", sharing: .block(64), scaleBits: 32)
        : WeightStorage(.int8, name: "int8 per channel", sharing: .channel, scaleBits: 32)
    default:
      fields.diagnostics.append(
        .unknownQuantization(
          method.isEmpty ? "?" : method, known: methods,
          at: config["quant_method"]?.location ?? config.location))
      return nil
    }
  }

  private static func integer(_ bits: Int, group: Int, scaleBits: Int, name: String)
    -> WeightStorage
  {
    let element: NumberFormat = bits <= 2 ? .int2 : bits <= 4 ? .int4 : .int8
    return group > 0
      ? WeightStorage(
        element, name: "\(name) int\(bits) g\(group)", sharing: .block(min(group, 1 << 20)),
        scaleBits: scaleBits)
      : WeightStorage(
        element, name: "\(name) int\(bits)", sharing: .channel, scaleBits: scaleBits)
  }

  private static func exclusions(_ config: DocumentNode) -> [String] {
    ["modules_to_not_convert", "ignored_layers", "ignore", "exclude_modules"].flatMap { key in
      config[key]?.elements?.compactMap(\.scalar) ?? []
    }
  }

  /// The kinds of weights that a module pattern means; none where it means single layers.
  private static func roles(of pattern: String) -> [WeightRole] {
    let text = pattern.lowercased()
    let afterLayers = text.split(separator: "layers.", maxSplits: 1).dropFirst().first
    if let first = afterLayers?.first, first.isNumber { return [] }
    if text.contains("lm_head") { return [.head] }
    if text.contains("embed") { return [.embedding] }
    if text.contains("attn") { return [.attentionInputs, .attentionOutput] }
    if text.contains("router") || text == "gate" || text.hasSuffix(".gate") { return [.router] }
    if text.contains("shared_expert") { return [.sharedExperts] }
    if text.contains("expert") { return [.routedExperts] }
    if text.contains("mlp") { return [.feedForward] }
    return []
  }
}
