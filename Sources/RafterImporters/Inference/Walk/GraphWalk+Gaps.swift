// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterWorkload

extension GraphWalk {
  /// What of the nodes that run is not counted; nil where everything is.
  ///
  /// It is found from the nodes that are left at the end, so that bodies which were walked turn by turn count once
  /// and branches that are not taken do not count.
  var uncounted: UncountedWork? {
    guard let first = report.firstGap else { return nil }
    var (unknown, shapeless) = (0, 0)
    for node in nodes where !node.isFolded && node.kind != .control {
      let isKnown =
        node.kind != .other || OperatorTable.rule(node.operator, domain: node.domain) != nil
      if let made = node.outputs.lazy.compactMap(\.self).first, isShapeless(tensors[made]) {
        // A change of view costs nothing, whatever its shape.
        if !node.isFree { shapeless += 1 }
      } else if !isKnown {
        unknown += 1
      }
    }
    guard unknown + shapeless + report.openLoops.count > 0 else { return nil }
    let domain = first.key.domain
    return UncountedWork(
      unknownNodes: unknown, shapelessNodes: shapeless, openLoops: report.openLoops.count,
      firstOperator: domain.isEmpty ? first.key.name : "\(domain)::\(first.key.name)",
      firstNode: first.place.nodeName ?? "")
  }

  private func isShapeless(_ tensor: TensorInfo) -> Bool {
    tensor.shape == nil && tensor.type.items == nil
  }
}

extension SourceLocation {
  /// The name of the node that a place is.
  fileprivate var nodeName: String? {
    if case .node(let name, _) = position { return name }
    return nil
  }
}
