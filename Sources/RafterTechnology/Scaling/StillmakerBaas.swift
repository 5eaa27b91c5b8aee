// SPDX-License-Identifier: Apache-2.0
public import RafterQuantities

/// The scaling of logic between 130 and 7 nm by Stillmaker and Baas, Integration 58 (2017): the energy of a node at
/// a supply V is a*V^2 + b*V + c, its area a factor over 7 nm.
///
/// For logic only: SRAM, DRAM, PHYs and analogue converters do not follow it [hardware 4.3].
public enum StillmakerBaas {
  struct Row {
    var node: Double
    var a: Double
    var b: Double
    var c: Double
    var area: Double
  }

  // The 65 nm coefficients are those of the published corrigendum.
  static let rows = [
    Row(node: 7, a: 0.1776, b: -0.09097, c: 0.02447, area: 1),
    Row(node: 10, a: 0.2068, b: -0.09311, c: 0.02375, area: 1.7),
    Row(node: 14, a: 0.2363, b: -0.09675, c: 0.02239, area: 2.9),
    Row(node: 16, a: 0.2958, b: -0.1241, c: 0.03024, area: 3.2),
    Row(node: 20, a: 0.373, b: -0.1582, c: 0.04104, area: 3.6),
    Row(node: 32, a: 0.9559, b: -0.7823, c: 0.471, area: 7.8),
    Row(node: 45, a: 1.103, b: -0.362, c: 0.2767, area: 17),
    Row(node: 65, a: 3.755, b: -4.398, c: 1.975, area: 25),
    Row(node: 90, a: 4.762, b: -4.781, c: 2.092, area: 48),
    Row(node: 130, a: 7.171, b: -6.709, c: 2.904, area: 109),
  ]

  /// The nodes of the table.
  public static let nodes = ProcessNode(7.0)...ProcessNode(130.0)
  /// The supplies to trust at all nodes: below, the polynomial of 65 nm falls where the energy rises.
  public static let voltages = Voltage(0.6)...Voltage(1.2)

  /// The energy of logic at a node and a supply, relative; only ratios mean something.
  ///
  /// Between two nodes of the table the value lies on a straight line on double logarithmic paper.
  public static func energy(at node: ProcessNode, _ voltage: Voltage) -> Double {
    let v = voltage.value
    return LogLogCurve(
      points: rows.map { (x: $0.node, y: $0.a * v * v + $0.b * v + $0.c) }
    ).value(at: node.value)
  }

  /// The area of logic at a node over that at 7 nm.
  public static func area(at node: ProcessNode) -> Double {
    LogLogCurve(points: rows.map { (x: $0.node, y: $0.area) }).value(at: node.value)
  }
}
