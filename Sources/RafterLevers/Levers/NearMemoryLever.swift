// SPDX-License-Identifier: Apache-2.0
import RafterHardware
import RafterQuantities
import RafterTechnology

/// The outermost memory stacked on the logic [rooflines 3.6].
///
///     bandwidth * k, energy of a bit e' < e; the energy ridge moves left
///
/// - What it changes: bandwidth and energy of the outermost memory.
/// - Roofs and point: its slopes in both rooflines; the point stays.
/// - Cost: no area beside the logic.
/// - Limit: layers that bind elsewhere; capacity and heat above the logic, which are not modelled.
/// - Source: Bai et al., IEDM 2020.
///
/// The energy is that of `dram-3d` in the technology model, hybrid-bonded DRAM (Bai et al., IEDM 2020: 34 GB/s and 0.88 pJ/bit
/// for each Gbit), which public models take for the whole access; the bandwidth, four times, is an assumption.
enum NearMemoryLever {
  private static let factor = 4.0
  /// Nil only where the standard model had no such kind.
  private static var energy: EnergyPerBit? {
    guard case .stated(let memory)? = TechnologyModel.standard["dram-3d"],
      case .perBit(let energy) = memory.read
    else { return nil }
    return energy.value
  }

  static func ladders(_ design: Design, _ cost: ModelledMachine) -> [Ladder] {
    let base = design.accelerator
    guard let index = base.path.firstIndex(where: { if case .memory = $0 { true } else { false } }),
      case .memory(let memory) = base.path[index], let energy
    else { return [] }
    var stacked = memory.widened(by: factor)
    for key in [\MemoryLevel.readEnergy, \MemoryLevel.writeEnergy] {
      guard var own = stacked[keyPath: key] else { continue }
      // A memory that costs less already gains nothing.
      own.value = min(own.value, energy)
      own.range = nil
      own.provenance.confidence = .assumed
      stacked[keyPath: key] = own
    }
    var machine = base
    machine.path[index] = .memory(stacked)
    let step = Intervention(
      lever: .nearMemory, target: memory.name, step: "stacked",
      change: .machine(Steps.named(machine, after: base, .nearMemory, memory.name, "stacked")),
      area: .zero,
      basis: [
        "4 times the bandwidth at \(Format.significant(energy.value * 1e12)) pJ/bit, as of hybrid-bonded DRAM; its area lies above the logic"
      ])
    return [Ladder(.nearMemory, on: memory.name, [step])]
  }
}
