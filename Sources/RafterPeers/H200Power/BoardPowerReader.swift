// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterQuantities

/// Reads rows of board power: comma-separated, with a head.
///
/// Columns `gemm_dtype`, `m`, `n`, `k`, `latency_us`, `power_w`, `cap_w`, `suspect` in any order; a `device`, where there is one, is that
/// whose constants and roofs are known; others, such as `stack`, are not needed.
struct BoardPowerReader {
  private var table: CaseTable
  /// Devices that rows have named.
  private var devices: Set<String> = []

  private static let columns = [
    "gemm_dtype", "m", "n", "k", "latency_us", "power_w", "cap_w", "suspect",
  ]
  /// Formats whose products cost the same, and their bytes.
  private static let formats = ["bfloat16": 2, "float16": 2]
  private static let maximumSize = 1 << 30
  /// Boards overshoot their cap for a moment; a mean above this share of it is in another unit.
  private static let mostOverCap = 1.25

  /// The rows of a file, suspect ones included.
  ///
  /// - Throws: all that is wrong in it.
  static func read(_ file: ValidationFile) throws(DiagnosticList) -> [BoardPowerRow] {
    var reader = BoardPowerReader(table: CaseTable(file))
    let wrong = reader.table.problems(needing: columns, optional: ["device"])
    if !wrong.isEmpty { throw DiagnosticList(wrong) }
    let rows = reader.table.rows.compactMap { reader.row($0) }
    try reader.table.finish()
    return rows
  }

  private init(table: CaseTable) { self.table = table }

  private mutating func row(_ row: CaseTable.Row) -> BoardPowerRow? {
    let format = table.text("gemm_dtype", row)
    let bytes = Self.formats[format]
    if bytes == nil { table.report(.powerFormat(format, at: table.place("gemm_dtype", row))) }
    let m = size("m", row)
    let n = size("n", row)
    let k = size("k", row)
    let latency = positive("latency_us", row)
    let power = positive("power_w", row)
    let cap = positive("cap_w", row)
    if let power, let cap, power > Self.mostOverCap * cap {
      table.report(
        .peerNumber(
          table.text("power_w", row), of: "'power_w'",
          expected: "a power in watts that its cap of \(Text.number(cap)) W allows",
          at: table.place("power_w", row)))
    }
    let suspect = table.text("suspect", row)
    if !["0", "1"].contains(suspect) {
      table.report(
        .peerForm("'suspect'", expected: "0 or 1", at: table.place("suspect", row)))
    }
    let device = table.has(["device"]) ? table.text("device", row) : nil
    if let device, devices.insert(device).inserted {
      checkDevice(device, at: table.place("device", row))
    }
    guard let bytes, let m, let n, let k, let latency, let power, let cap else { return nil }
    return BoardPowerRow(
      m: m, n: n, k: k, elementBytes: bytes, latency: Seconds(latency * 1e-6), power: Power(power),
      cap: Power(cap), isSuspect: suspect == "1", device: device)
  }

  private mutating func checkDevice(_ name: String, at place: SourceLocation) {
    do throws(DiagnosticList) {
      _ = try KernelDevices.device(name, at: place)
    } catch {
      error.diagnostics.forEach { table.report($0) }
    }
  }

  private mutating func positive(_ column: String, _ row: CaseTable.Row) -> Double? {
    table.number(column, row, least: 1e-9)
  }

  private mutating func size(_ column: String, _ row: CaseTable.Row) -> Int? {
    table.count(column, row, most: Self.maximumSize)
  }
}
