// SPDX-License-Identifier: Apache-2.0
import RafterQuantities

/// The operations of a node from its shapes, never more than it has to do.
///
/// Convolutions count no products with padding, whose size follows from the shapes as even padding at both ends; what is not a
/// product counts one vector operation for each element it writes.
struct NodeWork {
  /// MACs as operations, or vector operations.
  var amounts: [MeasuredRow.Work] = []
  /// The format of a product, by the type of its first operand.
  var format: String?

  /// Nodes whose output is another view of their input.
  static let views: Set<String> = [
    "Reshape", "Flatten", "Squeeze", "Unsqueeze", "Identity", "Dropout", "aten::view",
    "aten::reshape", "aten::flatten", "aten::t", "aten::transpose", "aten::expand",
    "aten::as_strided", "aten::unsqueeze", "aten::squeeze", "aten::permute", "aten::select",
    "aten::slice", "aten::detach", "aten::_unsafe_view", "aten::empty", "aten::unbind",
    "aten::split", "aten::chunk", "aten::alias", "aten::narrow", "aten::contiguous", "aten::to",
    "aten::resolve_conj", "aten::resolve_neg", "aten::set_", "aten::item", "aten::resize_",
    "aten::_local_scalar_dense", "aten::empty_strided", "aten::empty_like", "aten::expand_as",
  ]
  /// Nodes that read as much as they write, of larger inputs.
  static let picks: Set<String> = [
    "Gather", "Slice", "GatherElements", "GatherND", "Split", "Shape", "Size", "ConstantOfShape",
    "Expand", "aten::embedding", "aten::index_select", "aten::index", "aten::gather", "Resize",
  ]
  /// Products whose sizes the profile may not give, as of a quantized convolution whose weights are packed: no work is known then.
  private static let products: Set<String> = [
    "Conv", "FusedConv", "ConvInteger", "ConvTranspose", "QLinearConv", "MatMul", "FusedMatMul",
    "MatMulInteger", "MatMulNBits", "Gemm", "FusedGemm", "QGemm", "QLinearMatMul",
    "DynamicQuantizeMatMul", "Attention", "MultiHeadAttention", "GroupQueryAttention",
    "aten::convolution", "aten::_convolution", "aten::conv2d", "aten::mm", "aten::bmm",
    "aten::addmm", "aten::baddbmm", "aten::linear", "aten::matmul",
  ]
  /// Nodes that compute nothing.
  private static let moves: Set<String> = [
    "Transpose", "Concat", "Pad", "Cast", "Tile", "ReorderInput", "ReorderOutput", "DepthToSpace",
    "aten::cat", "aten::copy_", "aten::clone", "aten::fill_", "aten::zero_",
  ]

  init(_ node: ProfiledNode) {
    if let macs = Self.macs(node), macs > 0 {
      amounts = [.init(operations: MACs(macs).operations)]
      format = node.inputs.first?.type
      return
    }
    if Self.views.contains(node.kind) || Self.picks.contains(node.kind)
      || Self.moves.contains(node.kind) || Self.products.contains(node.kind)
    {
      return
    }
    let elements = node.outputs.reduce(0.0) { $0 + Double($1.count ?? 0) }
    if elements > 0 { amounts = [.init(kind: "vector", operations: Operations(elements))] }
  }

  /// Multiply-accumulates; nil for nodes that are no product.
  static func macs(_ node: ProfiledNode) -> Double? {
    let shapes = node.inputs.map(\.shape)
    switch node.kind {
    case "Conv", "FusedConv", "ConvInteger": return convolution(shapes, weights: 1, node.outputs)
    case "QLinearConv": return convolution(shapes, weights: 3, node.outputs)
    case "MatMul", "FusedMatMul", "MatMulInteger", "Gemm", "FusedGemm", "DynamicQuantizeMatMul":
      return product(shapes, b: 1, node)
    case "QLinearMatMul", "QGemm": return product(shapes, b: 3, node)
    case "aten::mm", "aten::bmm", "aten::matmul": return product(shapes, b: 1, node)
    case "aten::addmm", "aten::baddbmm": return product(Array(shapes.dropFirst()), b: 1, node)
    case "aten::linear":
      guard shapes.count > 1, shapes[1].count == 2 else { return nil }
      return elements(shapes[0]) * Double(shapes[1][0])
    default: return nil
    }
  }

  private static func elements(_ shape: [Int]) -> Double {
    shape.reduce(1) { $0 * Double(max(0, $1)) }
  }

  /// Rows x columns x what is summed: elements of the first operand times columns of the second.
  private static func product(_ shapes: [[Int]], b: Int, _ node: ProfiledNode) -> Double? {
    guard shapes.count > b, let a = shapes.first, let depth = a.last, depth > 0, !shapes[b].isEmpty
    else { return nil }
    let other = shapes[b]
    if let written = node.outputs.first?.shape, !written.isEmpty {
      // The sum runs over what the two have and the output has not; a transposed first operand has it in front.
      let sides = Array(other.suffix(2))
      let isLast = sides.contains(depth)
      let summed = isLast || a.count < 2 ? depth : a[a.count - 2]
      return elements(written) * Double(summed)
    }
    guard let columns = other.last else { return nil }
    return elements(a) * Double(columns)
  }

  /// Outputs times the products for each, less those with padding.
  private static func convolution(
    _ shapes: [[Int]], weights place: Int, _ outputs: [ProfiledNode.Tensor]
  ) -> Double? {
    guard shapes.count > place, let input = shapes.first, let output = outputs.first?.shape,
      input.count > 2, input.count == output.count, shapes[place].count == input.count
    else { return nil }
    let kernel = shapes[place]
    var macs = Double(output[0]) * Double(output[1]) * Double(kernel[1])
    for axis in 2..<input.count {
      macs *= Double(touched(input: input[axis], kernel: kernel[axis], output: output[axis]))
    }
    return macs
  }

  /// Pairs of an output and an element of the kernel that meet an input, along one axis.
  static func touched(input: Int, kernel: Int, output: Int) -> Int {
    guard output > 0, kernel > 0, input > 0 else { return 0 }
    let step = max(1, Int((Double(input) / Double(output)).rounded()))
    let padding = max(0, (output - 1) * step + kernel - input)
    let before = padding / 2
    var pairs = 0
    for place in 0..<output {
      let first = place * step - before
      pairs += max(0, min(first + kernel, input) - max(first, 0))
    }
    return pairs
  }
}
