// SPDX-License-Identifier: Apache-2.0
import RafterHardware
import RafterQuantities
import RafterRoofline
import RafterWorkload

/// Where a layer's energy comes from: items that sum to the whole.
struct EnergyExplanation {
  var layer: LayerAnalysis
  var constants: ConstantNodes

  var energy: ExplanationNode {
    guard let energy = layer.energy else {
      return ExplanationNode(
        label: "energy", value: "unknown",
        equation: "nothing states the energy of \(layer.unknownEnergies.joined(separator: ", "))")
    }
    return ExplanationNode(
      label: "energy", value: energy.formatted(),
      equation: "the sum of its items: energies add, times overlap   [rooflines 3.3, 3.4]",
      children: layer.energyItems.map { item in
        ExplanationNode(
          label: item.term, value: item.energy.formatted(), equation: equation(item.kind),
          children: inputs(item.kind))
      })
  }

  private func equation(_ kind: EnergyItem.Kind) -> String {
    switch kind {
    case .compute:
      constants.machine.compute?.inMemory == nil
        ? "MACs * energy of a MAC"
        : "MACs * energy of a MAC of the full array, and what idle rows and columns do not share"
    case .vector: "vector operations * energy of one"
    case .compulsory: "bytes of each operand once * energy of a byte"
    case .capacityExcess: "bytes that the capacity inside adds * energy of a byte"
    case .mappingExcess: "bytes that the mapping adds * energy of a byte"
    case .wires: "bits across the array * energy of a bit"
    case .staticUseful: "P_s * time at the peak"
    case .staticLost: "P_s * (latency - time at the peak)"
    }
  }

  private func inputs(_ kind: EnergyItem.Kind) -> [ExplanationNode] {
    let machine = constants.machine
    switch kind {
    case .compute:
      let each =
        machine.compute?.formats.compactMap { format in
          format.energy.map {
            constants.node("energy of a MAC, \(format.arithmetic.description)", $0)
          }
        } ?? []
      let share = layer.zeros.flatMap {
        ZeroExplanation(zeros: $0, constants: constants).energyNode
      }
      return each + (share.map { [$0] } ?? [])
    case .vector:
      return machine.vector?.energy(in: layer.layer.kind).map {
        [constants.node("energy of a vector operation", $0)]
      }
        ?? []
    case .compulsory(let level), .capacityExcess(let level), .mappingExcess(let level):
      guard let memory = machine.memories.first(where: { $0.name == level }) else { return [] }
      return [
        memory.readEnergy.map { constants.node("read energy of \(level)", $0) },
        memory.writeEnergy.map { constants.node("write energy of \(level)", $0) },
      ].compactMap { $0 }
    case .wires(let name):
      for (index, element) in machine.path.enumerated() {
        guard case .array(let array) = element, machine.arrayName(at: index) == name,
          let wire = array.wireEnergy
        else { continue }
        return [constants.node("wire energy of \(name)", wire)]
      }
      return []
    case .staticUseful, .staticLost:
      return machine.power.staticPower.map { [constants.node("static power P_s", $0)] } ?? []
    }
  }
}
