// SPDX-License-Identifier: Apache-2.0
import RafterQuantities

extension AcceleratorWriter {
  static func write(_ array: InMemoryArray, _ file: inout AcceleratorFile) {
    func count(_ key: String, _ value: Int?, unless usual: Int? = nil) {
      if let value, value != usual { file.line("      \(key): \(value)") }
    }
    file.line("    imc:")
    count("rows", array.rows)
    count("columns", array.columns)
    count("active-rows", array.activeRows, unless: array.rows)
    count("bits-per-cell", array.bitsPerCell, unless: 1)
    count("cells-per-weight", array.cellsPerWeight)
    count("extra-columns", array.extraColumns, unless: 0)
    count("input-bits-per-step", array.inputBitsPerStep)
    count("dac-bits", array.dacBits)
    count("adc-bits", array.adcBits)
    count("columns-per-adc", array.columnsPerADC, unless: 1)
    // A cycle for each column of a converter is what the reader takes where nothing is said.
    if array.cyclesPerStep.provenance.location != nil
      || array.cyclesPerStep.value.value != Double(array.columnsPerADC)
    {
      file.line("      cycles-per-step: \(file.number(array.cyclesPerStep, ["cycles"]))")
    }
    file.line("      style: \(array.style.rawValue)")
    if array.buffering != .single { file.line("      buffering: \(array.buffering.rawValue)") }
    if let quoted = array.quotedIncludes {
      file.line("      quoted-includes: \(quoted.rawValue)")
    }
    let events = InMemoryEnergies.Event.allCases.filter {
      array.energies.stated[$0] != nil || array.energies.unknown.contains($0)
    }
    if !events.isEmpty { file.line("      energy:") }
    for event in events {
      let energy = file.stated(array.energies.stated[event], ["pJ", "fJ"], isOpen: false)
      guard let energy else { continue }
      file.line("        \(event.rawValue): \(energy)")
    }
    write(array.rewrite, &file)
  }

  private static func write(_ rewrite: InMemoryArray.Rewrite, _ file: inout AcceleratorFile) {
    var parts: [String] = []
    if let bandwidth = rewrite.bandwidth {
      let text =
        switch bandwidth.value {
        case .perCycle(let value): file.number(bandwidth, value, ["B/cycle"])
        case .perSecond(let value): file.number(bandwidth, value, Units.bandwidth)
        }
      parts.append("bandwidth: \(text)")
    }
    let isOpen = rewrite.open.contains(.writeEnergy)
    if let energy = file.stated(rewrite.energy, Units.energyPerBit, isOpen: isOpen) {
      parts.append("energy: \(energy)")
    }
    if !parts.isEmpty { file.line("      rewrite: {\(parts.joined(separator: ", "))}") }
  }
}
