// SPDX-License-Identifier: Apache-2.0
import RafterWorkload

/// Takes into a layer the movement of heads around it: transpositions, repeats and cuts of queries, keys
/// and values that nothing else reads, the scale on queries or keys, and the mask's change into numbers.
enum HeadMovement {
  /// Absorbs upwards from all inputs until nothing more fits, then one transposition downwards.
  static func absorb(into layer: Int, in assignment: inout Assignment) {
    absorbUpwards(into: layer, in: &assignment)
    let index = assignment.index
    if let exit = assignment.drafts[layer].exit, let after = index.soleConsumer(of: exit),
      assignment.isFree(after), index.graph.nodes[after].operator == "Transpose",
      let output = index.output(of: after)
    {
      assignment.extend(layer, by: [after], exit: output)
    }
  }

  /// Absorbs upwards from all inputs until nothing more fits.
  static func absorbUpwards(into layer: Int, in assignment: inout Assignment) {
    let index = assignment.index
    var queue = assignment.drafts[layer].nodes
    var next = 0
    while next < queue.count {
      let reader = queue[next]
      next += 1
      for tensor in index.activations(of: reader) {
        guard let maker = index.maker(of: tensor), assignment.isFree(maker),
          isAbsorbed(maker, in: assignment), isReadOnlyInside(maker, layer, in: assignment)
        else { continue }
        assignment.absorb(maker, into: layer)
        queue.append(maker)
      }
    }
  }

  private static func isReadOnlyInside(_ node: Int, _ layer: Int, in assignment: Assignment) -> Bool
  {
    let index = assignment.index
    return index.graph.nodes[node].outputs.allSatisfy { output in
      guard let output else { return true }
      let root = index.root[output]
      return !index.isOutput[root]
        && index.consumers(of: root).allSatisfy { assignment.layerOf[$0] == layer }
    }
  }

  private static func isAbsorbed(_ node: Int, in assignment: Assignment) -> Bool {
    let resolved = assignment.index.graph.nodes[node]
    guard resolved.nests.isEmpty, assignment.index.activations(of: node).count == 1 else {
      return false
    }
    switch resolved.operator {
    case "Transpose", "Expand", "Slice", "Split", "Tile": return true
    // Narrows what was moved; behind a product or an input it is theirs, and what it makes is stored.
    case "QuantizeLinear":
      return assignment.index.activations(of: node).first.flatMap(assignment.index.maker).map {
        assignment.isFree($0) && isAbsorbed($0, in: assignment)
      } ?? false
    // Makes numbers to add to the scores of a mask.
    case "Where": return true
    // Picks queries, keys or values from one product: the table is an activation.
    case "Gather": return assignment.traits.kind(of: node) == .dataMovement
    case "Mul", "Div": return hasScalarFactor(resolved, in: assignment.index)
    default: return false
    }
  }

  private static func hasScalarFactor(_ node: ResolvedNode, in index: GraphIndex) -> Bool {
    node.inputs.contains { input in
      guard let input else { return false }
      return index.isConstant(input) && index.graph.tensors[input].elements == 1
    }
  }
}
