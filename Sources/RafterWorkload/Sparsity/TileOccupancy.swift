// SPDX-License-Identifier: Apache-2.0

/// How many non-zeros a tile of a tensor holds.
///
/// A buffer that keeps only non-zeros is made for the greatest number or, if it may spill, for the expected one;
/// a machine that skips empty tiles gains with the probability of an empty one.
public struct TileOccupancy: Sendable, Hashable {
  /// The mean over tiles.
  public var expected: Double
  /// The most that a tile may hold.
  public var greatest: Int
  /// The least that a tile holds.
  public var least: Int
  /// The probability that a tile holds none.
  public var probabilityEmpty: Double

  /// Creates an occupancy.
  public init(expected: Double, greatest: Int, least: Int, probabilityEmpty: Double) {
    self.expected = expected
    self.greatest = greatest
    self.least = least
    self.probabilityEmpty = probabilityEmpty
  }
}

/// Non-zeros at places that are all as likely: the number in a tile is hypergeometric.
///
///     P(k of t) = C(K, k) C(N - K, t - k) / C(N, t)        E = t K / N
///
/// The density model `hypergeometric` of Sparseloop [Wu et al., MICRO 2022].
public struct UniformZeros: Sendable, Hashable {
  /// Elements of the tensor, N.
  public let elements: Int
  /// Those that are not zero, K.
  public let nonZeros: Int

  /// Creates the model of a tensor; nil unless `0 <= nonZeros <= elements`.
  public init?(elements: Int, nonZeros: Int) {
    guard nonZeros >= 0, nonZeros <= elements else { return nil }
    self.elements = elements
    self.nonZeros = nonZeros
  }

  /// A tile of `size` elements; one that is larger than the tensor is the tensor.
  public func occupancy(ofTile size: Int) -> TileOccupancy {
    let tile = min(max(0, size), elements)
    let expected = elements > 0 ? Double(tile) * Double(nonZeros) / Double(elements) : 0
    return TileOccupancy(
      expected: expected, greatest: min(tile, nonZeros),
      least: max(0, tile - (elements - nonZeros)),
      probabilityEmpty: probability(of: 0, inTile: tile)
    )
  }

  /// The probability of `count` non-zeros in a tile.
  public func probability(of count: Int, inTile size: Int) -> Double {
    let tile = min(max(0, size), elements)
    guard count >= max(0, tile - (elements - nonZeros)), count <= min(tile, nonZeros) else {
      return 0
    }
    return LogFactorial.exp(
      LogFactorial.choose(nonZeros, count)
        + LogFactorial.choose(elements - nonZeros, tile - count)
        - LogFactorial.choose(elements, tile))
  }
}

extension GroupStructure {
  /// A tile of `size` neighbours that begins at a group; the last group may be cut.
  ///
  /// Every whole group holds `kept`; of a cut one each element is as likely to be other than zero.
  public func occupancy(ofTile size: Int) -> TileOccupancy {
    let (whole, rest) = max(0, size).quotientAndRemainder(dividingBy: group)
    let cut = UniformZeros(elements: group, nonZeros: kept)?.occupancy(ofTile: rest)
    let (expected, greatest, least) = (cut?.expected ?? 0, cut?.greatest ?? 0, cut?.least ?? 0)
    return TileOccupancy(
      expected: Double(whole * kept) + expected, greatest: whole * kept + greatest,
      least: whole * kept + least,
      probabilityEmpty: whole > 0 ? 0 : cut?.probabilityEmpty ?? 1)
  }
}

/// The zeros of a tensor as they are, in the order in which its elements lie.
public struct ZeroMask: Sendable, Hashable {
  /// Whether each element is other than zero.
  public let isNonZero: [Bool]

  /// Creates a mask.
  public init(_ isNonZero: [Bool]) { self.isNonZero = isNonZero }

  /// Elements that are not zero.
  public var nonZeros: Int { isNonZero.reduce(0) { $0 + ($1 ? 1 : 0) } }

  /// Tiles of `size` neighbours, one after the other; the last may be shorter.
  ///
  /// - Returns: nil where there is no tile.
  public func occupancy(ofTile size: Int) -> TileOccupancy? {
    guard size > 0, !isNonZero.isEmpty else { return nil }
    var counts: [Int] = []
    for start in stride(from: 0, to: isNonZero.count, by: size) {
      counts.append(
        isNonZero[start..<min(start + size, isNonZero.count)].reduce(0) { $0 + ($1 ? 1 : 0) })
    }
    let tiles = Double(counts.count)
    return TileOccupancy(
      expected: Double(counts.reduce(0, +)) / tiles, greatest: counts.max() ?? 0,
      least: counts.min() ?? 0,
      probabilityEmpty: Double(counts.reduce(0) { $0 + ($1 == 0 ? 1 : 0) }) / tiles)
  }

  /// Whether every group of neighbours keeps to a structure.
  public func keeps(to structure: GroupStructure) -> Bool {
    (occupancy(ofTile: structure.group)?.greatest ?? 0) <= structure.kept
  }
}
