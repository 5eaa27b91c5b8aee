// SPDX-License-Identifier: Apache-2.0
import RafterQuantities

/// The cutting that Gemmini's own library chooses for a convolution, by the rule of `tiled_conv_auto` in its header gemmini.h.
///
/// From the whole layer the longest side is shortened until a tile fits: channels by a block of the array, others by one, and a row of
/// outputs no shorter than the array while several rows are left. Then first the row of outputs and after it every side grows by one as
/// long as the tile fits. It knows no cost.
///
/// The library is built for one size of the memories, of which a tile may take half: 128 KiB of the scratchpad and 32 KiB of the accumulator,
/// whatever the row that ran has. The tiles that ran are stated in the data of DOSA, and 27 of 27 come out.
struct GemminiTiler {
  let row: GemminiRow
  let array: GemminiArray

  /// Sides in the library's order: rows and columns of outputs, kernels, rows and columns of taps, channels.
  private enum Side: Int, CaseIterable {
    case rows, columns, kernels, tapRows, tapColumns, channels
  }

  /// The cutting; nil where not even one value of each side fits.
  func cut() -> GemminiCut? {
    let whole = [row.height, row.width, row.kernels, row.kernel, row.kernel, row.channels]
    var sides = whole
    while !fits(sides) {
      guard let longest = longest(sides) else { return nil }
      sides[longest] = shortened(sides[longest], longest)
    }
    func grow(_ place: Int) -> Bool {
      guard sides[place] < whole[place] else { return false }
      var other = sides
      other[place] += 1
      guard fits(other) else { return false }
      sides = other
      return true
    }
    while grow(Side.columns.rawValue) {}
    var hasGrown = true
    while hasGrown {
      hasGrown = false
      for side in Side.allCases where grow(side.rawValue) { hasGrown = true }
    }
    func layout(_ sides: [Int]) -> [Int] {
      [
        sides[Side.channels.rawValue], sides[Side.kernels.rawValue], sides[Side.columns.rawValue],
        sides[Side.rows.rawValue], sides[Side.tapColumns.rawValue], sides[Side.tapRows.rawValue], 1,
      ]
    }
    return GemminiCut(layer: layout(whole), tile: layout(sides))
  }

  /// The place of the longest side that may be shortened; nil where all are one.
  private func longest(_ sides: [Int]) -> Int? {
    var best: Int?
    for side in Side.allCases {
      let size = sides[side.rawValue]
      if side == .columns, size <= array.rows, sides[Side.rows.rawValue] > 1 { continue }
      if size > best.map({ sides[$0] }) ?? 1 { best = side.rawValue }
    }
    return best ?? (sides[Side.columns.rawValue] > 1 ? Side.columns.rawValue : nil)
  }

  private func shortened(_ size: Int, _ place: Int) -> Int {
    guard place == Side.kernels.rawValue || place == Side.channels.rawValue else { return size - 1 }
    let block = array.columns
    return max(1, size % block != 0 ? size / block * block : size - block)
  }

  private func fits(_ sides: [Int]) -> Bool {
    GemminiRoom(library: array, stride: row.stride, elementBytes: row.elementBytes).fits(
      channels: sides[Side.channels.rawValue], kernels: sides[Side.kernels.rawValue],
      width: sides[Side.columns.rawValue], height: sides[Side.rows.rawValue],
      taps: (sides[Side.tapColumns.rawValue], sides[Side.tapRows.rawValue]))
  }
}

/// Whether a tile fits a scratchpad and an accumulator, in their rows of one block each.
struct GemminiRoom {
  private let scratchpadRows: Double
  private let accumulatorRows: Double
  private let stride: Int
  /// Rows and columns of inputs that a tile is given beyond those it reads.
  private let spare: Int
  private let array: GemminiArray

  /// The memories of a row that ran; its sizes are what one tile may take, as the other half of the memories holds the next one.
  init(_ row: GemminiRow, _ array: GemminiArray) {
    scratchpadRows =
      (row.scratchpad.value / (Double(array.columns) * row.elementBytes)).rounded(.down)
    accumulatorRows = Double(row.accumulatorRows)
    stride = row.stride
    spare = 0
    self.array = array
  }

  /// Half of the memories that Gemmini's library is built for; it counts `p stride + r - 1` inputs for p outputs and r taps.
  init(library array: GemminiArray, stride: Int, elementBytes: Double) {
    scratchpadRows = (131_072 / (Double(array.columns) * elementBytes)).rounded(.down)
    accumulatorRows = Double(32_768 / (4 * array.columns))
    self.stride = stride
    spare = stride - 1
    self.array = array
  }

  /// Whether a tile of these sizes fits.
  func fits(
    channels: Int, kernels: Int, width: Int, height: Int, taps: (width: Int, height: Int)
  ) -> Bool {
    // In floating point, since sizes of a table may multiply beyond 64 bits.
    func blocks(_ size: Int) -> Double { Double((size + array.columns - 1) / array.columns) }
    func side(_ outputs: Int, _ taps: Int) -> Double {
      Double((outputs - 1) * stride + taps + spare)
    }
    let inputs = blocks(channels) * side(width, taps.width) * side(height, taps.height)
    let weights = blocks(kernels) * Double(taps.width * taps.height) * Double(channels)
    return inputs + weights <= scratchpadRows
      && blocks(kernels) * Double(width) * Double(height) <= accumulatorRows
  }
}
