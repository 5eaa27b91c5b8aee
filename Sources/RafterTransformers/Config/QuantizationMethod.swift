// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterDocuments
import RafterQuantities

/// Reads the method of a `quantization_config`: bits, groups and scales of the quantised weights [workloads 5.7].
enum QuantizationMethod {
  private static let known = [
    "fp8", "mxfp4", "awq", "gptq", "compressed-tensors", "modelopt", "bitsandbytes", "fbgemm_fp8",
  ]

  /// How the quantised weights are stored; nil where that cannot be told, which has been reported then.
  static func storage(_ keys: inout ConfigFields) -> WeightStorage? {
    let method = keys.wordEntry(["quant_method"])
    switch method?.text {
    case "fp8": return fp8(&keys) ?? WeightStorage(.fp8e4m3, name: "fp8")
    case "fbgemm_fp8": return fp8(&keys) ?? fp8PerChannel
    case "mxfp4": return WeightStorage(.mxfp4)
    case "awq", "gptq": return packed(&keys, name: method?.text ?? "")
    case "compressed-tensors": return compressed(&keys)
    case "modelopt": return modelOptimizer(&keys)
    case "bitsandbytes": return bitsAndBytes(&keys)
    case let other:
      // A misspelt key or a wrong type says more.
      if other == nil,
        keys.states("quant_method")
          || ConfigSpelling.nearMiss(
            of: "quant_method", in: keys.scopes, known: keys.known) != nil
      {
        return nil
      }
      keys.diagnostics.append(
        .unknownQuantization(other ?? "?", known: known, at: method?.place ?? keys.place))
      return nil
    }
  }

  private static let fp8PerChannel = WeightStorage(
    .fp8e4m3, name: "fp8 per channel", sharing: .channel, scaleBits: 32)

  /// FP8 with a scale for each block; nil where no block is stated.
  private static func fp8(_ keys: inout ConfigFields) -> WeightStorage? {
    guard let block = keys.counts("weight_block_size") else { return nil }
    guard block.count == 2, block.allSatisfy({ (1...4096).contains($0) }) else {
      keys.diagnostics.append(
        .configValue(
          "weight_block_size", "\(block)", expected: "a list of two numbers from 1 to 4096",
          at: keys.place(of: "weight_block_size")))
      return nil
    }
    return WeightStorage(
      .fp8e4m3, name: "fp8 \(block[0])x\(block[1])", sharing: .block(block[0] * block[1]),
      scaleBits: 32)
  }

  /// GPTQ and AWQ: a scale of 16 bits and a zero point as wide as a weight.
  private static func packed(_ keys: inout ConfigFields, name: String) -> WeightStorage? {
    let bits =
      keys.count("bits", "w_bit", in: Int.min...Int.max) ?? assumed("bits", 4, &keys)
    let group =
      keys.count("group_size", "q_group_size", in: -1...(1 << 20))
      ?? assumed("group_size", 128, &keys)
    return integer(
      bits, group: group, scaleBits: 16 + bits, name: name, at: keys.place(of: "bits", "w_bit"),
      &keys)
  }

  private static func compressed(_ keys: inout ConfigFields) -> WeightStorage? {
    guard let group = keys.object("config_groups")?.entries?.first,
      let node = group.value["weights"], node.entries != nil
    else { return integer(assumed("num_bits", 8, &keys), group: -1, &keys) }
    var weights = ConfigFields(quantization: node, of: keys)
    defer {
      ConfigSpelling.check(&weights)
      keys.diagnostics += weights.diagnostics
    }
    let bits = weights.count("num_bits", in: Int.min...Int.max) ?? assumed("num_bits", 8, &weights)
    let size = weights.count("group_size", in: -1...(1 << 20)) ?? -1
    if weights.word("type") == "float" {
      switch bits {
      case 4: return WeightStorage(size == 32 ? .mxfp4 : .nvfp4)
      case 8: return fp8PerChannel
      default:
        weights.diagnostics.append(.quantizationBits(bits, at: weights.place(of: "num_bits")))
        return nil
      }
    }
    let zero = weights.flag("symmetric", default: true) ? 0 : bits
    return integer(
      bits, group: size, scaleBits: 16 + zero, at: weights.place(of: "num_bits"), &weights)
  }

  private static func modelOptimizer(_ keys: inout ConfigFields) -> WeightStorage? {
    var algorithm = keys.wordEntry(["quant_algo"])
    if algorithm == nil, let within = keys.object("quantization") {
      var inner = ConfigFields(quantization: within, of: keys)
      algorithm = inner.wordEntry(["quant_algo"])
      keys.diagnostics += inner.diagnostics
    }
    guard let algorithm else {
      keys.missing(["quant_algo"], what: "how the weights are quantised")
      return nil
    }
    let word = algorithm.text.lowercased()
    if word.contains("mxfp4") { return WeightStorage(.mxfp4) }
    if word.contains("fp4") { return WeightStorage(.nvfp4) }
    if word.hasPrefix("fp8") { return WeightStorage(.fp8e4m3, name: "fp8") }
    if word.hasPrefix("w4a") { return integer(4, group: 128, &keys) }
    if word.hasPrefix("w8a") || word.hasPrefix("int8") { return integer(8, group: -1, &keys) }
    keys.diagnostics.append(
      .unknownQuantization(
        algorithm.text, known: ["NVFP4", "FP8", "W4A16_AWQ", "W8A8_SQ_PER_CHANNEL"],
        at: algorithm.place))
    return nil
  }

  /// NF4 has a scale of 32 bits for 64 weights, or one of 8 bits, whose own scale is left out.
  private static func bitsAndBytes(_ keys: inout ConfigFields) -> WeightStorage? {
    if keys.flag("load_in_4bit", default: false) {
      let isDouble = keys.flag("bnb_4bit_use_double_quant", default: false)
      return WeightStorage(
        .int4, name: "nf4 g64", sharing: .block(64), scaleBits: isDouble ? 8 : 32)
    }
    if keys.flag("load_in_8bit", default: false) {
      return WeightStorage(.int8, name: "int8 per channel", sharing: .channel, scaleBits: 32)
    }
    guard !keys.diagnostics.contains(where: { $0.severity == .error }) else { return nil }
    keys.missing(["load_in_4bit"], what: "true, or 'load_in_8bit': true")
    return nil
  }

  private static func assumed(_ key: String, _ value: Int, _ keys: inout ConfigFields) -> Int {
    // What was of a wrong type has been reported.
    if !keys.states(key) {
      keys.diagnostics.append(.assumedStorage(key, "\(value)", at: keys.place))
    }
    return value
  }

  /// Integers of their exact width; a scale for each group, or for each channel where there is none.
  private static func integer(
    _ bits: Int, group: Int, scaleBits: Int = 16, name: String = "compressed",
    at place: SourceLocation? = nil, _ keys: inout ConfigFields
  ) -> WeightStorage? {
    let widths: [Int: NumberFormat] = [
      2: .int2, 3: .int3, 4: .int4, 5: .int5, 6: .int6, 7: .int7, 8: .int8,
    ]
    guard let element = widths[bits] else {
      keys.diagnostics.append(.quantizationBits(bits, at: place ?? keys.place))
      return nil
    }
    return group > 0
      ? WeightStorage(
        element, name: "\(name) int\(bits) g\(group)", sharing: .block(group),
        scaleBits: scaleBits)
      : WeightStorage(
        element, name: "\(name) int\(bits)", sharing: .channel, scaleBits: scaleBits)
  }
}
