// SPDX-License-Identifier: Apache-2.0

/// Joins quantised weights with the tensors that hold their scales and zero points.
///
/// GPTQ and AWQ pack weights of a few bits into 32-bit integers, `X.qweight`, with `X.scales`, `X.qzeros` and `X.g_idx`
/// beside them [workloads 5.2]; compressed-tensors has `X.weight_packed`, gpt-oss `X_blocks` and `X_scales`, FP8
/// checkpoints `X.weight` and `X.weight_scale_inv`. What belongs together becomes one tensor that has the elements of
/// the weight and the bytes of all of them, so that its bits are the true ones.
struct PackedWeights {
  /// The bits that the config beside the file states.
  var bits: Int?
  /// Whether a weight of packed integers was met without any statement of its bits.
  private(set) var bitsAreAssumed = false

  init(bits: Int?) { self.bits = bits }

  /// The tensors, joined; order and the names of the weights stay.
  mutating func join(_ tensors: [StoredTensor]) -> [StoredTensor] {
    var place: [String: Int] = [:]
    for (index, tensor) in tensors.enumerated() { place[tensor.name] = index }
    var owner = [Int?](repeating: nil, count: tensors.count)
    for (index, tensor) in tensors.enumerated() {
      // Most tensors of a large model are weights and biases, which belong to no other.
      if tensor.name.utf8.hasSuffix(".weight") || tensor.name.utf8.hasSuffix(".bias") { continue }
      for (companion, weights) in Self.companions where tensor.name.hasSuffix(companion) {
        let stem = tensor.name.dropLast(companion.count)
        let found = weights.lazy.compactMap { place[stem + $0] }.first { $0 != index }
        if let found {
          owner[index] = found
          break
        }
      }
      if owner[index] == nil, let weight = Self.bitsAndBytesOwner(of: tensor.name) {
        owner[index] = place[weight]
      }
    }
    // One that belongs to a companion would be lost with it.
    for index in owner.indices { if let to = owner[index], owner[to] != nil { owner[index] = nil } }
    var joined = tensors
    var companions = [[Int]](repeating: [], count: tensors.count)
    for (index, to) in owner.enumerated() {
      guard let to else { continue }
      companions[to].append(index)
      joined[to].bytes &+= tensors[index].bytes
    }
    for index in joined.indices where owner[index] == nil {
      let names = companions[index].map { tensors[$0] }
      guard let packing = packing(of: tensors[index], companions: names) else { continue }
      let (elements, overflow) = tensors[index].elements.multipliedReportingOverflow(
        by: packing.elements)
      guard !overflow, elements / packing.divisor < Count.limit else { continue }
      joined[index].elements = elements / packing.divisor
      joined[index].format = StoredFormat(
        packing.name, blockElements: packing.elements,
        blockBytes: max(1, tensors[index].format.blockBytes * packing.divisor))
    }
    return joined.indices.filter { owner[$0] == nil }.map { joined[$0] }
  }

  /// How many weights `divisor` stored elements hold.
  private struct Packing {
    var name: String
    var elements: Int
    var divisor = 1
  }

  private mutating func packing(of tensor: StoredTensor, companions: [StoredTensor]) -> Packing? {
    let type = tensor.format.name
    if tensor.name.hasSuffix(".qweight") || tensor.name.hasSuffix(".weight_packed"), type == "I32" {
      if bits == nil { bitsAreAssumed = true }
      let bits = bits ?? 4
      guard 1...16 ~= bits else { return nil }
      // 3 bits: 32 weights in three integers.
      return 32 % bits == 0
        ? Packing(name: "\(bits)-bit in I32", elements: 32 / bits)
        : Packing(name: "\(bits)-bit in I32", elements: 32, divisor: bits)
    }
    guard type == "U8", !companions.isEmpty else { return nil }
    if tensor.name.hasSuffix("_blocks") { return Packing(name: "MXFP4 in U8", elements: 2) }
    if companions.contains(where: { $0.format.name == "F8_E4M3" }) {
      return Packing(name: "NVFP4 in U8", elements: 2)
    }
    if companions.contains(where: { $0.name.hasSuffix(".absmax") }), bits != 8 {
      return Packing(name: "4-bit in U8", elements: 2)
    }
    return nil
  }

  /// Endings of companions, each with the endings of the weights that they may belong to.
  private static let companions: [(String, [String])] = [
    (".scales", [".qweight"]), (".qzeros", [".qweight"]), (".g_idx", [".qweight"]),
    (".weight_scale", [".weight_packed", ".weight"]),
    (".weight_zero_point", [".weight_packed", ".weight"]), (".weight_shape", [".weight_packed"]),
    (".weight_g_idx", [".weight_packed"]),
    (".weight_global_scale", [".weight_packed", ".weight"]),
    (".input_global_scale", [".weight_packed", ".weight"]),
    (".weight_scale_inv", [".weight"]), (".weight_scale_2", [".weight"]),
    (".input_scale", [".weight"]), (".activation_scale", [".weight"]),
    ("_scales", ["_blocks"]), ("_scale_inv", [""]), (".SCB", [".weight"]),
  ]

  /// `X.weight` of `X.weight.absmax`, `X.weight.quant_state.bitsandbytes__nf4` and so on.
  private static func bitsAndBytesOwner(of name: String) -> String? {
    for ending in [".absmax", ".nested_absmax", ".quant_map", ".nested_quant_map"]
    where name.hasSuffix(ending) {
      return String(name.dropLast(ending.count))
    }
    let words = name.split(separator: ".")
    guard words.count > 2, words[words.count - 2] == "quant_state" else { return nil }
    return words.dropLast(2).joined(separator: ".")
  }
}

extension String.UTF8View {
  /// Whether the bytes end like those of a text.
  fileprivate func hasSuffix(_ ending: StaticString) -> Bool {
    let count = ending.utf8CodeUnitCount
    guard self.count >= count else { return false }
    return suffix(count).elementsEqual(UnsafeBufferPointer(start: ending.utf8Start, count: count))
  }
}
