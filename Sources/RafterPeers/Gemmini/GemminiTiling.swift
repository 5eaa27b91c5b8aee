// SPDX-License-Identifier: Apache-2.0

/// How a layer is cut at DRAM, from a mapping in Timeloop's short form.
///
///     L3[WIO] P7 Q14 - L2[WI] K16X - L1[O] K4 S7 R7 Q2 P4 C3X - L0[W] Q4 P4
///
/// Loops of the first level run over tiles; those of the others make a tile. P runs along the width of the output and Q along its
/// height, R and S over the kernel, N over images.
struct GemminiTiling: Sendable, Hashable {
  /// The letters of a tile's sizes, in the order of ``tile``.
  static let letters: [Character] = ["C", "K", "P", "Q", "R", "S", "N"]

  /// Sizes of a tile, by letter.
  private var tile: [Int]
  /// Tiles along each letter.
  private var tiles: [Int]
  /// The widest unrolling over the array.
  private(set) var unrolled = 1

  /// Reads the short form; nil where it has another one.
  init?(_ text: String) {
    var tile = [Int](repeating: 1, count: Self.letters.count)
    var tiles = tile
    var levels = 0
    for part in text.split(separator: " ") where part != "-" {
      if part.first == "L", part.hasSuffix("]") {
        guard part.dropFirst().first?.isNumber == true else { return nil }
        levels += 1
        continue
      }
      guard levels > 0, let letter = part.first,
        let place = Self.letters.firstIndex(of: letter)
      else { return nil }
      let digits = part.dropFirst()
      guard let factor = Int(digits.hasSuffix("X") ? digits.dropLast() : digits),
        factor >= 1, factor <= 1 << 20
      else { return nil }
      if digits.hasSuffix("X") { unrolled = max(unrolled, factor) }
      if levels == 1 { tiles[place] *= factor } else { tile[place] *= factor }
      guard tile[place] <= 1 << 20, tiles[place] <= 1 << 20 else { return nil }
    }
    let all = (tile + tiles).reduce(1.0) { $0 * Double($1) }
    guard levels >= 2, all <= 0x1p50 else { return nil }
    self.tile = tile
    self.tiles = tiles
  }

  /// The size of a tile along a letter.
  func size(_ letter: Character) -> Int {
    Self.letters.firstIndex(of: letter).map { tile[$0] } ?? 1
  }

  /// Tiles along a letter.
  func count(_ letter: Character) -> Int {
    Self.letters.firstIndex(of: letter).map { tiles[$0] } ?? 1
  }

  /// A letter whose factors do not reach its size.
  func firstUncovered(_ bounds: [Character: Int]) -> Character? {
    Self.letters.first { letter in
      bounds[letter].map { size(letter) * count(letter) < $0 } ?? false
    }
  }
}
