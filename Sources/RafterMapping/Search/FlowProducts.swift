// SPDX-License-Identifier: Apache-2.0

/// Where the numbers of a level's flows come from, once a tile is chosen of every item.
protocol FlowProducts: ~Copyable {
  /// The numbers of a flow, in the order of ``FlowColumn``.
  ///
  /// - Parameters:
  ///   - index: its place among the flows of the level.
  ///   - order: the order of the loops, one that it has the numbers of.
  ///   - nodes: the chosen ones.
  func product(
    _ index: Int, _ order: LoopOrder, _ nodes: InlineArray<16, Int32>, _ pool: TilePool
  ) -> SIMD8<Double>

  /// Elements that cross an array before the last one on the way of a flow.
  func crossing(
    _ index: Int, array: Int, _ order: LoopOrder, _ nodes: InlineArray<16, Int32>,
    _ pool: TilePool
  ) -> Double
}
