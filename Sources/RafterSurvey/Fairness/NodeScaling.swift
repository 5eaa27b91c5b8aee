// SPDX-License-Identifier: Apache-2.0
public import RafterQuantities

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Energy and area of digital logic between process nodes.
///
/// Stillmaker and Baas, *Scaling equations for the accurate prediction of CMOS device performance from
/// 180 nm to 7 nm*, Integration 58 (2017): at each node the energy of a gate is `a V^2 + b V + c`, and an
/// area relative to 7 nm. Nodes between are interpolated in log-log.
public enum NodeScaling {
  /// The nodes with coefficients.
  public static let nodes: ClosedRange<ProcessNode> = ProcessNode(7.0)...ProcessNode(130.0)
  /// The supplies that the polynomials are fair to.
  public static let supplies: ClosedRange<Voltage> = Voltage(0.4)...Voltage(1.4)

  /// Coefficients of a node.
  private struct Node {
    var nanometres: Double
    var a: Double
    var b: Double
    var c: Double
    var area: Double
  }

  // Ascending. The 65 nm triple is that of the published corrigendum.
  private static let table = [
    Node(nanometres: 7, a: 0.1776, b: -0.09097, c: 0.02447, area: 1),
    Node(nanometres: 10, a: 0.2068, b: -0.09311, c: 0.02375, area: 1.7),
    Node(nanometres: 14, a: 0.2363, b: -0.09675, c: 0.02239, area: 2.9),
    Node(nanometres: 16, a: 0.2958, b: -0.1241, c: 0.03024, area: 3.2),
    Node(nanometres: 20, a: 0.373, b: -0.1582, c: 0.04104, area: 3.6),
    Node(nanometres: 32, a: 0.9559, b: -0.7823, c: 0.471, area: 7.8),
    Node(nanometres: 45, a: 1.103, b: -0.362, c: 0.2767, area: 17),
    Node(nanometres: 65, a: 3.755, b: -4.398, c: 1.975, area: 25),
    Node(nanometres: 90, a: 4.762, b: -4.781, c: 2.092, area: 48),
    Node(nanometres: 130, a: 7.171, b: -6.709, c: 2.904, area: 109),
  ]

  /// The energy of a gate, in a unit that cancels; nil outside the nodes of the table.
  public static func relativeEnergy(at node: ProcessNode, supply: Voltage) -> Double? {
    let v = supply.value
    return interpolate(node) { $0.a * v * v + $0.b * v + $0.c }
  }

  /// The area of a gate relative to 7 nm; nil outside the nodes of the table.
  public static func relativeArea(at node: ProcessNode) -> Double? {
    interpolate(node) { $0.area }
  }

  private static func interpolate(_ node: ProcessNode, _ value: (Node) -> Double) -> Double? {
    let x = node.value
    if let exact = table.first(where: { $0.nanometres == x }) { return value(exact) }
    guard nodes.contains(node), let above = table.firstIndex(where: { $0.nanometres > x }),
      above > 0
    else { return nil }
    let (low, high) = (table[above - 1], table[above])
    let t = log(x / low.nanometres) / log(high.nanometres / low.nanometres)
    return value(low) * pow(value(high) / value(low), t)
  }
}
