// SPDX-License-Identifier: Apache-2.0
import RafterHardware
import RafterQuantities

/// What an objective is for a cost, the static power of the machine included.
struct ObjectiveValue: Sendable {
  var objective: Objective
  /// Joule of static power in a cycle; 0 where it is not stated.
  var staticEnergy: Double

  init(_ objective: Objective, on accelerator: Accelerator) {
    self.objective = objective
    staticEnergy = accelerator.staticEnergyPerCycle
  }

  /// Joule of arithmetic, memories, wires and static power; unknown parts count as nothing, as in the search.
  func energy(_ cost: NestCost) -> Double {
    var sum = cost.computeEnergy?.value ?? 0
    for memory in cost.memories { sum += memory.energy?.value ?? 0 }
    for wire in cost.wires { sum += wire.energy?.value ?? 0 }
    return sum + staticEnergy * cost.latencyCycles.value
  }

  /// Cycles, joule or their product.
  func callAsFunction(_ cost: NestCost) -> Double {
    switch objective {
    case .latency: cost.latencyCycles.value
    case .energy: energy(cost)
    case .edp: energy(cost) * cost.latencyCycles.value
    }
  }
}

extension Accelerator {
  /// Joule of static power in a cycle; 0 where it is not stated.
  var staticEnergyPerCycle: Double {
    (power.staticPower?.value.value ?? 0) / technology.frequency.value.value
  }

  /// All sides of all arrays, outermost first.
  var sides: [FanOut.Axis] {
    path.flatMap { element -> [FanOut.Axis] in
      guard case .array(let array) = element else { return [] }
      return array.axes
    }
  }
}

extension Certificate {
  /// How far a given mapping can be from the best one, known from what a search found.
  ///
  /// The least objective is at least `found / (1 + gap)`; where nothing was found, no bound is known and
  /// the gap is infinite.
  static func given(_ cost: NestCost, beside result: MappingResult, value: ObjectiveValue)
    -> Certificate
  {
    guard case .mapped(let best) = result else {
      return Certificate(objective: value.objective, gap: .infinity, mappingsConsidered: 0)
    }
    var certificate = best.certificate
    certificate.widen(to: value(cost), from: value(best.cost))
    return certificate
  }

  /// The same bound for another mapping: the least objective is at least `found / (1 + gap)`.
  mutating func widen(to own: Double, from found: Double) {
    guard abs(own - found) > Score.roundOff * found else { return }
    gap = max(0, own / found * (1 + gap) - 1)
  }
}
