// SPDX-License-Identifier: Apache-2.0
public import RafterDiagnostics
import RafterQuantities

/// The cost model of ZigZag 3.9.1, rule by rule: its numbers for its mappings [mapping 6.1].
///
/// It is a view for comparison. Where a rule is a quirk of the peer (words of the greatest width as the unit of
/// energy, inferred double buffering, every first partial sum read), RafterMapping decides otherwise; see the page
/// *Other tools*.
public struct ZigZagModel: Sendable {
  let problem: ZigZagProblem
  let mapping: ZigZagMapping

  /// Checks a mapping against layer and machine.
  ///
  /// - Parameters:
  ///   - layer: Loops and operands.
  ///   - machine: Memories, ports and array.
  ///   - mapping: Unrollings and temporal loops of each operand.
  ///   - dataflow: What the user unrolled: a systolic array drains by it.
  ///   - cyclesPerOperation: Cycles of one step of the array.
  /// - Throws: `DiagnosticList` where an operand has no memory or port, or loops do not fit the layer.
  public init(
    layer: ZigZagLayer, machine: ZigZagMachine, mapping: ZigZagMapping, dataflow: ZigZagDataflow,
    cyclesPerOperation: Double = 1
  ) throws(DiagnosticList) {
    problem = try ZigZagProblem(
      layer: layer, machine: machine, whole: mapping.whole, fractional: mapping.fractional,
      dataflow: dataflow, cyclesPerOperation: cyclesPerOperation)
    var faults: [Diagnostic] = []
    for loop in mapping.order where layer.index(of: loop.dimension) == nil {
      faults.append(.unknownZigZagDimension(loop.dimension))
    }
    for (operand, cuts) in mapping.cuts.enumerated()
    where cuts.count != problem.levels[operand] || cuts.last != mapping.order.count
      || cuts != cuts.sorted()
    {
      faults.append(
        .temporalLevelCount(
          cuts.count, of: layer.operands[operand].name, expected: problem.levels[operand]))
    }
    guard faults.isEmpty else { throw DiagnosticList(faults) }
    self.mapping = mapping
  }

  /// Counts, energy and latency.
  public func evaluate() -> ZigZagResult {
    var evaluator = ZigZagEvaluator(problem)
    let order = mapping.order.compactMap { loop in
      problem.dimensionNames.firstIndex(of: loop.dimension).map {
        ZigZagEvaluator.Loop(dimension: $0, factor: Double(loop.factor))
      }
    }
    var cuts = [Int](repeating: 0, count: evaluator.stride * problem.operandCount)
    for (operand, list) in mapping.cuts.enumerated() {
      for (level, cut) in list.enumerated() { cuts[operand * evaluator.stride + level + 1] = cut }
    }
    evaluator.evaluate(order: order, cuts: cuts)
    return evaluator.result()
  }
}

extension ZigZagEvaluator {
  /// The state as a result.
  func result() -> ZigZagResult {
    let c = problem.cyclesPerOperation
    let ideal = PeerRounding.up(
      PeerRounding.up(Double(problem.macs) / Double(problem.unitCount)) * c)
    let loops = total * c
    return ZigZagResult(
      energy: Picojoules(energy), macEnergy: Picojoules(problem.macEnergy * Double(problem.macs)),
      accesses: (0..<problem.operandCount).map { operand in
        (1...problem.levels[operand]).map { level in
          let place = (operand * stride + level) * 4
          return ZigZagResult.Accesses(counts: accesses[place..<(place + 4)].map { Int($0) })
        }
      },
      doubleBuffered: (0..<problem.operandCount).map { operand in
        (1...problem.levels[operand]).map { isDoubleBuffered[operand * stride + $0] }
      },
      loops: Cycles(loops), stall: Cycles(stall), onLoad: Cycles(onLoad), offLoad: Cycles(offLoad),
      drain: Cycles(problem.drain),
      utilization: ZigZagResult.Utilization(
        ideal: ideal / loops, withStalls: ideal / (loops + stall),
        withOnLoad: ideal / (loops + stall + onLoad), overall: ideal / latency))
  }
}
