// SPDX-License-Identifier: Apache-2.0
import RafterQuantities

/// Rows of numbers that Timeloop printed, each where it did.
///
/// Counts have to be equal. Energies are printed with few digits and come from a table with few digits: 0.1 %.
struct PrintedRows {
  /// The design.
  let name: String
  private(set) var rows: [ValidationRow] = []

  private static let energyTolerance = 1e-3

  init(of name: String) { self.name = name }

  mutating func count(_ quantity: String, _ published: Double?, _ own: Int?, unit: String = "1") {
    guard let published else { return }
    rows.append(
      ValidationRow(
        name, quantity, unit: unit, published: published, predicted: own.map(Double.init),
        tolerance: 0))
  }

  mutating func energy(_ quantity: String, picojoules: Double?, _ own: Picojoules?) {
    guard let picojoules else { return }
    rows.append(
      ValidationRow(
        name, quantity, unit: "J", published: picojoules * 1e-12, predicted: own?.energy.value,
        tolerance: Self.energyTolerance))
  }

  /// The share of the units that work, printed in whole hundredths of a percent.
  mutating func utilization(percent: Double?, _ own: Double) {
    guard let percent else { return }
    rows.append(
      ValidationRow(
        name, "utilization", unit: "1", published: percent / 100, predicted: own,
        tolerance: 0.005 / max(1, percent)))
  }
}
