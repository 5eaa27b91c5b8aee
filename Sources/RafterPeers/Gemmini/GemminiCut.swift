// SPDX-License-Identifier: Apache-2.0

/// How a layer is cut at DRAM: its sizes and those of a tile; the last tile along a letter has what is left.
struct GemminiCut: Sendable, Hashable {
  /// Sizes of the layer and of a tile, in the order of ``GemminiTiling/letters``.
  private var layer: [Int]
  private var tile: [Int]

  /// Cuts sizes, each at least one.
  init(layer: [Int], tile: [Int]) {
    self.layer = layer
    self.tile = tile
  }

  /// The cutting of a mapping, which runs all iterations that it says.
  init(_ tiling: GemminiTiling) {
    tile = GemminiTiling.letters.map { tiling.size($0) }
    layer = GemminiTiling.letters.map { tiling.size($0) * tiling.count($0) }
  }

  private static func place(_ letter: Character) -> Int {
    switch letter {
    case "C": 0
    case "K": 1
    case "P": 2
    case "Q": 3
    case "R": 4
    case "S": 5
    default: 6
    }
  }

  /// The size of the layer along a letter.
  func size(_ letter: Character) -> Double { Double(layer[Self.place(letter)]) }

  /// Tiles along a letter.
  func count(_ letter: Character) -> Double {
    let place = Self.place(letter)
    return Double((layer[place] + tile[place] - 1) / tile[place])
  }

  /// Sizes of the tiles along a letter and how many have them: whole ones, and the last.
  func pieces(_ letter: Character) -> [(size: Int, count: Double)] {
    let (all, one) = (layer[Self.place(letter)], tile[Self.place(letter)])
    let whole = (size: one, count: Double(all / one))
    return all % one == 0
      ? [whole] : all < one ? [(all, 1)] : [whole, (size: all % one, count: 1)]
  }

  /// Blocks of a side of the array along a letter, over all tiles.
  func blocks(_ letter: Character, _ side: Int) -> Double {
    pieces(letter).reduce(0) { $0 + $1.count * Double(($1.size + side - 1) / side) }
  }

  /// Inputs along an axis that all tiles bring: `(p - 1) stride + r` for each pair of a tile of outputs and one of the kernel.
  func window(_ outputs: Character, _ kernel: Character, stride: Int) -> Double {
    var sum = 0.0
    for out in pieces(outputs) {
      for taps in pieces(kernel) {
        sum += out.count * taps.count * Double((out.size - 1) * stride + taps.size)
      }
    }
    return sum
  }
}
