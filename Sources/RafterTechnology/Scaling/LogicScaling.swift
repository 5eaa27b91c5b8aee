// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
public import RafterQuantities

/// How numbers of logic published at some nodes are carried to another.
public enum LogicScaling: Sendable, Hashable {
  /// On a straight line through the published nodes, on double logarithmic paper; no change with the supply.
  case published
  /// From the nearest published node by Stillmaker and Baas, at a supply; nil for that of the published number.
  case stillmakerBaas(Voltage?)

  /// The supply of a published number that does not state it.
  static let nominal = Voltage(0.8)

  /// An energy carried to a node.
  func value<D>(of anchors: [PublishedAnchor<D>], at node: ProcessNode, what: String) -> Estimate<
    D
  >? {
    switch self {
    case .published: return onLine(anchors, at: node, what: what)
    case .stillmakerBaas(let voltage):
      guard let from = nearest(anchors, to: node) else { return nil }
      let own = from.voltage ?? Self.nominal
      let wanted = voltage ?? own
      let factor =
        StillmakerBaas.energy(at: node, wanted) / StillmakerBaas.energy(at: from.node, own)
      var cautions: [Diagnostic] = []
      if !StillmakerBaas.nodes.contains(node) { cautions.append(.scalingNode(node, what: what)) }
      if !StillmakerBaas.voltages.contains(wanted) {
        cautions.append(.scalingVoltage(wanted, what: what))
      }
      return Estimate(
        value: from.value * factor, range: nil,
        basis: "from \(from.node.inText) (\(from.source)), times \(factor.inText)"
          + " to \(node.inText) at \(wanted.value.inText) V by Stillmaker and Baas",
        cautions: cautions)
    }
  }

  /// An area carried to a node.
  func area(of anchors: [PublishedAnchor<SquareMillimetre>], at node: ProcessNode, what: String)
    -> Estimate<SquareMillimetre>?
  {
    switch self {
    case .published: return onLine(anchors, at: node, what: what)
    case .stillmakerBaas:
      guard let from = nearest(anchors, to: node) else { return nil }
      let factor = StillmakerBaas.area(at: node) / StillmakerBaas.area(at: from.node)
      let isInside = StillmakerBaas.nodes.contains(node)
      return Estimate(
        value: from.value * factor, range: nil,
        basis: "from \(from.node.inText) (\(from.source)), times \(factor.inText)"
          + " to \(node.inText) by Stillmaker and Baas",
        cautions: isInside ? [] : [.scalingNode(node, what: what)])
    }
  }

  private func onLine<D>(_ anchors: [PublishedAnchor<D>], at node: ProcessNode, what: String)
    -> Estimate<D>?
  {
    let sorted = anchors.sorted { $0.node < $1.node }
    guard let first = sorted.first, let last = sorted.last else { return nil }
    let curve = LogLogCurve(points: sorted.map { (x: $0.node.value, y: $0.value.value) })
    let isInside = (first.node...last.node).contains(node)
    let sources = sorted.map { "\($0.node.inText): \($0.source)" }.joined(separator: "; ")
    return Estimate(
      value: Quantity(curve.value(at: node.value)), range: nil,
      basis: "carried to \(node.inText) along published nodes (\(sources))",
      cautions: isInside
        ? [] : [.anchorNode(node, published: first.node...last.node, what: what)])
  }

  private func nearest<D>(_ anchors: [PublishedAnchor<D>], to node: ProcessNode) -> PublishedAnchor<
    D
  >? {
    anchors.min {
      abs(logarithm($0.node.ratio(to: node))) < abs(logarithm($1.node.ratio(to: node)))
    }
  }
}
