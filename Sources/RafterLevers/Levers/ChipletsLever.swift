// SPDX-License-Identifier: Apache-2.0
import RafterHardware
import RafterQuantities
import RafterTechnology
import RafterWorkload

/// Several chips over links [rooflines 3.6, hardware 1].
///
/// - What it changes: 2, 4 or 8 of the chip in one package, on the one outermost memory or each with its own; the mapper deals
///   batch, output channels or whatever else out to them. A language model on a machine with links is shared by 2, 4 or 8 devices
///   instead (tensor parallel), with the collectives that this takes.
/// - Roofs and point: `Pi * k`; the outermost slope stays on one memory and comes k times with k. What a chip has no copy of crosses
///   a link: `e_link` joins `e_dram`, and the energy ridge moves right.
/// - Cost: k - 1 chips; 0.55 pJ/bit for a link in a standard package, or what the machine states. The edge of the chip that links
///   take is not priced.
/// - Limit: one memory binds all chips; small layers leave chips idle; collectives wait for the slowest.
/// - Source: Das Sharma, Hot Interconnects 2025 (UCIe); Shao et al., MICRO 2019 (Simba); workloads 5.8 for collectives.
enum ChipletsLever {
  /// Where the outermost memory is.
  private enum Home: CaseIterable {
    /// Once, for all chips.
    case shared
    /// Beside each chip.
    case own
  }

  static func ladders(_ design: Design, _ cost: ModelledMachine) -> [Ladder] {
    design.accelerator.links != nil && design.workload.vary != nil
      ? devices(design) : packages(design.accelerator, cost)
  }

  /// Devices that share each product of a language model.
  private static func devices(_ design: Design) -> [Ladder] {
    let area = design.accelerator.technology.area?.value
    let steps = Steps.factors.map { count in
      Intervention(
        lever: .chiplets, target: "devices", step: "x\(count)",
        change: .variant(.tensorParallel(count)), area: area.map { $0 * Double(count - 1) },
        notes: ["tensor parallel over the links of \(design.accelerator.name)"],
        basis: ["energy is that of all devices; area is that of the chips, without memories"])
    }
    return [Ladder(.chiplets, on: "devices", steps)]
  }

  /// Chips side by side in one package.
  private static func packages(_ base: Accelerator, _ cost: ModelledMachine) -> [Ladder] {
    guard base.path.count > 2 else { return [] }
    // Chips are dealt out once.
    if case .array(let array) = base.path[1], array.axes.contains(where: { $0.name == "chips" }) {
      return []
    }
    // The first memory has to be that of everything: another home of activations would be divided among chips.
    guard case .memory(let memory)? = base.path.first,
      memory.holds == Set(Operand.allCases),
      let link = base.links?.energy ?? cost.model.links["ucie-standard"]
    else { return [] }
    return Home.allCases.map { home in
      let target =
        home == .shared ? "chips on one \(memory.name)" : "chips each with its \(memory.name)"
      let steps = Steps.factors.map { count -> Intervention in
        var machine = base.multiplied(by: count, link: link)
        if home == .own {
          var wider = memory.widened(by: Double(count))
          wider.capacity = memory.capacity?.scaled(by: Double(count))
          machine.path[0] = .memory(wider)
        }
        return Intervention(
          lever: .chiplets, target: target, step: "x\(count)",
          change: .machine(Steps.named(machine, after: base, .chiplets, target, "x\(count)")),
          area: base.technology.area.map { $0.value * Double(count - 1) },
          basis: [
            "links between chips: \(link.value.formatted()), as wide as the memory; the edge they take is not priced",
            "static power, power cap and vector unit come with each chip",
          ])
      }
      return Ladder(.chiplets, on: target, steps)
    }
  }
}

extension Accelerator {
  /// Everything inside the outermost memory as many times, behind links.
  fileprivate func multiplied(by count: Int, link: Sourced<EnergyPerBit>) -> Accelerator {
    var machine = self
    var energy = link
    energy.provenance.source = nil
    let side = FanOut.Axis(
      name: "chips", size: count, multicast: [.inputs, .weights], reducesOutputs: false)
    machine.path.insert(
      .array(
        FanOut(
          axes: [side], wireEnergy: energy,
          provenance: Provenance(confidence: .assumed, text: "chips"))), at: 1)
    // The vector unit works from the same memory as before.
    if let index = vectorMemoryIndex, case .memory(let own) = path[index] {
      machine.vector?.memory = own.name
    }
    machine.vector = machine.vector?.widened(by: Double(count))
    machine.power.staticPower = power.staticPower?.scaled(by: Double(count))
    machine.power.cap = power.cap?.scaled(by: Double(count))
    machine.technology.area = technology.area?.scaled(by: Double(count))
    for index in machine.path.indices {
      guard index > 1, case .memory(var memory) = machine.path[index] else { continue }
      memory.area = memory.area?.scaled(by: Double(count))
      machine.path[index] = .memory(memory)
    }
    return machine
  }

  /// The memory that the vector unit works from; nil without one.
  fileprivate var vectorMemoryIndex: Int? {
    guard let vector else { return nil }
    if let name = vector.memory {
      return path.firstIndex { if case .memory(let own) = $0 { own.name == name } else { false } }
    }
    let end = path.firstIndex { if case .array = $0 { true } else { false } } ?? path.endIndex
    return path[..<end].lastIndex {
      if case .memory(let own) = $0 {
        own.holds.contains(.inputs) || own.holds.contains(.outputs)
      } else {
        false
      }
    }
  }
}
