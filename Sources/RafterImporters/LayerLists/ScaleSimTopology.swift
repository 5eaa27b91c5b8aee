// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterQuantities
import RafterWorkload

/// Reads the convolution topologies of SCALE-Sim: name, input, window, channels, filters, stride, by their order.
///
/// They have no padding, one image, and the output side that SCALE-Sim 2 and 3 count:
/// `ceil((input - window + stride) / stride)`. A layer with `DP` in its name is depthwise, as there.
enum ScaleSimTopology {
  private static let columns = [
    "name", "IFMAP height", "IFMAP width", "filter height", "filter width", "channels",
    "num filter", "stride",
  ]

  /// Whether a first line is that of a topology.
  static func isTopology(_ head: [CSVRows.Cell]) -> Bool {
    head.count >= 8 && head[1].text.lowercased().contains("ifmap")
      && head[3].text.lowercased().contains("filter")
  }

  static func read(
    _ head: [CSVRows.Cell], _ rows: [[CSVRows.Cell]], file: String, name: String
  ) throws(DiagnosticList) -> Workload {
    // Files that SCALE-Sim writes itself state the strides of both axes.
    let hasTwoStrides = head.count >= 9 && head[8].text.lowercased().contains("stride")
    var list = ListedWorkload(name: name, source: file)
    var errors: [Diagnostic] = []
    var sparse: [SourceLocation] = []
    for row in rows {
      // A heading between groups of layers.
      if row.dropFirst().allSatisfy(\.text.isEmpty) { continue }
      guard row.count >= 8 else {
        errors.append(.csvCells(row.count, expected: 8, at: row[0].place))
        continue
      }
      var numbers: [Int] = []
      for (index, cell) in row.enumerated().dropFirst().prefix(hasTwoStrides ? 8 : 7) {
        if let number = Int(cell.text), 1...(1 << 24) ~= number {
          numbers.append(number)
        } else {
          errors.append(
            .csvCell(
              index < columns.count ? columns[index] : "stride width", cell.text,
              expected: "a whole number from 1 on", at: cell.place))
        }
      }
      if let last = row.dropFirst(hasTwoStrides ? 9 : 8).first, isSparse(last.text) {
        sparse.append(last.place)
      }
      guard numbers.count == (hasTwoStrides ? 8 : 7) else { continue }
      if numbers[2] > numbers[0] || numbers[3] > numbers[1] {
        errors.append(
          .emptyOutput(at: row[3].place, axis: numbers[2] > numbers[0] ? "Y" : "X"))
        continue
      }
      list.layers.append((layer(row[0].text, numbers), row[0].place))
    }
    guard errors.isEmpty else { throw DiagnosticList(errors) }
    guard !list.layers.isEmpty else {
      throw DiagnosticList(.noLayers(at: SourceLocation(file: file)))
    }
    var notes: [Diagnostic] = [.assumedFormats(file, "the topology")]
    if let first = sparse.first { notes.append(.scaleSimSparsity(at: first, count: sparse.count)) }
    return try list.workload(diagnostics: notes)
  }

  private static func layer(_ name: String, _ numbers: [Int]) -> ListedLayer {
    let strides = [numbers[6], numbers.last ?? numbers[6]]
    let windows = (0..<2).map { axis in
      let (input, kernel, stride) = (numbers[axis], numbers[2 + axis], strides[axis])
      return WindowAxis(
        input: input, kernel: kernel, stride: stride, dilation: 1, before: 0, after: 0,
        output: (input - kernel + stride + stride - 1) / stride)
    }
    let isDepthwise = name.contains("DP")
    return ListedLayer(
      name: name, operator: isDepthwise ? "depthwise-convolution" : "convolution",
      work: .convolution(
        ConvolutionNest(
          batch: 1, groups: isDepthwise ? numbers[4] : 1, outputChannels: numbers[5],
          inputChannels: isDepthwise ? 1 : numbers[4], windows: windows)),
      formats: .init(inputs: .int8, weights: .int8, outputs: .int8, accumulate: .int32))
  }

  /// `1:4` is one of four; `1:1` is dense.
  private static func isSparse(_ text: String) -> Bool {
    let parts = text.split(separator: ":")
    return parts.count == 2 && parts[0] != parts[1]
  }
}
