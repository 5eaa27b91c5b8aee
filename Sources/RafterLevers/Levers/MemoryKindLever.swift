// SPDX-License-Identifier: Apache-2.0
import RafterHardware
import RafterQuantities

/// Another kind of memory in place of the outermost one: HBM for LPDDR [rooflines 3.6, hardware 5].
///
/// - What it changes: bandwidth and energy of the outermost memory, to those of the fewest devices of the kind that deliver what
///   there is now. Its capacity stays.
/// - Roofs and point: the slope of the outermost level and the slope of its energy; its ridges `Pi/BW` and `e/E_c` move. The
///   point stays where it is, as no byte is saved.
/// - Cost: the PHY on the chip, 10.45 mm2 for 1024 bits of HBM and 1.45 mm2 for 32 bits of DDR5, which do not shrink with the node;
///   others are not known, nor is that of the memory that is replaced.
/// - Limit: layers right of the outermost ridge gain no time; the package has room for so many devices.
/// - Source: rates of JEDEC's standards, energies of the technology model, areas of LLMCompass.
enum MemoryKindLever {
  /// More devices than this beside one chip are no answer.
  private static let mostDevices = 16

  static func ladders(_ design: Design, _ cost: ModelledMachine) -> [Ladder] {
    let base = design.accelerator
    guard let index = base.path.firstIndex(where: { if case .memory = $0 { true } else { false } }),
      case .memory(let memory) = base.path[index], let own = memory.bandwidth(of: base)
    else { return [] }
    let steps = MemoryDevice.all.compactMap { device -> Intervention? in
      guard let energy = cost.dramEnergy(device.kind) else { return nil }
      let count = max(1, Int((own.ratio(to: device.bandwidth)).rounded(.up)))
      let factor = (device.bandwidth * Double(count)).ratio(to: own)
      let isThriftier = memory.readEnergy.map { energy.value < $0.value } ?? false
      guard count <= mostDevices, factor > 1.01 || isThriftier else { return nil }
      var changed = memory.widened(by: factor)
      for port in changed.ports.indices {
        changed.ports[port].bandwidth.provenance.confidence = .assumed
        changed.ports[port].bandwidth.range = nil
      }
      var stated = energy
      stated.provenance.source = nil
      if memory.readEnergy != nil { changed.readEnergy = stated }
      if memory.writeEnergy != nil { changed.writeEnergy = stated }
      var machine = base
      machine.path[index] = .memory(changed)
      let step = count == 1 ? device.kind : "\(count) \(device.kind)"
      let area = device.interface.map { $0 * Double(count) }
      return Intervention(
        lever: .memoryKind, target: memory.name, step: step,
        change: .machine(Steps.named(machine, after: base, .memoryKind, memory.name, step)),
        area: area, notes: ["\(Format.significant(factor)) times the bandwidth"],
        basis: [
          "\(device.kind): \(device.bandwidth.formatted()) a device (\(device.source)), \(energy.value.formatted())",
          area == nil
            ? "the interface of \(device.kind): area not known"
            : "the interface of \(device.kind) as in LLMCompass; that of \(memory.name) is not taken off",
        ])
    }
    return steps.isEmpty
      ? [] : [Ladder(.memoryKind, on: memory.name, steps, order: .alternatives)]
  }
}

extension MemoryLevel {
  /// What its widest port moves in a second; nil without ports.
  func bandwidth(of machine: Accelerator) -> Bandwidth? {
    ports.map { $0.bandwidth.value.perSecond(at: machine.technology.frequency.value) }.max()
  }
}
