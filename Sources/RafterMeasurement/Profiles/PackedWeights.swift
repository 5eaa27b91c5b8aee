// SPDX-License-Identifier: Apache-2.0

/// Gives products back the weights that ONNX Runtime has packed.
///
/// The runtime lays constant matrices out anew before the first run and releases the originals; the profile of such a product then
/// lists one input less, and none of the bytes. A product has two operands, so its first operand `[..., K]` and its output `[..., N]` say
/// what the other was: `[K, N]`, since the runtime packs matrices of two axes only.
enum PackedWeights {
  private static let products: Set<String> = [
    "MatMul", "FusedMatMul", "Gemm", "FusedGemm", "MatMulInteger", "DynamicQuantizeMatMul",
  ]

  /// The node with its weights; itself where it lacks none.
  static func restored(_ node: ProfiledNode) -> ProfiledNode {
    guard products.contains(node.kind), let first = node.inputs.first,
      let output = node.outputs.first, let depth = first.shape.last, let width = output.shape.last,
      first.shape.count > 1, depth > 0, width > 0, rows(first.shape) == rows(output.shape)
    else { return node }
    // What is left behind the first operand is a bias, or scales and zero points.
    let rest = node.inputs.dropFirst()
    let hasOther = rest.contains { other in
      other.shape.count > 1 && Set(other.shape.suffix(2)) == Set([depth, width])
    }
    // A batch of matrices is never packed.
    if hasOther || rest.contains(where: { $0.shape.count > 2 }) { return node }
    var node = node
    let type = node.kind == "DynamicQuantizeMatMul" ? "int8" : first.type
    let weights = ProfiledNode.Tensor(shape: [depth, width], type: type)
    node.inputs.insert(weights, at: 1)
    node.weightBytes = (node.weightBytes ?? 0) + (weights.bytes ?? 0)
    return node
  }

  /// All axes but the last together.
  private static func rows(_ shape: [Int]) -> Int? {
    var product = 1
    for size in shape.dropLast() {
      let (next, overflow) = product.multipliedReportingOverflow(by: size)
      guard size > 0, !overflow else { return nil }
      product = next
    }
    return product
  }
}
