// SPDX-License-Identifier: Apache-2.0
import RafterHardware
import RafterQuantities
import RafterTechnology

/// What a change does to areas and to energies of access.
///
/// Each stated number is scaled by the ratio that the technology model gives between the part before and after the
/// change, so that a measured buffer stays as measured and only its growth is estimated:
///
///     stated(changed) = stated * model(changed) / model(base)
///
/// Where the model cannot tell, as for the size of a DRAM, energies stay and areas are unknown.
struct ModelledMachine {
  let model: TechnologyModel
  let base: Accelerator
  private let modelledBase: Accelerator
  /// The areas of the parts of the base, nil where nothing tells.
  let areas: [Area?]

  init(_ base: Accelerator, model: TechnologyModel = .standard) {
    self.base = base
    self.model = model
    modelledBase = Self.modelled(base, model)
    let filled = completed(base, with: model).0
    areas = filled.path.map(Self.area)
  }

  /// A machine changed in its path, with the energies of access that the new sizes have; and the area that is added.
  ///
  /// The path must have the elements of the base in its order.
  func priced(_ changed: Accelerator, basis: inout [String]) -> (Accelerator, Area?) {
    var machine = changed
    let modelled = Self.modelled(changed, model)
    var added: Area? = .zero
    for index in machine.path.indices {
      switch (machine.path[index], base.path[index]) {
      case (.memory(var memory), .memory(let before)):
        let instances = Self.growth(of: changed, over: base, at: index)
        guard
          case .memory(let after) = modelled.path[index],
          case .memory(let earlier) = modelledBase.path[index]
        else { continue }
        let isResized = memory.capacity?.value != before.capacity?.value
        let isWidened = memory.ports.map(\.bandwidth.value) != before.ports.map(\.bandwidth.value)
        if isResized || isWidened {
          var isScaled = false
          memory.readEnergy = scaled(
            memory.readEnergy, after.readEnergy, earlier.readEnergy, &isScaled)
          memory.writeEnergy = scaled(
            memory.writeEnergy, after.writeEnergy, earlier.writeEnergy, &isScaled)
          let moved = isScaled ? "scaled by the technology model" : "taken to stay"
          basis.append("energy of access of \(memory.name): \(moved)")
        }
        guard isResized || isWidened || instances != 1 else { continue }
        let side = slices(after, in: changed, at: index)
        let sideBefore = slices(earlier, in: base, at: index)
        let ratio = after.area.flatMap { a in
          earlier.area.map { a.value.ratio(to: $0.value) * side / sideBefore }
        }
        if isWidened, side != 1 {
          basis.append(
            "the port of \(memory.name): arrays of 1024 bit side by side, by the SRAM law")
        }
        // The model's areas count instances already.
        let grown = isResized || isWidened ? ratio : instances
        if var own = areas[index], let grown {
          // A stated area has its periphery; that of the law is of narrower ports.
          if before.area == nil { own = own * sideBefore }
          added = added.map { $0 + own * (grown - 1) }
          memory.area = memory.area?.scaled(by: grown)
        } else {
          added = nil
          basis.append("area of \(memory.name): not known")
        }
        machine.path[index] = .memory(memory)
      case (.compute, .compute):
        let instances = Self.growth(of: changed, over: base, at: index)
        guard instances != 1 else { continue }
        if let own = areas[index] {
          added = added.map { $0 + own * Double(base.instances(at: index)) * (instances - 1) }
        } else {
          added = nil
          basis.append("area of the multipliers: not known")
        }
      default: continue
      }
    }
    if let added {
      machine = machine.grown(by: added)
      if let note = machine.staticPowerNote(after: base) { basis.append(note) }
    }
    return (machine, added)
  }

  /// The area of an SRAM with a port wider than the law was fitted to, over that which the law gives it.
  ///
  /// The law stops at 1024 bit. A wider port is that of n arrays side by side, each with its own periphery:
  ///
  ///     A(S, n * 1024 bit) = n * A(S / n, 1024 bit)
  ///
  /// - Returns: 1 for narrower ports and for memories whose area is not that of the law.
  private func slices(_ memory: MemoryLevel, in machine: Accelerator, at index: Int) -> Double {
    guard let area = memory.area?.value, area > .zero, let capacity = memory.capacity?.value,
      let node = machine.technology.node?.value, let width = memory.readWidth(on: machine)
    else { return 1 }
    let widest = SramModel.widths.upperBound
    let count = width.ratio(to: widest)
    guard count > 1,
      let whole = model.sram.estimate(SramShape(capacity: capacity, width: widest), at: node)?.area,
      let slice = model.sram.estimate(
        SramShape(capacity: capacity / count, width: widest), at: node)?.area
    else { return 1 }
    // Registers and kinds with an area of their own are not priced by this law.
    let instances = Double(machine.instances(at: index))
    guard abs(area.ratio(to: whole * instances) - 1) < 1e-9 else { return 1 }
    return (slice * count).ratio(to: whole)
  }

  private func scaled(
    _ stated: Sourced<EnergyPerBit>?, _ after: Sourced<EnergyPerBit>?,
    _ before: Sourced<EnergyPerBit>?, _ isScaled: inout Bool
  ) -> Sourced<EnergyPerBit>? {
    guard var stated, let after, let before, before.value > .zero else { return stated }
    let ratio = after.value.ratio(to: before.value)
    guard ratio != 1 else { return stated }
    isScaled = true
    stated = stated.scaled(by: ratio)
    stated.provenance.confidence = .estimated
    return stated
  }

  /// How many times more instances an element has.
  private static func growth(of changed: Accelerator, over base: Accelerator, at index: Int)
    -> Double
  {
    Double(changed.instances(at: index)) / Double(base.instances(at: index))
  }

  /// The machine as the model has it: nothing stated of energies and areas.
  private static func modelled(_ machine: Accelerator, _ model: TechnologyModel) -> Accelerator {
    var bare = machine
    for index in bare.path.indices {
      guard case .memory(var memory) = bare.path[index] else { continue }
      memory.readEnergy = nil
      memory.writeEnergy = nil
      memory.area = nil
      bare.path[index] = .memory(memory)
    }
    return completed(bare, with: model).0
  }

  /// The area of a memory, all instances together, or of one multiplier in its largest format.
  private static func area(_ element: PathElement) -> Area? {
    switch element {
    case .memory(let memory): memory.area?.value
    case .compute(let unit): unit.formats.compactMap(\.area?.value).max()
    case .array: nil
    }
  }
}

extension MemoryLevel {
  /// Bits that its first port that can be read moves in a cycle; nil without ports.
  fileprivate func readWidth(on machine: Accelerator) -> BitCount? {
    (ports.first { $0.kind != .write } ?? ports.first).map {
      $0.bandwidth.value.perCycle(at: machine.technology.frequency.value)
    }.map { BitCount($0.value * 8) }
  }
}
