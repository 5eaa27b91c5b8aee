// SPDX-License-Identifier: Apache-2.0
import RafterHardware
import RafterQuantities

/// Wider or faster ports of one memory [rooflines 3.6].
///
///     slope * p, ridge / p; a wider SRAM costs less for each bit and more area, a DRAM more interface
///
/// - What it changes: all ports of a memory.
/// - Roofs and point: the slope of that level; the point stays, as no byte is saved.
/// - Cost: a wider SRAM by the SRAM law; the interface of a DRAM is not priced.
/// - Limit: layers right of the ridge gain nothing.
/// - Source: Williams, Waterman and Patterson, CACM 2009; CACTI 7.
enum BandwidthLever {
  static func ladders(_ design: Design, _ cost: ModelledMachine) -> [Ladder] {
    let base = design.accelerator
    return base.path.indices.compactMap { index in
      guard case .memory(let memory) = base.path[index], !memory.ports.isEmpty else { return nil }
      let steps = Steps.factors.map { factor in
        var machine = base
        machine.path[index] = .memory(memory.widened(by: Double(factor)))
        return Steps.machine(.bandwidth, memory.name, "x\(factor)", machine, cost)
      }
      return Ladder(.bandwidth, on: memory.name, steps)
    }
  }
}

extension MemoryLevel {
  /// The memory with every port faster.
  func widened(by factor: Double) -> MemoryLevel {
    var memory = self
    for port in memory.ports.indices {
      memory.ports[port].bandwidth = memory.ports[port].bandwidth.scaled(by: factor)
    }
    return memory
  }
}
