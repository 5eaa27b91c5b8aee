// SPDX-License-Identifier: Apache-2.0

/// Puts what the user unrolls on the array into levels, whole and with fractions [mapping 6.1, Spatial mapping].
public struct SpatialPlacement: Sendable, Hashable {
  /// Whole unrollings per operand and level.
  public let whole: ZigZagSpatialLevels
  /// Unrollings with fractions per operand and level.
  public let fractional: ZigZagSpatialLevels

  /// Limits a dataflow to layer and array, and places it.
  ///
  /// A dimension that is no multiple of its unrolling U runs T = ceil(D / U) times over D / T units in the mean. Of a
  /// dimension on several array dimensions only the first with the largest unrolling is adjusted [reading 7].
  public init(_ dataflow: ZigZagDataflow, of layer: ZigZagLayer, on machine: ZigZagMachine) {
    let limited = Self.limited(dataflow, of: layer, on: machine)
    let exact = Self.adjusted(limited, of: layer) { $0 }
    let floored = Self.adjusted(limited, of: layer) { $0.rounded(.down) }
    whole = layer.operands.map { Self.levels(floored, of: $0, on: machine) }
    fractional = layer.operands.map { Self.levels(exact, of: $0, on: machine) }
  }

  /// What lies on one array dimension.
  private struct Lane {
    var name: String
    var unrollings: [ZigZagUnrolling]
  }

  /// No unrolling exceeds its array dimension or its layer dimension; dimensions the layer has not are left out.
  private static func limited(
    _ dataflow: ZigZagDataflow, of layer: ZigZagLayer, on machine: ZigZagMachine
  ) -> [Lane] {
    dataflow.entries.map { entry in
      var rest = machine.array.first { $0.name == entry.arrayDimension }?.size ?? 1
      return Lane(
        name: entry.arrayDimension,
        unrollings: entry.unrollings.compactMap { loop in
          guard let place = layer.index(of: loop.dimension) else { return nil }
          let factor = min(loop.factor, rest, layer.dimensions[place].size)
          rest /= max(1, factor)
          return ZigZagUnrolling(loop.dimension, Double(max(1, factor)))
        })
    }
  }

  private static func adjusted(
    _ lanes: [Lane], of layer: ZigZagLayer, _ rounding: (Double) -> Double
  ) -> [Lane] {
    var result: [Lane] = []
    for lane in lanes {
      let unrollings = lane.unrollings.map { loop -> ZigZagUnrolling in
        let factors = lanes.map { other in
          other.unrollings.first { $0.dimension == loop.dimension }?.factor ?? 0
        }
        let largest = factors.max() ?? 0
        guard let first = factors.firstIndex(of: largest), lanes[first].name == lane.name,
          let place = layer.index(of: loop.dimension)
        else { return loop }
        let size = Double(layer.dimensions[place].size)
        var earlier = 1.0
        for other in result {
          for unrolling in other.unrollings where unrolling.dimension == loop.dimension {
            earlier *= unrolling.factor
          }
        }
        let times = (size / (loop.factor * earlier)).rounded(.up)
        return ZigZagUnrolling(loop.dimension, rounding(size / times / earlier))
      }
      result.append(Lane(name: lane.name, unrollings: unrollings))
    }
    return result
  }

  /// An unrolling lies below the innermost memory that is shared across its array dimension, or above all.
  private static func levels(
    _ lanes: [Lane], of operand: ZigZagLayer.Operand, on machine: ZigZagMachine
  ) -> [[ZigZagUnrolling]] {
    var rest = lanes
    var levels: [[ZigZagUnrolling]] = []
    for memory in machine.levels(of: operand.memoryOperand) {
      let shared = machine.memories[memory].sharedAcross
      levels.append(merged(rest.filter { shared.contains($0.name) }))
      rest.removeAll { shared.contains($0.name) }
    }
    levels.append(merged(rest))
    return levels
  }

  /// One unrolling for each dimension.
  private static func merged(_ lanes: [Lane]) -> [ZigZagUnrolling] {
    var merged: [ZigZagUnrolling] = []
    for loop in lanes.flatMap(\.unrollings) {
      if let place = merged.firstIndex(where: { $0.dimension == loop.dimension }) {
        merged[place].factor *= loop.factor
      } else {
        merged.append(loop)
      }
    }
    return merged
  }
}
