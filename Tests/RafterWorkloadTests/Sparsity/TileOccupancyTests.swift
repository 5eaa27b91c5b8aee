// SPDX-License-Identifier: Apache-2.0
import RafterTestSupport
import RafterWorkload
import Testing

struct TileOccupancyTests {
  /// All ways to choose which of `n` elements are not zero.
  static func masks(_ n: Int, nonZeros: Int) -> [ZeroMask] {
    (0..<1 << n).filter { $0.nonzeroBitCount == nonZeros }.map { word in
      ZeroMask((0..<n).map { word >> $0 & 1 == 1 })
    }
  }

  @Test func `a tile of a random tensor is hypergeometric, as all ways counted one by one`() throws
  {
    for nonZeros in 0...9 {
      let ways = Self.masks(9, nonZeros: nonZeros)
      let model = try #require(UniformZeros(elements: 9, nonZeros: nonZeros))
      for size in 0...9 {
        let counts = ways.map { $0.isNonZero.prefix(size).count { $0 } }
        for count in 0...9 {
          let share = Double(counts.count { $0 == count }) / Double(ways.count)
          #expect(abs(model.probability(of: count, inTile: size) - share) < 1e-12)
        }
        let own = model.occupancy(ofTile: size)
        #expect(abs(own.expected - Double(counts.reduce(0, +)) / Double(ways.count)) < 1e-12)
        #expect(own.greatest == counts.max())
        #expect(own.least == counts.min())
      }
    }
  }

  @Test func `a large tile is likely what the density says`() throws {
    // 1e9 elements, a quarter not zero, a tile of 4: empty as 0.75^4 = 0.31640625, as the rest is nearly endless.
    let model = try #require(UniformZeros(elements: 1_000_000_000, nonZeros: 250_000_000))
    #expect(abs(model.occupancy(ofTile: 4).probabilityEmpty - 0.316_406_25) < 1e-6)
    #expect(model.occupancy(ofTile: 1000).expected == 250)
    #expect(model.occupancy(ofTile: 1000).greatest == 1000)
  }

  @Test func `two of four hold two in every whole group`() throws {
    let structure = try #require(GroupStructure(kept: 2, group: 4))
    // 10 = 2 groups and 2 of a third: 4 + 2 x 2/4 expected, up to 4 + 2; the 2 may be empty, not the tile.
    let tile = structure.occupancy(ofTile: 10)
    #expect(tile == TileOccupancy(expected: 5, greatest: 6, least: 4, probabilityEmpty: 0))
    // A single element: C(2,0) C(2,1) / C(4,1) = 1/2.
    #expect(abs(structure.occupancy(ofTile: 1).probabilityEmpty - 0.5) < 1e-12)
    // Two: both of the zeros, 1 of 6 pairs.
    #expect(abs(structure.occupancy(ofTile: 2).probabilityEmpty - 1.0 / 6) < 1e-12)
  }

  @Test func `a mask is counted tile by tile`() throws {
    let mask = ZeroMask([1, 0, 0, 0, 0, 0, 1, 1, 1].map { $0 == 1 })
    // Tiles of 3: 1, 0, 3.
    let tiles = try #require(mask.occupancy(ofTile: 3))
    #expect(
      tiles
        == TileOccupancy(expected: 4.0 / 3, greatest: 3, least: 0, probabilityEmpty: 1.0 / 3))
    #expect(mask.occupancy(ofTile: 0) == nil)
    #expect(mask.nonZeros == 4)
  }

  @Test func `a structure holds where every group does`() throws {
    let (half, quarter) = (
      try #require(GroupStructure(kept: 2, group: 4)),
      try #require(GroupStructure(kept: 1, group: 4))
    )
    let mask = ZeroMask([1, 1, 0, 0, 0, 1, 0, 0].map { $0 == 1 })
    #expect(mask.keeps(to: half))
    #expect(!mask.keeps(to: quarter))
    #expect(quarter.isWithin(half))
    #expect(!half.isWithin(quarter))
    // 1:2 keeps to 2:4, and not the other way round: 1100 is not 1:2.
    let pairs = try #require(GroupStructure(kept: 1, group: 2))
    #expect(pairs.isWithin(half))
    #expect(!half.isWithin(pairs))
    #expect(GroupStructure(kept: 0, group: 4) == nil)
    #expect(GroupStructure(kept: 5, group: 4) == nil)
  }
}
