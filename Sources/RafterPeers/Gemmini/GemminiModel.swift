// SPDX-License-Identifier: Apache-2.0
import RafterHardware
import RafterQuantities

/// Cycles of a weight-stationary Gemmini that works tile by tile [validation].
///
/// A tile's weights and inputs are brought anew, its outputs leave once. It is worked on as products of one block of weights with the pixels of one
/// row of outputs, at most as many together as the array has rows; a product takes as many cycles as it has pixels, and at least a fitted
/// number in which the next one can be issued. Transfers and products overlap in part:
///
///     products = tiles * blocks * rows * sum over pieces max(pixels, c)
///     cycles   = sqrt(products^2 + (bytes / B)^2)
///
/// Of the greater of the two, their sum and roots of three powers, this one was kept while looking at the errors of all three
/// mappings: the sum is nearer for the search, a power of 1.5 for all three together about as near.
struct GemminiModel: Sendable, Hashable {
  /// The fitted c: cycles between two products at least.
  var issue: Cycles
  /// The fitted B: what the transfers reach.
  var bandwidth: BandwidthPerCycle

  /// What a row asks for, without the constants.
  struct Demand: Sendable, Hashable {
    /// Products whose pixels are as many as the array has rows.
    var full: Double
    /// Those of the rest of a row of pixels, of whole tiles and of the last one.
    var rests: [Rest]
    /// Rows of the array.
    var pixels: Int
    var bytes: ByteCount

    /// Products with fewer pixels than the array has rows.
    struct Rest: Sendable, Hashable {
      var count: Double
      var pixels: Int
    }

    /// Counts the cutting of a layer on an array.
    init(_ cut: GemminiCut, stride: Int, array: GemminiArray, elementBytes: Double = 1) {
      let blocks =
        cut.blocks("K", array.columns) * cut.blocks("C", array.rows) * cut.size("R")
        * cut.size("S") * cut.size("Q") * cut.size("N")
      pixels = array.rows
      full = 0
      rests = []
      for (size, count) in cut.pieces("P") {
        full += blocks * count * Double(size / array.rows)
        let rest = size % array.rows
        if rest > 0 { rests.append(Rest(count: blocks * count, pixels: rest)) }
      }
      let spots = cut.count("P") * cut.count("Q") * cut.count("N")
      let weights = cut.size("K") * cut.size("C") * cut.size("R") * cut.size("S") * spots
      let inputs =
        cut.size("C") * cut.size("N") * cut.window("P", "R", stride: stride)
        * cut.window("Q", "S", stride: stride) * cut.count("K")
      let outputs = cut.size("K") * cut.size("P") * cut.size("Q") * cut.size("N")
      bytes = ByteCount((weights + inputs + outputs) * elementBytes)
    }
  }

  /// Cycles of a demand.
  func cycles(_ demand: Demand) -> Cycles {
    var products = demand.full * max(Double(demand.pixels), issue.value)
    for rest in demand.rests { products += rest.count * max(Double(rest.pixels), issue.value) }
    let transfers = (demand.bytes / bandwidth).value
    return Cycles((products * products + transfers * transfers).squareRoot())
  }
}

/// The sides of the array.
struct GemminiArray: Sendable, Hashable {
  var rows: Int
  var columns: Int
}
