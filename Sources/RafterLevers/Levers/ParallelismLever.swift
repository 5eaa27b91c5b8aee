// SPDX-License-Identifier: Apache-2.0
import RafterHardware
import RafterQuantities

/// More units side by side: longer sides of arrays, a wider vector unit [rooflines 3.6].
///
///     Pi * p, ridge * p, bandwidths as they are; the memories inside the array come p times
///
/// - What it changes: one side of an array, or the width of the vector unit.
/// - Roofs and point: the flat roof rises and the ridge moves right; the energy of an operation stays.
/// - Cost: multipliers and the memories inside; wires and control are not priced.
/// - Limit: `min(p * SU'/SU, room to the slope)`: an array that the layers' dimensions do not fill gains less than p, and layers left
///   of the ridge nothing.
/// - Source: Verhelst 2025.
enum ParallelismLever {
  static func ladders(_ design: Design, _ cost: ModelledMachine) -> [Ladder] {
    let base = design.accelerator
    var ladders: [Ladder] = []
    for index in base.path.indices {
      guard case .array(let array) = base.path[index] else { continue }
      // The sides of an in-memory array are its cells: a larger macro is another macro.
      if base.compute?.inMemory != nil, index == innermostArray(base) { continue }
      for side in array.axes.indices {
        let steps = Steps.factors.map { factor in
          var changed = array
          changed.axes[side].size *= factor
          var machine = base
          machine.path[index] = .array(changed)
          return Steps.machine(
            .parallelism, array.axes[side].name, "x\(factor)", machine, cost,
            notes: ["\(changed.axes[side].size) in place of \(array.axes[side].size)"])
        }
        ladders.append(Ladder(.parallelism, on: array.axes[side].name, steps))
      }
    }
    if let vector = base.vector {
      let steps = Steps.factors.map { factor in
        var machine = base
        machine.vector = vector.widened(by: Double(factor))
        let (target, step) = ("vector unit", "x\(factor)")
        return Intervention(
          lever: .parallelism, target: target, step: step,
          change: .machine(Steps.named(machine, after: base, .parallelism, target, step)),
          area: nil, basis: ["area of the vector unit: not known"])
      }
      ladders.append(Ladder(.parallelism, on: "vector unit", steps))
    }
    return ladders
  }

  private static func innermostArray(_ machine: Accelerator) -> Int? {
    machine.path.lastIndex { if case .array = $0 { true } else { false } }
  }
}
