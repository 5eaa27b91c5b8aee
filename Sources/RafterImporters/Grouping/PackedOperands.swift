// SPDX-License-Identifier: Apache-2.0
import RafterQuantities

/// How many weights the packed operands of a node hold: the tensors of bytes have fewer elements than that.
enum PackedOperands {
  /// The weights behind an input of a node; nil where each element is one.
  static func elements(
    of node: ResolvedNode, at place: Int, in tensors: [ResolvedTensor]
  ) -> Int? {
    guard let input = place < node.inputs.count ? node.inputs[place] : nil,
      let stored = tensors[input].elements, tensors[input].format == .uint8
    else { return nil }
    let logical: Int? =
      switch (node.operator, place) {
      case ("MatMulNBits", 1), ("MatMulBnb4", 1), ("MatMulNBitsMlp", 3), ("MatMulNBitsMlp", 6):
        product(node, "K", "N")
      case ("MatMulNBitsQkv", 3): product(node, "K", "Nq")
      case ("MatMulNBitsQkv", 6), ("MatMulNBitsQkv", 9): product(node, "K", "Nkv")
      case ("MatMulFpQ4", 1): stated(node, in: tensors)
      case ("MatMulBlockQuantizedFp4Weight", 1): stored * 2
      case ("GatherBlockQuantized", 0): stored * 8 / bits(node, "bits")
      case ("QMoE", 2), ("QMoE", 5), ("QMoE", 8): stored * 8 / bits(node, "expert_weight_bits")
      default: nil
      }
    // A byte holds eight weights at most; more would be a slip of the file.
    return logical.flatMap { $0 <= stored * 8 ? $0 : nil }
  }

  private static func int(_ node: ResolvedNode, _ name: String) -> Int? {
    if case .int(let value)? = node.attributes[name] { return value }
    return nil
  }

  private static func bits(_ node: ResolvedNode, _ name: String) -> Int {
    max(int(node, name) ?? 4, 1)
  }

  private static func product(_ node: ResolvedNode, _ a: String, _ b: String) -> Int? {
    guard let a = int(node, a), let b = int(node, b), a > 0, b > 0 else { return nil }
    let (product, overflow) = a.multipliedReportingOverflow(by: b)
    return overflow ? nil : product
  }

  /// The matrix that the third input of `MatMulFpQ4` states.
  private static func stated(_ node: ResolvedNode, in tensors: [ResolvedTensor]) -> Int? {
    guard node.inputs.count > 2, let sides = node.inputs[2].flatMap({ tensors[$0].value }),
      sides.count == 2
    else { return nil }
    return Int(exactly: sides[0] * sides[1])
  }
}
