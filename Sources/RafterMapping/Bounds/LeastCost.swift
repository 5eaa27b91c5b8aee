// SPDX-License-Identifier: Apache-2.0
public import RafterHardware
public import RafterQuantities
public import RafterWorkload

/// What every mapping of a nest takes at least; no single mapping need reach both.
public struct LeastCost: Sendable, Hashable {
  /// No mapping takes less time.
  public var latency: Cycles
  /// No mapping takes less energy; parts whose energy is unknown count as nothing.
  public var energy: Energy
}

extension Mapper {
  /// The least time and the least energy of one run of a nest, without a search.
  ///
  /// It is the bound that the search begins with: every byte moves as seldom as the capacities allow, and the arrays
  /// are as full as the sides and the loops' bounds allow.
  ///
  /// - Parameters:
  ///   - nest: the product, its bounds and its operands' formats.
  ///   - accelerator: what it is laid out on.
  ///   - format: the format that the machine multiplies the nest's operands in.
  ///   - constraints: a dataflow or unrollings to keep to.
  ///   - savings: what zeros spare the nest.
  /// - Returns: nil where no mapping fits.
  /// - Complexity: that of the tables of a search; some ten thousandths of a second.
  public static func leastCost(
    of nest: LoopNest, on accelerator: Accelerator, format: ComputeFormat,
    constraints: MappingConstraints = .none, savings: NestSavings = .none
  ) -> LeastCost? {
    let problem = Problem(nest, accelerator, format, constraints, savings)
    guard problem.infeasibility == nil, !problem.spaces.isEmpty else { return nil }
    var search = BranchAndBound(
      spaces: problem.spaces, objective: .latency, tolerance: 0, budget: 0, isCancelled: { false })
    var latency = Double.infinity
    var energy = Double.infinity
    for placement in problem.spaces.indices {
      let bound = search.bound(.open(placement))
      latency = min(latency, bound.latency)
      energy = min(energy, bound.energy)
    }
    return LeastCost(latency: Cycles(latency), energy: Energy(energy))
  }
}
