// SPDX-License-Identifier: Apache-2.0
public import RafterHardware
public import RafterQuantities

/// A length on the chip, in nanometres.
public typealias Length = Quantity<Nanometre>
/// Joules of moving a bit over a nanometre.
public typealias WireEnergy = Quantity<Per<Per<Joule, Bit>, Nanometre>>

/// Wires on the chip.
public struct WireModel: Sendable, Hashable {
  /// Published energies, smallest node first.
  public var anchors: [PublishedAnchor<Per<Per<Joule, Bit>, Nanometre>>]
  /// What the user states for the node of the machine; it comes first.
  public var stated: Sourced<WireEnergy>?

  /// The energy of moving a bit over a nanometre.
  ///
  /// Wires do not scale as logic does, so the line through the published nodes is taken whatever scaling is asked.
  public func energy(at node: ProcessNode) -> Estimate<Per<Per<Joule, Bit>, Nanometre>>? {
    if let stated {
      return Estimate(
        value: stated.value, range: stated.range, basis: "stated: \(stated.provenance.text)",
        cautions: [])
    }
    return LogicScaling.published.value(of: anchors, at: node, what: "a wire")
  }

  /// 0.08 pJ/bit/mm at 7 nm (0.06 to 0.1) and 0.15 at 45 nm (0.1 to 0.2) [hardware 5].
  public static let standard = WireModel(anchors: [
    PublishedAnchor(
      node: ProcessNode(7.0), value: WireEnergy(0.08e-18),
      source: "Dally, keynotes: 80 fJ/bit/mm (from memory)"),
    PublishedAnchor(
      node: ProcessNode(45.0), value: WireEnergy(0.15e-18),
      source: "Borkar and Chien, CACM 54(5) 2011, fig. 11 (from memory)"),
  ])
}
