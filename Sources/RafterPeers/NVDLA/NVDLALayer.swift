// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterQuantities

/// A layer of the makers' sheet, and what the sheet says of it.
struct NVDLALayer: CaseRow, Sendable, Hashable {
  /// What runs beside the products.
  enum Kind: Sendable, Hashable {
    case convolution
    /// With a second input added to its output.
    case convolutionAndSum
    case fullyConnected

    /// By the words of the sheet, `conv`, `conv + elwise` and `fc`, whatever follows them; nil for others.
    init?(_ text: String) {
      let text = text.lowercased()
      if text.hasPrefix("fc") {
        self = .fullyConnected
      } else if text.hasPrefix("conv") {
        self =
          text.contains("elwise") || text.contains("eltwise") ? .convolutionAndSum : .convolution
      } else {
        return nil
      }
    }
  }

  /// What bounds a layer, in the sheet's words.
  enum Bound: String, Sendable, Hashable {
    case mac = "MAC"
    case dram = "DRAM"
  }

  var name: String
  var kind: Kind
  /// Channels, height and width of the input.
  var channels: Int
  var height: Int
  var width: Int
  /// Kernels and their size.
  var kernels: Int
  var kernelHeight: Int
  var kernelWidth: Int
  var stride: Int
  /// Height and width of the output.
  var outputHeight: Int
  var outputWidth: Int
  /// Elements that leave: fewer than were computed where pooling is fused behind.
  var leaving: Int
  /// As published.
  var traffic: ByteCount?
  var bound: Bound?
  /// Cycles of its traffic and of its MACs, as published.
  var trafficCycles: Cycles?
  var macCycles: Cycles?

  static let columns = [
    "layer", "type", "C", "H", "W", "K", "R", "S", "stride_h", "P", "Q", "dram_traffic_KB",
  ]
  static let optionalColumns = ["dram_cycles", "mac_cycles", "bound"]
  static let unreadColumns = ["stride_w", "macs", "max_cycles"]

  /// Elements computed.
  var outputs: Int { kernels * outputHeight * outputWidth }

  /// The layers of a table.
  ///
  /// Pooling is fused behind a layer: where the next one takes as many channels but fewer pixels, only those leave.
  static func read(_ table: CaseTable) throws(DiagnosticList) -> [NVDLALayer] {
    var table = table
    var layers: [NVDLALayer] = []
    for row in table.rows {
      let sizes = ["C", "H", "W", "K", "R", "S", "stride_h", "P", "Q"].map {
        table.count($0, row)
      }
      let traffic = table.optional("dram_traffic_KB", row, least: 1e-6)
      let trafficCycles = table.optional("dram_cycles", row, least: 1)
      let macCycles = table.optional("mac_cycles", row, least: 1)
      let size = sizes.compactMap { $0 }
      guard size.count == sizes.count else { continue }
      // C x H x W, K x P x Q, and K x C x R x S with what a stride adds: counts stay within 2^40.
      let products = [
        [size[0] + 4, size[1], size[2]], [size[3], size[7], size[8]],
        [size[3], size[0] + 4, size[4] + size[6], size[5] + size[6], 2],
      ]
      guard products.allSatisfy({ $0.reduce(1.0) { $0 * Double($1) } <= 0x1p40 }) else {
        table.report(
          .peerForm(
            "the layer", expected: "tensors of at most 2^40 elements", at: table.place(row)))
        continue
      }
      guard let kind = Kind(table.text("type", row)) else {
        table.report(
          .caseWord(
            table.text("type", row), of: "type", words: ["conv", "conv + elwise", "fc"],
            at: table.place("type", row)))
        continue
      }
      let boundText = table.text("bound", row)
      let bound = Bound(rawValue: boundText.uppercased())
      if bound == nil, !boundText.isEmpty {
        table.report(
          .caseWord(
            boundText, of: "bound", words: [Bound.dram.rawValue, Bound.mac.rawValue],
            at: table.place("bound", row)))
      }
      layers.append(
        NVDLALayer(
          name: table.text("layer", row),
          kind: kind, channels: size[0], height: size[1], width: size[2], kernels: size[3],
          kernelHeight: size[4], kernelWidth: size[5], stride: size[6], outputHeight: size[7],
          outputWidth: size[8], leaving: size[3] * size[7] * size[8],
          traffic: traffic.map { ByteCount($0 * 1024) },
          bound: bound,
          trafficCycles: trafficCycles.map { Cycles($0) }, macCycles: macCycles.map { Cycles($0) }))
    }
    for place in layers.indices.dropLast() {
      let next = layers[place + 1]
      let taken = next.channels * next.height * next.width
      let isSameTensor =
        next.kind == .fullyConnected
        ? taken % layers[place].kernels == 0 : next.channels == layers[place].kernels
      if isSameTensor, taken < layers[place].leaving { layers[place].leaving = taken }
    }
    try table.finish()
    return layers
  }
}

/// A configuration of the makers' table, and the rate it states.
struct NVDLAConfiguration: CaseRow, Sendable, Hashable {
  var macs: Int
  var buffer: ByteCount
  var bandwidth: Bandwidth
  /// Frames a second.
  var rate: Double

  static let columns = ["macs", "conv_buffer_KB", "sdram_GBps", "published_fps"]

  /// The configurations of a table.
  static func read(_ table: CaseTable) throws(DiagnosticList) -> [NVDLAConfiguration] {
    var table = table
    var found: [NVDLAConfiguration] = []
    for row in table.rows {
      let macs = table.count("macs", row)
      let buffer = table.number("conv_buffer_KB", row, least: 1)
      let bandwidth = table.number("sdram_GBps", row, least: 1e-3)
      let rate = table.number("published_fps", row, least: 1e-6)
      guard let macs, let buffer, let bandwidth, let rate else { continue }
      found.append(
        NVDLAConfiguration(
          macs: macs, buffer: ByteCount(buffer * 1024), bandwidth: Bandwidth(bandwidth * 1e9),
          rate: rate))
    }
    try table.finish()
    return found
  }
}
