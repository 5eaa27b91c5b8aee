// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterHardware
import RafterQuantities

extension Completion {
  /// Fills the energies of drivers and converters of an in-memory array from their laws, and works its formats out anew.
  ///
  ///     adc = (100 b + 0.001*4^b) V^2 fJ    dac = 50 b V^2 fJ, nothing for one bit    [hardware 5]
  ///
  /// The resolutions are those that the array states. Drivers that state none have as many bits as enter in a step.
  mutating func fillConverters(of unit: inout ComputeUnit) {
    guard var array = unit.inMemory else { return }
    for event in [InMemoryEnergies.Event.dac, .adc] where array.energies.open.contains(event) {
      let value = OpenValue.eventEnergy(unit: unit.name, event)
      guard isOpen(value, true) else { continue }
      let stated = event == .adc ? array.adcBits : array.dacBits ?? array.inputBitsPerStep
      guard let bits = stated else {
        leave(value, .noResolution(value.text))
        continue
      }
      // Where there is no converter, its supply does not matter.
      let isFree = event == .dac && bits <= 1
      guard let supply = accelerator.technology.voltage?.value ?? (isFree ? Voltage(1.0) : nil)
      else {
        leave(value, .noSupply(value.text))
        continue
      }
      let energy =
        event == .adc
        ? model.converters.adcEnergy(bits: bits, at: supply)
        : model.converters.dacEnergy(bits: bits, at: supply)
      array.energies.stated[event] = filled(
        value, energy, basis: basis(of: event, bits: bits, at: supply), isFree ? [] : nodeCaution)
      array.energies.open.remove(event)
    }
    unit.inMemory = array
    unit.deriveInMemoryFormats()
  }

  private func basis(of event: InMemoryEnergies.Event, bits: Int, at supply: Voltage) -> String {
    let laws = model.converters
    let volts = "V = \(supply.value.inText) V"
    if event == .adc {
      return "ADC law (\(laws.adcPerBit.formatted()) b + \(laws.adcPerStep.formatted()) 4^b) V^2,"
        + " b = \(bits), \(volts)"
    }
    return bits <= 1
      ? "one bit needs no converter"
      : "DAC law \(laws.dacPerBit.formatted()) b V^2, b = \(bits), \(volts)"
  }

  private var nodeCaution: [Diagnostic] {
    guard let node, node != ConverterModel.node else { return [] }
    return [.converterNode(node)]
  }
}
