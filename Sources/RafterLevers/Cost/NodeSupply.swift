// SPDX-License-Identifier: Apache-2.0
import RafterHardware
import RafterQuantities

/// The supply and the threshold that logic of a node usually has, for machines that state none.
///
/// Chosen near the tables of the ITRS and the IRDS as remembered: every number is `assumed`, and said to be so.
struct NodeSupply {
  /// V.
  var nominal: Voltage
  /// V_t.
  var threshold: Voltage

  /// By node, the largest first: the first row at or below the node holds.
  private static let rows: [(node: Double, nominal: Double, threshold: Double)] = [
    (90, 1.2, 0.40), (65, 1.1, 0.38), (40, 1.0, 0.36), (28, 0.9, 0.35), (16, 0.8, 0.33),
    (7, 0.75, 0.30), (0, 0.7, 0.28),
  ]

  /// The row of a node.
  init(_ node: ProcessNode) {
    let row = Self.rows.first { node.value >= $0.node } ?? (0, 0.7, 0.28)
    nominal = Voltage(row.nominal)
    threshold = Voltage(row.threshold)
  }

  /// The alpha-power law of the node from 0.15 V above the threshold to a tenth above the supply [Sakurai and Newton, JSSC 1990].
  ///
  /// - Parameters:
  ///   - supply: The supply that the machine is described at; that of the node where it states none.
  ///   - ownSupply: Memories that keep their own.
  /// - Returns: nil where the supply is below what the law can hold for.
  func law(at supply: Voltage?, ownSupply: [String]) -> VoltageFrequency? {
    let described = supply ?? nominal
    let lowest = threshold + Voltage(0.15)
    guard lowest <= described else { return nil }
    func assumed<V: Sendable & Hashable>(_ value: V) -> Sourced<V> {
      Sourced(value, Provenance(confidence: .assumed, text: "usual at the node"))
    }
    return VoltageFrequency(
      relation: .alphaPower(
        VoltageFrequency.Law(
          threshold: assumed(threshold), alpha: assumed(1.3), lowest: assumed(lowest),
          highest: assumed(described * 1.1))),
      nominal: assumed(described), ownSupply: ownSupply)
  }
}
