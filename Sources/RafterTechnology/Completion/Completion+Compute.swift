// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterHardware
import RafterQuantities
import RafterWorkload

extension Completion {
  /// Fills energy and area of every format of the arithmetic.
  mutating func fill(_ unit: ComputeUnit, at index: Int) {
    var unit = unit
    fillConverters(of: &unit)
    for place in unit.formats.indices {
      let format = unit.formats[place].arithmetic
      let stated = model.statedMACs.first { $0.format == format }
      if isOpen(.macEnergy(format), unit.formats[place].energy == nil) {
        unit.formats[place].energy = macEnergy(format, stated, in: unit)
      }
      if isOpen(.macArea(format), unit.formats[place].area == nil) {
        unit.formats[place].area = macArea(format, stated)
      }
    }
    accelerator.path[index] = .compute(unit)
  }

  private mutating func macEnergy(
    _ format: ArithmeticFormat, _ stated: TechnologyModel.StatedMAC?, in unit: ComputeUnit
  ) -> Sourced<EnergyPerMAC>? {
    let value = OpenValue.macEnergy(format)
    if let stated, let own = stated.energy {
      let (number, basis, cautions) = carried(own, from: stated.node, "the MAC \(format)")
      return filled(value, number, range: own.range, basis: basis, cautions)
    }
    // Cells that multiply where the weights lie are no multipliers.
    if let array = unit.inMemory {
      let open = InMemoryEnergies.Event.allCases.filter(array.energies.open.contains)
      leave(value, .openEvents(value.text, open.map(\.rawValue)))
      return nil
    }
    guard let node else {
      leave(value, .noNode(value.text))
      return nil
    }
    guard let found = model.macs.energy(of: format, at: node, scaling) else {
      leave(value, .noFormat(value.text))
      return nil
    }
    return filled(value, found.value, range: found.range, basis: found.basis, found.cautions)
  }

  private mutating func macArea(
    _ format: ArithmeticFormat, _ stated: TechnologyModel.StatedMAC?
  ) -> Sourced<Area>? {
    let value = OpenValue.macArea(format)
    if let stated, let own = stated.area {
      return filled(value, own.value, range: own.range, basis: "stated: \(own.provenance.text)")
    }
    // That the energy stays open says why already.
    guard let node, let found = model.macs.area(of: format, at: node, scaling) else { return nil }
    return filled(value, found.value, basis: found.basis, found.cautions)
  }

  /// An energy of the user's, scaled only where that was asked for.
  private func carried(
    _ stated: Sourced<EnergyPerMAC>, from own: ProcessNode?, _ what: String
  ) -> (EnergyPerMAC, String, [Diagnostic]) {
    guard let own, let node, own != node else {
      return (stated.value, "stated: \(stated.provenance.text)", [])
    }
    if case .stillmakerBaas = scaling,
      let scaled = scaling.value(
        of: [PublishedAnchor(node: own, value: stated.value, source: "stated")], at: node,
        what: what)
    {
      return (scaled.value, scaled.basis, scaled.cautions)
    }
    return (
      stated.value, "stated: \(stated.provenance.text)", [.notScaled(what, from: own, to: node)]
    )
  }

  /// Fills the energy of the wires of an array: half of its side, for parts lie all over it.
  mutating func fill(_ array: FanOut, at index: Int) {
    let value = OpenValue.wireEnergy(array: index)
    guard isOpen(value, array.wireEnergy == nil) else { return }
    guard let node else { return leave(value, .noNode(value.text)) }
    guard let area = areaOfOne(at: index), let wire = model.wire.energy(at: node) else {
      return leave(value, .noLength(value.text))
    }
    // A square millimetre has a side of 1e6 nm.
    let length = Length(0.5e6 * area.value.squareRoot())
    var array = array
    array.wireEnergy = filled(
      value, wire.value * length,
      basis: "half the side of \(area.formatted()), \(wire.basis)", wire.cautions)
    accelerator.path[index] = .array(array)
  }

  /// The area of one copy of an array with all that is in it; nil where no part states or was given one.
  private func areaOfOne(at index: Int) -> Area? {
    var total = Area.zero
    for (place, element) in accelerator.path.enumerated() where place > index {
      switch element {
      case .memory(let memory): total += memory.area?.value ?? .zero
      case .array: break
      case .compute(let unit):
        let largest = unit.formats.compactMap { $0.area?.value }.max() ?? .zero
        total += largest * Double(accelerator.instances(at: place))
      }
    }
    let copies = Double(accelerator.instances(at: index))
    return total > .zero ? total / copies : nil
  }
}
