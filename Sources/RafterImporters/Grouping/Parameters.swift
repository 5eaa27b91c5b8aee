// SPDX-License-Identifier: Apache-2.0
import RafterQuantities
import RafterWorkload

/// Counts the parameters of layers, each initializer once, at the first layer that reads it.
///
/// An initializer is a parameter if it holds numbers that are data of a layer: not sizes, axes and indices,
/// not the scalars of exporters' arithmetic, and not scales and zero points, whose bytes count but whose
/// elements do not.
struct ParameterCount {
  let index: GraphIndex
  private var isCounted: [Bool]
  private var isVisited: [Bool]

  init(_ index: GraphIndex) {
    self.index = index
    isCounted = [Bool](repeating: false, count: index.graph.tensors.count)
    isVisited = [Bool](repeating: false, count: 2 * index.graph.tensors.count)
  }

  /// The parameters that a layer is the first to read.
  mutating func take(_ nodes: [Int]) -> (elements: Int, bytes: Int) {
    var elements = 0
    var bytes = 0
    for node in nodes {
      let resolved = index.graph.nodes[node]
      for (place, input) in resolved.inputs.enumerated() {
        guard let input, index.isConstant(input) else { continue }
        // A product's weight may be computed before the run, by weight normalisation for one.
        let use = Use(
          isScale: QuantizationInputs.isScale(place, of: resolved.operator),
          isComputed: false,
          mayBeSingle: !resolved.nests.isEmpty || resolved.kind == .normalization,
          mayBeComputed: !resolved.nests.isEmpty, mayBeInt32: takesInt32(resolved),
          packed: PackedOperands.elements(of: resolved, at: place, in: index.graph.tensors))
        visit(input, use, &elements, &bytes)
      }
    }
    return (elements, bytes)
  }

  /// How a constant is used by those that read it.
  private struct Use {
    var isScale: Bool
    var isComputed: Bool
    var mayBeSingle: Bool
    var mayBeComputed: Bool
    var mayBeInt32: Bool
    /// How many numbers the bytes hold, where they are packed.
    var packed: Int?
  }

  private mutating func visit(_ start: Int, _ use: Use, _ elements: inout Int, _ bytes: inout Int) {
    var stack = [(tensor: start, use: use)]
    while let (tensor, use) = stack.popLast() {
      let facts = index.graph.tensors[tensor]
      let key = 2 * tensor + (use.isComputed ? 1 : 0)
      let producer = index.producer[tensor]
      // A tensor filled with one number stands for weights that a file was stripped of.
      if producer >= 0, index.graph.nodes[producer].operator == "ConstantOfShape" {
        count(facts.parameter ?? tensor, use, &elements, &bytes)
        continue
      }
      if producer < 0 || index.graph.nodes[producer].inputs.isEmpty {
        // What is none, such as a literal of the program, is not counted.
        if let parameter = facts.parameter { count(parameter, use, &elements, &bytes) }
        continue
      }
      guard !isVisited[key] else { continue }
      isVisited[key] = true
      guard index.roles[producer] != .active else { continue }
      let node = index.graph.nodes[producer]
      for (place, input) in node.inputs.enumerated() {
        guard let input else { continue }
        guard let inner = narrowed(use, by: node, place) else { continue }
        stack.append((input, inner))
      }
    }
  }

  /// What reading a constant means for an input of the folded node that made it; nil for sizes and axes.
  private func narrowed(_ use: Use, by node: ResolvedNode, _ place: Int) -> Use? {
    var use = use
    if QuantizationInputs.isScale(place, of: node.operator) { use.isScale = true }
    if takesInt32(node) { use.mayBeInt32 = true }
    switch node.operator {
    case "DequantizeLinear", "QuantizeLinear", "Concat": return use
    case "Identity", "Cast", "Reshape", "Flatten", "Squeeze", "Unsqueeze", "Transpose", "Expand",
      "Slice", "Split", "Gather", "Tile", "Pad":
      return place == 0 ? use : nil
    default:
      use.isComputed = true
      return use
    }
  }

  private func takesInt32(_ node: ResolvedNode) -> Bool {
    switch node.operator {
    case "DequantizeLinear", "QLinearConv", "QGemm": true
    default: false
    }
  }

  private mutating func count(
    _ base: Int, _ use: Use, _ elements: inout Int, _ bytes: inout Int
  ) {
    let facts = index.graph.tensors[base]
    guard !isCounted[base], let format = facts.format, let size = facts.elements, size > 0,
      let rank = facts.shape?.count
    else { return }
    if use.isScale {
      // Storage that the narrow weights need beside them.
      isCounted[base] = true
      bytes += format.bytes(of: size)
      return
    }
    guard !use.isComputed || use.mayBeComputed, isNumber(format, use),
      size > 1 || rank > 0 && use.mayBeSingle
    else { return }
    isCounted[base] = true
    elements += use.packed ?? size
    bytes += format.bytes(of: size)
  }

  private func isNumber(_ format: NumberFormat, _ use: Use) -> Bool {
    switch format {
    case .int64, .uint64, .int16, .uint16, .uint32, .bool, .string: false
    case .int32: use.mayBeInt32
    default: true
    }
  }
}
