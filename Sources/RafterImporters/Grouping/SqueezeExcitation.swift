// SPDX-License-Identifier: Apache-2.0
import RafterWorkload

/// Finds blocks that weigh the channels of a tensor by what is in it (squeeze and excitation): the mean of each channel,
/// two products with an activation between them, a gate, and the product with the tensor itself.
///
/// All of it becomes one layer, called `SE` after its first product: the tensor is read once, and the channels' weights
/// never leave the layer.
enum SqueezeExcitation {
  /// The most nodes between the mean and the product with the tensor.
  static let chainLimit = 16

  /// Makes a layer of each block of the graph.
  static func group(_ assignment: inout Assignment) {
    for node in assignment.index.byDepth where assignment.isFree(node) {
      if let draft = block(from: node, in: assignment) { assignment.add(draft) }
    }
  }

  private static func block(from mean: Int, in assignment: Assignment) -> LayerDraft? {
    let index = assignment.index
    guard let source = meanOfChannels(mean, in: index), var exit = index.output(of: mean) else {
      return nil
    }
    var nodes = [mean]
    var products: [Int] = []
    while nodes.count < chainLimit {
      if let next = index.soleConsumer(of: exit), assignment.isFree(next),
        let output = index.output(of: next)
      {
        if products.count == 2, nodes.last != products[1],
          weighs(next, source, by: exit, in: index)
        {
          return LayerDraft(
            main: products[0], kind: index.graph.nodes[products[0]].kind, style: .product,
            nodes: nodes + [next], exit: output, title: "SE ",
            labels: [products[0]: "squeeze", products[1]: "excite"])
        }
        if products.count < 2, hasConstantWeights(next, in: index) {
          products.append(next)
          nodes.append(next)
          exit = output
          continue
        }
      }
      guard
        let step = ElementwiseTail.step(
          from: exit, style: .vector, regions: .elementwise, in: assignment)
      else { return nil }
      nodes += step.nodes
      exit = step.exit
    }
    return nil
  }

  /// The tensor of which a node takes the mean of each channel; nil if it does something else.
  private static func meanOfChannels(_ node: Int, in index: GraphIndex) -> Int? {
    let resolved = index.graph.nodes[node]
    switch resolved.operator {
    case "GlobalAveragePool", "QLinearGlobalAveragePool", "AveragePool", "ReduceMean": break
    default: return nil
    }
    guard let source = index.activations(of: node).first, let made = index.output(of: node),
      let shape = index.graph.tensors[source].shape, shape.count >= 3
    else { return nil }
    let channels = [shape[1], shape[shape.count - 1]]
    return index.elements(made) < index.elements(source)
      && channels.contains { index.elements(made) == shape[0] * $0 } ? source : nil
  }

  private static func weighs(_ node: Int, _ source: Int, by gate: Int, in index: GraphIndex) -> Bool
  {
    let resolved = index.graph.nodes[node]
    guard resolved.operator == "Mul" || resolved.operator == "QLinearMul",
      let output = index.output(of: node)
    else { return false }
    let factors = index.activations(of: node)
    return factors.count == 2 && factors.contains(source) && factors.contains(gate)
      && index.elements(output) == index.elements(source)
  }

  private static func hasConstantWeights(_ node: Int, in index: GraphIndex) -> Bool {
    let resolved = index.graph.nodes[node]
    return resolved.nests.count == 1 && index.activations(of: node).count == 1
      && resolved.nests[0].operands.contains { $0.isConstant }
  }
}
