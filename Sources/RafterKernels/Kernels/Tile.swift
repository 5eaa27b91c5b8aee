// SPDX-License-Identifier: Apache-2.0

/// What one block of a product works out: rows and columns of C, over all of k or a part of it.
public struct Tile: Sendable, Hashable {
  /// Rows of C.
  public var rows: Int
  /// Columns of C.
  public var columns: Int

  /// Creates a tile.
  public init(rows: Int, columns: Int) {
    self.rows = rows
    self.columns = columns
  }

  /// The tiles that libraries have kernels for; the quickest is taken, as their heuristics aim to.
  static let all: [Tile] = [
    Tile(rows: 16, columns: 64), Tile(rows: 16, columns: 128), Tile(rows: 32, columns: 64),
    Tile(rows: 32, columns: 128), Tile(rows: 64, columns: 64), Tile(rows: 64, columns: 128),
    Tile(rows: 64, columns: 256), Tile(rows: 128, columns: 64), Tile(rows: 128, columns: 128),
    Tile(rows: 128, columns: 256), Tile(rows: 256, columns: 64), Tile(rows: 256, columns: 128),
  ]

  /// Into how many parts k may be cut, each with a block of its own; their sums go through the cache.
  static let splits = [1, 2, 4, 8, 16]
  /// The least k of such a part.
  static let leastDepth = 256
}
