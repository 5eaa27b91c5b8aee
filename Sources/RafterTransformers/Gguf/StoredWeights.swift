// SPDX-License-Identifier: Apache-2.0
public import RafterDiagnostics
public import RafterImporters
import RafterQuantities

/// How each kind of weight is stored, measured on the tensors of a file.
///
/// A kind whose tensors have unlike formats (Q4_K with some Q6_K) gets the mean of their bits: over all layers the bytes
/// are exact to the 8,192nd part of a bit an element.
public enum StoredWeights {
  /// The formats of a list of weights.
  public static func formats(of list: ParameterList) -> WeightFormats {
    var sums: [WeightRole: Sum] = [:]
    for tensor in list.tensors {
      guard let role = role(of: tensor), tensor.elements > 0 else { continue }
      sums[role, default: Sum()].add(tensor)
    }
    let main = sums.filter { $0.key != .small && $0.key != .embedding }
      .max { ($0.value.bytes, $1.key) < ($1.value.bytes, $0.key) }
    var formats = WeightFormats(
      base: main.map { $0.value.storage } ?? WeightStorage(.bf16))
    for role in sums.keys.sorted() { formats[role] = sums[role]?.storage ?? formats.base }
    // Norms in single precision are still added to a stream of 16 bits: their bytes are kept, not their width.
    if formats[.small].element == .fp32 {
      formats[.small] = WeightStorage(.fp16, name: "F32", sharing: .block(1), scaleBits: 16)
    }
    if sums[.small] == nil { formats[.small] = WeightStorage(.bf16) }
    return formats
  }

  /// What is to be said where a configuration makes another number of parameters than files beside it hold.
  ///
  /// Tensors of parts that see or hear are left out, as they are of the architecture. A difference of half a percent is
  /// let pass: buffers that some files keep, and biases that no configuration tells of.
  public static func check(_ model: TransformerArchitecture, against list: ParameterList)
    -> [Diagnostic]
  {
    let counted = ParameterCount.estimate(model)
    let stored = list.tensors.reduce(0.0) { sum, tensor in
      isOfAnotherSense(tensor.name) ? sum : sum + Double(tensor.elements)
    }
    guard stored > 0, abs(counted - stored) > 0.005 * stored else { return [] }
    return [.parametersOfWeights(list, counted: counted, stored: stored, family: model.family)]
  }

  private static func isOfAnotherSense(_ name: String) -> Bool {
    name.split(separator: ".").prefix(3).contains { word in
      ["vision", "visual", "audio", "multi_modal", "mm_"].contains { word.hasPrefix($0) }
    }
  }

  /// The kind of weight that a tensor is; nil for what no configuration counts.
  static func role(of tensor: StoredTensor) -> WeightRole? {
    let name = tensor.name
    if name.hasSuffix(".bias") || name.contains("sinks") { return .small }
    switch tensor.part {
    case .embedding: return .embedding
    case .normalization: return .small
    case .output: return .head
    case .router: return .router
    case .feedForward: return .feedForward
    case .experts:
      return name.contains("shexp") || name.contains("shared") ? .sharedExperts : .routedExperts
    case .attention:
      let ends = ["attn_output", "o_proj", "out_proj", "c_proj", "attention.dense", "attn.wo"]
      return ends.contains { name.contains($0) } ? .attentionOutput : .attentionInputs
    case .other: return name.contains("ssm") || name.contains("mamba") ? .recurrent : nil
    }
  }

  /// Tensors of one kind, added up.
  private struct Sum {
    var elements = 0
    var bytes = 0
    var formats: [StoredFormat] = []

    mutating func add(_ tensor: StoredTensor) {
      elements &+= tensor.elements
      bytes &+= tensor.bytes
      if !formats.contains(tensor.format) { formats.append(tensor.format) }
    }

    var storage: WeightStorage {
      let name = formats.map(\.name).sorted().joined(separator: "+")
      let bits = 8 * Double(bytes) / Double(elements)
      if formats.count == 1, let plain = StoredWeights.plain[formats[0].name],
        abs(bits - plain.bitsPerElement.value) < 1e-9
      {
        return WeightStorage(plain, name: name)
      }
      let element = StoredWeights.elements.last { $0.bitsPerElement.value <= bits + 1e-9 } ?? .int1
      let block =
        formats.count == 1 && formats[0].blockElements > 1 ? formats[0].blockElements : 4096
      let rest = ((bits - element.bitsPerElement.value) * Double(block)).rounded()
      return WeightStorage(
        element, name: name, sharing: rest > 0 ? .block(block) : .nothing,
        scaleBits: Int(max(0, rest)))
    }
  }

  /// Formats that elements are counted in, by their bits; what is above them counts as scales.
  private static let elements: [NumberFormat] = [
    .int1, .int2, .int3, .int4, .int5, .int6, .int8, .fp16, .fp32,
  ]

  private static let plain: [String: NumberFormat] = [
    "F16": .fp16, "BF16": .bf16, "F32": .fp32, "F64": .fp64, "I8": .int8, "U8": .uint8,
    "MXFP4": .mxfp4, "MXFP4 in U8": .mxfp4, "NVFP4": .nvfp4, "F8_E4M3": .fp8e4m3,
    "F8_E5M2": .fp8e5m2,
  ]
}
