// SPDX-License-Identifier: Apache-2.0
import RafterQuantities
import RafterWorkload

/// Finds what crosses the border of a layer, each tensor once for each direction.
struct LayerBorder {
  let index: GraphIndex
  /// By node: its layer; -1 for none.
  let layerOf: [Int]

  /// The tensors of a layer, those read in the order of the data, then those written.
  ///
  /// - Parameter mapped: the roots that loop nests of the layer move, with their parts.
  func tensors(of flow: [Int], layer: Int, mapped: [Int: Operand]) -> [LayerTensor] {
    var order: [Int] = []
    var read: [Int: Int] = [:]
    var written: [Int] = []
    for node in flow where index.roles[node] == .active {
      let resolved = index.graph.nodes[node]
      for (place, input) in resolved.inputs.enumerated() {
        guard let input else { continue }
        let root = index.root[input]
        if let maker = index.maker(of: root), layerOf[maker] == layer { continue }
        if mapped[root] == nil, isImmediate(input) { continue }
        if read[root] == nil { order.append(root) }
        read[root, default: 0] += elementsRead(place, input, of: resolved)
      }
      for case let output? in resolved.outputs {
        let root = index.root[output]
        if leaves(root, layer), !written.contains(root) { written.append(root) }
      }
    }
    if written.isEmpty, let last = flow.last(where: { index.roles[$0] == .active }),
      let output = index.output(of: last)
    {
      written = [output]
    }
    // Two nodes that read parts of a tensor read it all at most: it crosses once.
    return order.compactMap { root in
      entry(root, .read, min(read[root] ?? 0, index.elements(root)), mapped[root])
    } + written.compactMap { entry($0, .written, index.elements($0), mapped[$0]) }
  }

  private func leaves(_ root: Int, _ layer: Int) -> Bool {
    index.isOutput[root] || index.consumers(of: root).contains { layerOf[$0] != layer }
  }

  private func elementsRead(_ place: Int, _ input: Int, of node: ResolvedNode) -> Int {
    place < node.elementsRead.count ? node.elementsRead[place] : index.elements(input)
  }

  /// Whether an input is part of the instruction rather than data: a scalar that the file holds.
  ///
  /// Axes, sizes and shapes are none of a node's data: it reads no elements of them.
  private func isImmediate(_ input: Int) -> Bool {
    index.isConstant(input) && index.graph.tensors[input].elements == 1
  }

  private func entry(
    _ root: Int, _ direction: LayerTensor.Direction, _ elements: Int, _ part: Operand?
  ) -> LayerTensor? {
    let tensor = index.graph.tensors[root]
    guard let format = tensor.format, elements > 0 || direction == .written else { return nil }
    let isConstant = index.isConstant(root)
    let role: Operand =
      direction == .written ? .outputs : part ?? (isConstant ? .weights : .inputs)
    return LayerTensor(
      name: tensor.name, role: role, direction: direction, elements: elements, format: format,
      isMappedByNest: part != nil, isConstant: isConstant)
  }
}
