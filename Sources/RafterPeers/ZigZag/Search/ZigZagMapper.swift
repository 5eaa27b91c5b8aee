// SPDX-License-Identifier: Apache-2.0
public import RafterDiagnostics
public import RafterMapping
import RafterQuantities

/// Searches mappings of a layer in the compatible model.
///
/// The spatial mapping is the user's dataflow. First every order of at most six merged factors is cut greedily, which is
/// the peer's own space; then the best of them are split into prime factors and improved by moving one loop and
/// shifting one cut at a time, which leads out of that space. Nothing is claimed about the optimum: ceilings and
/// inferred buffering make the cost jump both ways, so there is no certificate.
public struct ZigZagMapper: Sendable {
  /// What was found.
  public struct Outcome: Sendable, Hashable {
    /// The mapping.
    public var mapping: ZigZagMapping
    /// What it costs.
    public var result: ZigZagResult
    /// Mappings that were evaluated.
    public var evaluated: Int
  }

  /// Orders of at most so many merged factors are all looked at.
  static let mergedFactors = 6
  /// Mappings from which the improvement starts.
  static let starts = 3
  /// A search is given up where its best order costs over so many times what another unrolling gave.
  ///
  /// The improvement made at most 3 of it in the layers of ResNet-18 on six unrollings each of tpu_like.
  static let hopeless = 8.0

  let layer: ZigZagLayer
  let placement: SpatialPlacement
  let problem: ZigZagProblem
  let objective: Objective

  /// Prepares a search.
  ///
  /// - Throws: `DiagnosticList` where layer and machine do not go together.
  public init(
    layer: ZigZagLayer, machine: ZigZagMachine, dataflow: ZigZagDataflow,
    cyclesPerOperation: Double = 1, objective: Objective = .edp
  ) throws(DiagnosticList) {
    self.layer = layer
    self.objective = objective
    placement = SpatialPlacement(dataflow, of: layer, on: machine)
    problem = try ZigZagProblem(
      layer: layer, machine: machine, whole: placement.whole, fractional: placement.fractional,
      dataflow: dataflow, cyclesPerOperation: cyclesPerOperation)
  }

  /// The best mapping found, or nil where no order fits, or none can be expected to be better than another.
  ///
  /// - Parameter other: What another unrolling gave.
  public func search(against other: Outcome? = nil) -> Outcome? {
    var factors = LoopFactors(layer, placement)
    var search = MappingSearch(
      problem, objective, loops: factors.count,
      limit: other.map { $0.value(objective).value * Self.hopeless } ?? .infinity)
    let primes = factors
    factors.merge(to: Self.mergedFactors)
    search.enumerate(factors.loops)
    guard search.best != nil else { return nil }
    search.improve(splitting: primes)
    guard let best = search.best else { return nil }
    var evaluator = ZigZagEvaluator(problem)
    evaluator.evaluate(order: best.order, cuts: best.cuts)
    let mapping = ZigZagMapping(
      whole: placement.whole, fractional: placement.fractional,
      order: best.order.map { ZigZagLoop(problem.dimensionNames[$0.dimension], Int($0.factor)) },
      cuts: (0..<problem.operandCount).map { operand in
        (1...problem.levels[operand]).map { best.cuts[operand * evaluator.stride + $0] }
      })
    return Outcome(mapping: mapping, result: evaluator.result(), evaluated: search.evaluated)
  }
}

extension ZigZagMapper.Outcome {
  /// What the objective looks at.
  func value(_ objective: Objective) -> MappingCost {
    MappingCost(objective, energy: result.energy.value, latency: result.latency.value)
  }
}
