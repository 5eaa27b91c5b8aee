// SPDX-License-Identifier: Apache-2.0
import RafterHardware
import RafterQuantities

/// Larger memories [rooflines 3.6].
///
///     AI ~ sqrt(S) until every byte moves once; the memory's own energy ~ sqrt(S), its leakage ~ S
///
/// so that there is a size of least energy in between.
///
/// - What it changes: the capacity of a memory inside the outermost.
/// - Roofs and point: the throughput roof stays; the point moves right at the memory outside.
/// - Cost: area and energy of access by the SRAM law.
/// - Limit: the compulsory traffic of the layer.
/// - Source: Hong and Kung 1981; arXiv 1702.02017; CACTI 7.
enum TemporalReuseLever {
  static func ladders(_ design: Design, _ cost: ModelledMachine) -> [Ladder] {
    let base = design.accelerator
    let outermost = base.path.firstIndex { if case .memory = $0 { true } else { false } }
    return base.path.indices.compactMap { index in
      guard index != outermost, case .memory(let memory) = base.path[index],
        let capacity = memory.capacity
      else { return nil }
      // The cells of an in-memory array are its array.
      if base.compute?.inMemory != nil, isInnermost(index, of: base) { return nil }
      let steps = Steps.factors.map { factor in
        var larger = memory
        larger.capacity = capacity.scaled(by: Double(factor))
        larger.partitions = memory.partitions.mapValues { $0.scaled(by: Double(factor)) }
        var machine = base
        machine.path[index] = .memory(larger)
        return Steps.machine(.temporalReuse, memory.name, "x\(factor)", machine, cost)
      }
      return Ladder(.temporalReuse, on: memory.name, steps)
    }
  }

  private static func isInnermost(_ index: Int, of machine: Accelerator) -> Bool {
    index == machine.path.lastIndex { if case .memory = $0 { true } else { false } }
  }
}
