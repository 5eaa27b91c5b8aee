// SPDX-License-Identifier: Apache-2.0
public import RafterHardware
import RafterQuantities
public import RafterWorkload

/// All trade-offs between latency and energy of a nest on a machine, fastest first.
public struct MappingFront: Sendable, Hashable {
  /// Mappings of which none is at least as good as another in both; latency rises, energy falls.
  public var mappings: [MappedNest]
  /// Whether the list ends before the mapping of the least energy, for its length.
  public var isCut: Bool

  /// Creates a front.
  public init(mappings: [MappedNest], isCut: Bool) {
    self.mappings = mappings
    self.isCut = isCut
  }
}

extension Mapper {
  /// The Pareto front of (latency, energy).
  ///
  /// Each point is the fastest mapping that needs less energy than the point before it, so that the front
  /// is exact where every certificate is optimal; the number of searches is that of its points.
  ///
  /// - Parameters:
  ///   - nest: the product, its bounds and its operands' formats.
  ///   - accelerator: what it is laid out on.
  ///   - format: the format that the machine multiplies the nest's operands in.
  ///   - constraints: a dataflow or unrollings to keep to, without conflicts (``MappingConstraints/conflicts(for:on:)``).
  ///   - most: how many points at most.
  ///   - limit: of each search.
  ///   - savings: what zeros spare the nest, as in
  ///     ``map(_:on:format:objective:constraints:limit:savings:memory:isCancelled:)``.
  ///   - isCancelled: as in ``map(_:on:format:objective:constraints:limit:savings:memory:isCancelled:)``; the front then ends
  ///     with the point being searched.
  public static func front(
    of nest: LoopNest, on accelerator: Accelerator, format: ComputeFormat,
    constraints: MappingConstraints = .none, limit: SearchLimit = SearchLimit(gap: 0),
    most: Int = 64, savings: NestSavings = .none,
    isCancelled: @escaping @Sendable () -> Bool = { false }
  ) -> Result<MappingFront, Infeasibility> {
    let problem = Problem(nest, accelerator, format, constraints, savings)
    if let reason = problem.infeasibility { return .failure(reason) }
    var front = MappingFront(mappings: [], isCut: false)
    var cap = Double.infinity
    var filling: Filling?
    var tables = ShapeTables()
    while true {
      let (solution, certificate, used) = search(
        problem.spaces, even: problem.evenCount, objective: .latency, limit: limit, below: cap,
        filling: filling, tables: &tables, isCancelled: isCancelled)
      guard let solution else {
        // Nothing below the last point, or the search for it was too long.
        if certificate.gap > 0 { front.isCut = true }
        if front.mappings.isEmpty { return .failure(problem.tooLarge(certificate)) }
        break
      }
      guard front.mappings.count < most else {
        front.isCut = true
        break
      }
      filling = used
      cap = solution.score.energy
      front.mappings.append(problem.mapped(solution, certificate, &tables.options))
      if certificate.wasCancelled {
        front.isCut = true
        break
      }
    }
    if savings != .none { front.dropDominated(ObjectiveValue(.energy, on: accelerator)) }
    return .success(front)
  }
}

extension MappingFront {
  /// Leaves out points that others beat: a search does not foresee which sums are stored with their zeros.
  fileprivate mutating func dropDominated(_ energy: ObjectiveValue) {
    let order = mappings.indices.sorted {
      let (a, b) = (mappings[$0].cost, mappings[$1].cost)
      return (a.latencyCycles.value, energy(a), $0) < (b.latencyCycles.value, energy(b), $1)
    }
    var least = Double.infinity
    mappings = order.compactMap { index in
      let own = energy(mappings[index].cost)
      guard own < least else { return nil }
      least = own
      return mappings[index]
    }
  }
}
