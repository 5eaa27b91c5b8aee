// SPDX-License-Identifier: Apache-2.0
import RafterQuantities

extension OverRoofCause {
  /// How near a telltale factor the excess has to be, as a share of it.
  ///
  /// A mistake multiplies what would have been a share of the roof, so the excess is at most the factor;
  /// a point in the last fifth below it is the usual case of a kernel close to its roof.
  private static let nearness = 0.2

  /// All four causes, those that the size of the excess speaks for first.
  static func likely(
    _ roof: RoofViolation.Roof, excess: Double, point: RooflinePoint, roofs: [MachineRoof]
  ) -> [OverRoofCause] {
    let other = faster(than: point, roofs: roofs)
    var order: [OverRoofCause]
    switch roof {
    case .peak, .power:
      order = [.format(other), .operationCount, .unit, .path]
      if other == nil { order = [.operationCount, .format(nil), .unit, .path] }
    case .bandwidth: order = [.path, .operationCount, .unit, .format(other)]
    case .energy, .layerThroughput, .layerEnergy:
      order = [.operationCount, .path, .unit, .format(other)]
    }
    if isNear(excess, 2) {
      promote(.operationCount, in: &order)
    } else if isUnitSlip(excess) {
      promote(.unit, in: &order)
    }
    return order
  }

  /// Another format whose peak holds the point, the slowest of those.
  private static func faster(than point: RooflinePoint, roofs: [MachineRoof]) -> String? {
    roofs.filter { $0.format != point.format && $0.peak >= point.throughput }
      .min { $0.peak < $1.peak }?.format
  }

  private static func isNear(_ excess: Double, _ factor: Double) -> Bool {
    excess <= factor && excess >= factor * (1 - nearness)
  }

  /// Bits for bytes, or a power of 1000 and more.
  private static func isUnitSlip(_ excess: Double) -> Bool {
    isNear(excess, 8) || excess >= 1000 * (1 - nearness)
  }

  private static func promote(_ cause: OverRoofCause, in order: inout [OverRoofCause]) {
    order.removeAll { $0 == cause }
    order.insert(cause, at: 0)
  }
}
