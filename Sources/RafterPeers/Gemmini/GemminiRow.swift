// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterQuantities

/// A layer that ran on Gemmini's RTL, and the mappings it ran with.
struct GemminiRow: CaseRow, Sendable, Hashable {
  /// Input channels, kernels, width and height of the output, side of the kernel.
  var channels: Int
  var kernels: Int
  var width: Int
  var height: Int
  var kernel: Int
  var stride: Int
  var scratchpad: ByteCount
  /// Rows of the accumulator, each of as many sums as the array has columns.
  var accumulatorRows: Int
  /// Sides of the array that ran; nil where no column says them.
  var statedArray: GemminiArray?
  /// Bytes of a weight, an input and an output as it leaves: 1 of int8, 4 of fp32.
  var elementBytes = 1.0
  /// Cycles with the mapping that is given.
  var cycles: Cycles
  /// Cycles with the mapping of Gemmini's own tiler.
  var tilerCycles: Cycles?
  /// Cycles by the model of the data's authors.
  var analyticCycles: Cycles?
  var tiling: GemminiTiling

  static let columns = [
    "C", "K", "P", "Q", "R", "stride", "rtl_cycles_dosa_mapping", "dosa_mapping",
  ]
  static let optionalColumns = [
    "rtl_cycles_gemmini_tiler", "analytic_cycles", "scratchpad_bytes", "accumulator_rows",
    "array_rows", "array_columns", "element_bytes",
  ]
  static let unreadColumns = ["macs", "util_dosa_mapping", "util_gemmini_tiler"]

  /// As in `512 -> 256, 28 x 28, 1 x 1`.
  var name: String {
    "\(channels) -> \(kernels), \(width) x \(height), \(kernel) x \(kernel)"
      + (stride > 1 ? " / \(stride)" : "")
  }

  /// The array that ran: as stated, or the built-in one, or a wider one where the mapping unrolls further.
  func array(_ usual: GemminiArray) -> GemminiArray {
    statedArray
      ?? GemminiArray(
        rows: max(usual.rows, tiling.unrolled), columns: max(usual.columns, tiling.unrolled))
  }

  var macs: MACs {
    MACs(channels * kernels) * Double(width * height * kernel * kernel)
  }

  /// The memories of the shipped rows, for tables without their columns.
  private static let usual = (scratchpad: 130_048.0, accumulatorRows: 512)

  /// The rows of a table.
  static func read(_ table: CaseTable) throws(DiagnosticList) -> [GemminiRow] {
    var table = table
    var rows: [GemminiRow] = []
    for row in table.rows {
      let sizes = ["C", "K", "P", "Q", "R", "stride"].map { table.count($0, row) }
      let cycles = table.number("rtl_cycles_dosa_mapping", row, least: 1)
      let tiler = table.optional("rtl_cycles_gemmini_tiler", row, least: 1)
      let analytic = table.optional("analytic_cycles", row, least: 1)
      let scratchpad = table.optional("scratchpad_bytes", row, least: 1)
      let accumulator = table.optionalCount("accumulator_rows", row)
      let sides = ["array_rows", "array_columns"].map { table.optionalCount($0, row) }
      let bytes = table.optional("element_bytes", row, least: 0.125)
      let text = table.text("dosa_mapping", row)
      guard let tiling = GemminiTiling(text) else {
        table.report(
          .peerForm(
            "'dosa_mapping'",
            expected: "L3[WIO] P7 Q14 - L2[WI] K16X - L1[O] K4 C3X - L0[W] Q4",
            at: table.place("dosa_mapping", row)))
        continue
      }
      let size = sizes.compactMap { $0 }
      guard size.count == sizes.count, let cycles else { continue }
      guard size[5] <= 1024 else {
        table.report(.peerNumber("\(size[5])", of: "'stride'", at: table.place("stride", row)))
        continue
      }
      let bounds: [Character: Int] = [
        "C": size[0], "K": size[1], "P": size[2], "Q": size[3], "R": size[4], "S": size[4],
      ]
      if let wrong = tiling.firstUncovered(bounds) {
        table.report(
          .uncoveredDimension(
            String(wrong), size: bounds[wrong] ?? 0, at: table.place("dosa_mapping", row)))
        continue
      }
      // One side alone is that of a square.
      let array = (sides[0] ?? sides[1]).map { rows in
        GemminiArray(rows: rows, columns: sides[1] ?? rows)
      }
      rows.append(
        GemminiRow(
          channels: size[0], kernels: size[1], width: size[2], height: size[3], kernel: size[4],
          stride: size[5], scratchpad: ByteCount(scratchpad ?? usual.scratchpad),
          accumulatorRows: accumulator ?? usual.accumulatorRows, statedArray: array,
          elementBytes: bytes ?? 1, cycles: Cycles(cycles),
          tilerCycles: tiler.map { Cycles($0) }, analyticCycles: analytic.map { Cycles($0) },
          tiling: tiling))
    }
    try table.finish()
    return rows
  }
}
