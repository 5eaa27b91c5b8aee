// SPDX-License-Identifier: Apache-2.0
import RafterWorkload

/// Finds vector work that starts from one tensor, parts, and comes together again.
///
/// So are spelled out: SiLU (`x * sigmoid(x)`), GELU, HardSwish, mean removal, normalisation, rotary
/// embedding, softmax, a roll by two slices. The search looks at a bounded number of nodes around the
/// tensor, so that grouping a graph takes time in proportion to its size.
enum ReconvergentRegion {
  /// What a region may consist of.
  enum Content {
    /// Elementwise nodes only: what may hang behind a product.
    case elementwise
    /// Also reductions and the slices and joins of rotary embedding.
    case vector
  }

  /// The most nodes a region has.
  static let limit = 24
  /// A tensor with more readers than this starts no region.
  static let readerLimit = 12

  /// The region from `source` whose only result is as large as `source`; of several the one that takes most
  /// readers of the source, then the smallest.
  ///
  /// - Parameters:
  ///   - node: a node that must be part of it.
  ///   - closing: whether all readers of `source` must be inside, so that it need not be stored.
  static func find(
    from source: Int, containing node: Int?, content: Content, closing: Bool,
    in assignment: Assignment
  ) -> ElementwiseTail.Step? {
    let index = assignment.index
    let size = index.elements(source)
    let readers = index.consumers(of: source)
    guard size > 0, readers.count <= readerLimit, !(closing && index.isOutput[source]) else {
      return nil
    }
    var best: (taken: Int, step: ElementwiseTail.Step)?
    let members = grow(from: source, size: size, content: content, in: assignment)
    for member in members.sorted(by: { (index.depth[$0], $0) < (index.depth[$1], $1) }) {
      guard let exit = index.output(of: member), index.elements(exit) == size else { continue }
      let inside = ancestors(of: member, among: members, in: index)
      guard inside.count > 1, node.map(inside.contains) ?? true else { continue }
      let taken = readers.filter(inside.contains).count
      guard taken > best?.taken ?? 1, !closing || taken == readers.count else { continue }
      let isClosed = inside.allSatisfy { n in
        n == member
          || index.graph.nodes[n].outputs.allSatisfy { output in
            guard let output else { return true }
            return !index.isOutput[index.root[output]]
              && index.consumers(of: index.root[output]).allSatisfy(inside.contains)
          }
      }
      if isClosed { best = (taken, ElementwiseTail.Step(nodes: inside, exit: exit)) }
    }
    return best?.step
  }

  /// All nodes that need nothing large but what comes from the source.
  private static func grow(
    from source: Int, size: Int, content: Content, in assignment: Assignment
  ) -> [Int] {
    let index = assignment.index
    var tensors = [source]
    var members: [Int] = []
    var next = 0
    while next < tensors.count, members.count < limit {
      let readers = index.consumers(of: tensors[next])
      next += 1
      guard readers.count <= readerLimit else { continue }
      for reader in readers where !members.contains(reader) && members.count < limit {
        guard assignment.isFree(reader),
          isAllowed(reader, content: content, traits: assignment.traits, index: index),
          index.activations(of: reader).allSatisfy({
            // What comes from elsewhere is a table spread over the tensor: sines, a mask.
            tensors.contains($0) || index.elements($0) < size
          })
        else { continue }
        members.append(reader)
        // A reader that waits for one of these tensors is seen again through it.
        for case let output? in index.graph.nodes[reader].outputs {
          tensors.append(index.root[output])
        }
      }
    }
    return members
  }

  private static func isAllowed(
    _ node: Int, content: Content, traits: NodeTraits, index: GraphIndex
  ) -> Bool {
    if traits.isElementwise(node) { return true }
    guard content == .vector else { return false }
    let resolved = index.graph.nodes[node]
    if resolved.kind == .reduction { return true }
    switch resolved.operator {
    case "Slice", "Split", "Concat": return true
    default: return false
    }
  }

  /// A node and all it needs among the members.
  private static func ancestors(of node: Int, among members: [Int], in index: GraphIndex) -> [Int] {
    var found = [node]
    var next = 0
    while next < found.count {
      for tensor in index.activations(of: found[next]) {
        if let maker = index.maker(of: tensor), members.contains(maker), !found.contains(maker) {
          found.append(maker)
        }
      }
      next += 1
    }
    return found
  }
}
