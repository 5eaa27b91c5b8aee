// SPDX-License-Identifier: Apache-2.0

/// Spatial choices with one more side decided, by where they come from: most of them are never looked at, so none is
/// made before it is asked for.
struct SideDecisions: Sendable {
  /// The choices before.
  let parents: SpatialList
  /// For each of them what the side may unroll.
  var options: [[SideOption]] = []
  /// For each decision its parent and the option.
  private var places: [(parent: Int32, option: Int32)] = []
  /// For each decision what orders it.
  private(set) var orders: [Score] = []

  /// None yet.
  init(after parents: SpatialList) { self.parents = parents }

  /// Adds a decision.
  ///
  /// - Parameters:
  ///   - parent: the place of the choice before.
  ///   - option: the place of the option among its parent's.
  mutating func append(parent: Int, option: Int, _ order: Score) {
    places.append((Int32(parent), Int32(option)))
    orders.append(order)
  }

  /// The places of all, best first; equal ones keep their order.
  func ranking(_ objective: Objective) -> [Int] {
    SpatialList.ranking(orders.map { ($0.primary(objective), $0.secondary(objective)) })
  }

  /// The choice of a decision.
  func choice(_ index: Int) -> SpatialChoice {
    let place = places[index]
    return parents.choices[Int(place.parent)].deciding(
      options[Int(place.parent)][Int(place.option)])
  }
}
