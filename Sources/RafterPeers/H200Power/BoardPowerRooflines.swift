// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterQuantities

/// Measured products under the roofs of their devices; of rows held by the power cap what the model says as well.
enum BoardPowerRooflines {
  /// One for each device that rows name.
  ///
  /// - Throws: that a device has no description.
  static func rooflines(_ rows: [BoardPowerRow]) throws(DiagnosticList) -> [MeasuredRoofline] {
    var names: [String] = []
    for name in rows.compactMap(\.device) where !names.contains(name) { names.append(name) }
    var found: [MeasuredRoofline] = []
    for name in names {
      let device = try KernelDevices.device(name)
      let runs = rows.filter { $0.device == name }.map { row in
        let held = BoardPowerModel.shipped.cappedRate(of: row)
        return KernelRooflines.Run(
          name: "\(row.m) x \(row.n) x \(row.k)", format: .bf16, operations: row.operations,
          bytes: row.bytes, measured: row.latency,
          predicted: row.isCapped && held > .zero
            ? Seconds(row.latency.value * row.rate.ratio(to: held)) : nil)
      }
      found.append(KernelRooflines.roofline(runs, on: device.gpu))
    }
    return found
  }
}
