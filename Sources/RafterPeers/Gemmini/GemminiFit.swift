// SPDX-License-Identifier: Apache-2.0
import RafterQuantities

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The two constants from rows, by least mean of magnitudes of logarithms of predicted / measured.
struct GemminiFit: Sendable {
  var model: GemminiModel
  /// Relative errors of each row by constants from the others.
  var errorsLeavingOneOut: [Double]

  /// Fits.
  init(_ rows: [(demand: GemminiModel.Demand, cycles: Cycles)]) {
    model = Self.fit(rows)
    errorsLeavingOneOut = rows.indices.map { left in
      let others = rows.indices.filter { $0 != left }.map { rows[$0] }
      return Self.fit(others).cycles(rows[left].demand).ratio(to: rows[left].cycles) - 1
    }
  }

  /// Grids of 13 x 13, each about the best of the one before and a quarter as wide.
  private static func fit(_ rows: [(demand: GemminiModel.Demand, cycles: Cycles)]) -> GemminiModel {
    var best = GemminiModel(issue: Cycles(8), bandwidth: BandwidthPerCycle(8))
    var least = loss(best, rows)
    var reach = 8.0
    for _ in 0..<5 {
      let centre = best
      for i in -6...6 {
        for j in -6...6 {
          let model = GemminiModel(
            issue: Cycles(max(0, centre.issue.value + reach * Double(i) / 6)),
            bandwidth: BandwidthPerCycle(
              max(0.1, centre.bandwidth.value + reach * Double(j) / 6)))
          let loss = loss(model, rows)
          guard loss < least else { continue }
          least = loss
          best = model
        }
      }
      reach /= 4
    }
    return best
  }

  private static func loss(
    _ model: GemminiModel, _ rows: [(demand: GemminiModel.Demand, cycles: Cycles)]
  ) -> Double {
    rows.reduce(0) { sum, row in
      let ratio = model.cycles(row.demand).ratio(to: row.cycles)
      return sum + log(ratio).magnitude
    }
  }
}
