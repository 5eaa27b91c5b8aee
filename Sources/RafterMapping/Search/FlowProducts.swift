// SPDX-License-Identifier: Apache-2.0

/// Where the numbers of a level's flows come from, once a tile is chosen of every item.
protocol FlowProducts: ~Copyable {
  /// The numbers of a flow, in the order of ``FlowColumn``.
  ///
  /// - Parameters:
  ///   - variant: which loops count.
  ///   - index: its place among the flows of the level.
  ///   - nodes: the chosen ones.
  func product(
    _ variant: Int, _ index: Int, _ nodes: InlineArray<16, Int32>, _ pool: TilePool
  ) -> SIMD8<Double>

  /// Elements that cross an array before the last one on the way of a flow.
  func crossing(
    _ variant: Int, _ index: Int, array: Int, _ nodes: InlineArray<16, Int32>, _ pool: TilePool
  ) -> Double
}
