// SPDX-License-Identifier: Apache-2.0
public import RafterHardware
import RafterQuantities
import RafterWorkload

extension MachineShape {
  /// The machine as a search sees it that lays out a nest which is spared something.
  ///
  /// A search counts bits of the dense nest. What is left of each kind of transfer is a share that no choice of tiles
  /// moves, so that zeros make links faster and cheaper, and arithmetic too, by
  ///
  ///     cycles/bit * time      energy/bit * bits      granularity / bits      rate / steps
  ///
  /// with the shares of ``NestSavings/left(of:_:at:innermost:returnsSums:)``: what is found costs what the evaluator
  /// counts. One share is not known beforehand: finished outputs are stored without their zeros and unfinished sums as
  /// they are, so that the search takes them all for finished, which is no more than they cost.
  func sparing(_ savings: NestSavings) -> MachineShape {
    guard savings != .none else { return self }
    var machine = self
    machine.rate = rate / savings.steps
    machine.computeEnergy = computeEnergy.map { $0 * savings.arithmeticEnergy }
    for operand in 0..<3 { machine.conversionEnergy[operand] *= savings.arithmeticEnergy }
    machine.executed = savings.executed
    let innermost: [Int] = (0..<3).map { operand in
      memories.last { $0.holds & (1 << UInt8(operand)) != 0 }.map(\.index) ?? -1
    }
    for level in memories.indices {
      machine.memories[level].left = (0..<3).flatMap { operand in
        TransferDirection.allCases.map { direction in
          savings.left(
            of: operand, direction, at: memories[level].index, innermost: innermost,
            returnsSums: false)
        }
      }
    }
    return machine
  }
}

extension Mapper {
  /// The better of a mapping that is known and of what a search finds for a nest that is spared something.
  ///
  /// A search that knows of zeros finds other mappings than one that does not; neither has to be the best one where the
  /// limit ends it. Both bounds are those of the search with zeros.
  ///
  /// - Parameters:
  ///   - known: a mapping of the same nest on the same machine, found for the dense nest.
  ///   - accelerator: the machine.
  ///   - format: the format of the arithmetic.
  ///   - savings: what zeros spare the nest.
  ///   - constraints: those that `known` keeps to.
  ///   - limit: how many mappings may be considered, and the gap at which to stop.
  ///   - memory: what searches on other machines worked out of shapes.
  public static func sparing(
    _ savings: NestSavings, beside known: MappedNest, on accelerator: Accelerator,
    format: ComputeFormat, constraints: MappingConstraints, limit: SearchLimit,
    memory: ShapeMemory? = nil
  ) -> MappedNest {
    let objective = known.certificate.objective
    var spared = known.sparing(savings, on: accelerator, format: format)
    let result = map(
      known.nest, on: accelerator, format: format, objective: objective, constraints: constraints,
      limit: limit, savings: savings, memory: memory)
    guard case .mapped(let found) = result else { return spared }
    let value = ObjectiveValue(objective, on: accelerator)
    func score(_ cost: NestCost) -> Score {
      Score(latency: cost.latencyCycles.value, energy: value.energy(cost))
    }
    guard score(spared.cost).isBetter(than: score(found.cost), objective) else { return found }
    spared.certificate = found.certificate
    spared.certificate.widen(to: value(spared.cost), from: value(found.cost))
    return spared
  }
}

extension MappedNest {
  /// The same mapping with the cost that is left when something is spared.
  ///
  /// - Parameters:
  ///   - savings: what is spared, in place of what was before.
  ///   - accelerator: the machine.
  ///   - format: the format of the arithmetic.
  public func sparing(
    _ savings: NestSavings, on accelerator: Accelerator, format: ComputeFormat
  ) -> MappedNest {
    guard savings != self.savings else { return self }
    var spared = self
    spared.savings = savings
    spared.cost = Evaluator.cost(
      of: mapping, for: nest, on: accelerator, format: format, savings: savings)
    return spared
  }
}
