// SPDX-License-Identifier: Apache-2.0
import RafterQuantities

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The power of a board from what it does [rooflines 3.2; validation].
///
///     P = min(P_cap, P_s + (e_op * rate + e_byte * bandwidth) * (1 - exp(-t/tau)))
///
/// The last factor belongs to the measurement and not to the board. Short products were run for a bounded number of times,
/// so the sensor, which averages over about a second, saw less than a second of work; the shorter a product, the less of its
/// power it shows. A product held by the cap is taken as settled.
struct BoardPowerModel: Sendable, Hashable {
  /// P_s: drawn in any case while kernels run.
  var staticPower: Power
  /// e_op.
  var energyPerOperation: EnergyPerOperation
  /// e_byte.
  var energyPerByte: EnergyPerByte
  /// tau: a product of this length shows 63 % of its dynamic power; zero where the sensor always sees all of it.
  var settling: Seconds

  /// What the shipped rows give; a test fits them again.
  static let shipped = BoardPowerModel(
    staticPower: Power(140.52), energyPerOperation: EnergyPerOperation(0.724e-12),
    energyPerByte: EnergyPerByte(113.33e-12), settling: Seconds(75.0e-6))

  /// The dynamic power of a product at its measured rate, settled.
  func dynamicPower(of row: BoardPowerRow) -> Power {
    energyPerOperation * row.rate + energyPerByte * row.bandwidth
  }

  /// The share of the dynamic power that the sensor sees.
  func visibleShare(of row: BoardPowerRow) -> Double {
    settling > .zero ? 1 - exp(-row.latency.ratio(to: settling)) : 1
  }

  /// What the sensor says for a product at its measured rate.
  func reading(of row: BoardPowerRow) -> Power {
    min(row.cap, staticPower + dynamicPower(of: row) * visibleShare(of: row))
  }

  /// The rate at which a product draws the cap, `(P_cap - P_s) / (e_op + e_byte * bytes/operations)`.
  func cappedRate(of row: BoardPowerRow) -> Throughput {
    guard row.cap > staticPower else { return .zero }
    return row.rate * (row.cap - staticPower).ratio(to: dynamicPower(of: row))
  }

  /// (predicted - measured) / measured: of the power of a row below the cap, of the rate of a row held by it.
  func error(of row: BoardPowerRow) -> Double {
    row.isCapped
      ? cappedRate(of: row).ratio(to: row.rate) - 1 : reading(of: row).ratio(to: row.power) - 1
  }
}
