// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterQuantities

/// A layer that ran on Eyeriss, and what was measured.
struct EyerissLayer: CaseRow, Sendable, Hashable {
  var name: String
  /// Side of the square input, without padding.
  var side: Int
  var padding: Int
  /// Side of the square kernel.
  var kernel: Int
  /// Side of the square output.
  var output: Int
  var inputChannels: Int
  var kernels: Int
  var stride: Int
  var groups: Int
  var batch: Int
  /// The share of zeros among its inputs.
  var zeros: Double
  /// The mapping as printed; nil where none is.
  var mapping: RowStationaryMapping?
  /// Average power.
  var power: Power?
  /// With transfers from DRAM and processing one after the other.
  var totalLatency: Seconds?
  /// Without the transfers.
  var processingLatency: Seconds?
  var activeElements: Int?
  var bufferTraffic: ByteCount?
  var dramTraffic: ByteCount?

  static let columns = [
    "layer", "H_in", "pad", "R", "E_out", "C_in_total", "M_out", "stride", "groups", "batch",
    "zeros_in_ifmap_pct",
  ]
  static let optionalColumns =
    [
      "power_mW", "total_latency_ms", "processing_latency_ms", "active_PEs", "glb_access_MB",
      "dram_access_MB",
    ] + letters
  static let unreadColumns = ["macs_G", "glb_ifmap_KB", "glb_psum_KB"]
  /// The mapping, all seven or none.
  private static let letters = ["m", "n", "e", "p", "q", "r", "t"].map { "map_\($0)" }

  /// Input channels of a group.
  var channels: Int { inputChannels / groups }
  /// Kernels of a group.
  var groupKernels: Int { kernels / groups }
  /// Side of the padded input.
  var paddedSide: Int { side + 2 * padding }
  /// Outputs of the batch.
  var outputs: Int { batch * kernels * output * output }
  /// Multiply-accumulates of the batch.
  var macs: MACs { MACs(outputs) * Double(channels * kernel * kernel) }

  /// The layers of a table; a row TOTAL is left out.
  static func read(_ table: CaseTable) throws(DiagnosticList) -> [EyerissLayer] {
    var table = table
    var layers: [EyerissLayer] = []
    for row in table.rows where !table.text("layer", row).hasPrefix("TOTAL") {
      let columns = ["H_in", "R", "E_out", "C_in_total", "M_out", "stride", "groups", "batch"]
      let sizes = columns.map { table.count($0, row) }
      let padding = table.count("pad", row, least: 0)
      let zeros = table.number("zeros_in_ifmap_pct", row)
      // What was measured is above zero; a cell is empty where nothing was.
      let power = table.optional("power_mW", row, least: 1e-9)
      let total = table.optional("total_latency_ms", row, least: 1e-9)
      let processing = table.optional("processing_latency_ms", row, least: 1e-9)
      let active = table.optionalCount("active_PEs", row)
      let buffer = table.optional("glb_access_MB", row, least: 1e-9)
      let dram = table.optional("dram_access_MB", row, least: 1e-9)
      let map = letters.map { table.optionalCount($0, row) }
      let size = sizes.compactMap { $0 }
      guard size.count == sizes.count, let padding, let zeros else { continue }
      let macs = [size[1], size[1], size[2], size[2], size[3], size[4], size[7]]
        .reduce(1.0) { $0 * Double($1) }
      // Counts stay within 2^60.
      guard size[0] <= 4096, size[1] <= 64, size[2] <= 4096, macs <= 0x1p48, zeros <= 100,
        size[6] <= min(size[3], size[4]), padding <= 64,
        (size[2] - 1) * size[5] + size[1] <= size[0] + 2 * padding,
        map.allSatisfy({ ($0 ?? 1) <= 4096 })
      else {
        table.report(
          .peerForm(
            "the layer",
            expected:
              "sides up to 4096 and kernels up to 64, (E-1) stride + R <= H + 2 pad, zeros up to 100",
            at: table.place(row)))
        continue
      }
      let printed = map.compactMap { $0 }
      layers.append(
        EyerissLayer(
          name: table.text("layer", row), side: size[0], padding: padding, kernel: size[1],
          output: size[2], inputChannels: size[3], kernels: size[4], stride: size[5],
          groups: size[6], batch: size[7], zeros: zeros / 100,
          mapping: printed.count == map.count
            ? RowStationaryMapping(
              kernelsInBuffer: printed[0], images: printed[1], rows: printed[2],
              kernelsOfElement: printed[3], channelsOfElement: printed[4],
              channelSets: printed[5], kernelSets: printed[6]) : nil,
          power: power.map { Power($0 * 1e-3) }, totalLatency: total.map { Seconds($0 * 1e-3) },
          processingLatency: processing.map { Seconds($0 * 1e-3) }, activeElements: active,
          bufferTraffic: buffer.map { ByteCount($0 * 1e6) },
          dramTraffic: dram.map { ByteCount($0 * 1e6) }))
    }
    try table.finish()
    return layers
  }
}
