// SPDX-License-Identifier: Apache-2.0
import RafterHardware
import RafterQuantities

/// Cycles of a weight-stationary Gemmini that works tile by tile [validation].
///
/// A tile's weights and inputs are brought anew, its outputs leave once. It is worked on as products of one block of weights with the pixels of one
/// row of outputs, at most as many together as the array has rows; a product takes as many cycles as it has pixels, and at least a fitted
/// number in which the next one can be issued. Transfers and products overlap:
///
///     cycles = max(tiles * blocks * rows * sum over pieces max(pixels, c), bytes / B)
struct GemminiModel: Sendable, Hashable {
  /// The fitted c: cycles between two products at least.
  var issue: Cycles
  /// The fitted B: what the transfers reach.
  var bandwidth: BandwidthPerCycle

  /// What a row asks for, without the constants.
  struct Demand: Sendable, Hashable {
    /// Products whose pixels are as many as the array has rows, and those of the rest of a row.
    var full: Double
    var rest: Double
    /// Pixels of the rest.
    var restPixels: Int
    /// Rows of the array.
    var pixels: Int
    var bytes: ByteCount

    /// Counts a tiling of a row on an array.
    init(_ row: GemminiRow, array: GemminiArray) {
      let tiling = row.tiling
      func blocks(_ letter: Character, _ size: Int) -> Int {
        (tiling.size(letter) + size - 1) / size
      }
      let products =
        Double(blocks("K", array.columns) * blocks("C", array.rows))
        * Double(tiling.size("R") * tiling.size("S") * tiling.size("Q") * tiling.size("N"))
        * Double(tiling.count)
      pixels = array.rows
      full = products * Double(tiling.size("P") / array.rows)
      restPixels = tiling.size("P") % array.rows
      rest = restPixels > 0 ? products : 0
      let width = (tiling.size("P") - 1) * row.stride + tiling.size("R")
      let height = (tiling.size("Q") - 1) * row.stride + tiling.size("S")
      let weights =
        Double(tiling.size("K") * tiling.size("C")) * Double(tiling.size("R") * tiling.size("S"))
      let inputs = Double(tiling.size("C") * width) * Double(height * tiling.size("N"))
      let outputs =
        Double(tiling.size("K") * tiling.size("P")) * Double(tiling.size("Q") * tiling.size("N"))
      bytes = ByteCount(
        (weights + inputs) * Double(tiling.count) + outputs * Double(tiling.outputCount))
    }
  }

  /// Cycles of a demand.
  func cycles(_ demand: Demand) -> Cycles {
    let products =
      demand.full * max(Double(demand.pixels), issue.value)
      + demand.rest * max(Double(demand.restPixels), issue.value)
    return max(Cycles(products), demand.bytes / bandwidth)
  }
}

/// The sides of the array.
struct GemminiArray: Sendable, Hashable {
  var rows: Int
  var columns: Int
}
