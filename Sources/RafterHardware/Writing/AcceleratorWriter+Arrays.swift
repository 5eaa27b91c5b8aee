// SPDX-License-Identifier: Apache-2.0
import RafterQuantities
import RafterWorkload

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
    if array.cyclesPerStep.provenance.location != nil {
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
      let energy = file.numberOrUnknown(array.energies.stated[event], ["pJ", "fJ"])
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
    if let energy = file.entry("energy", rewrite.energy, isOpen: isOpen, Units.energyPerBit) {
      parts.append(energy)
    }
    if !parts.isEmpty { file.line("      rewrite: {\(parts.joined(separator: ", "))}") }
  }

  static func write(_ sparsity: SparsitySupport, _ file: inout AcceleratorFile) {
    var parts: [String] = []
    if !sparsity.gating.isEmpty { parts.append("gating: \(list(sparsity.gating))") }
    if let share = sparsity.gatedEnergy { parts.append("gated-energy: \(file.plain(share))") }
    if !sparsity.skipping.isEmpty { parts.append("skipping: \(list(sparsity.skipping))") }
    let structures = sparsity.structures.sorted { $0.key < $1.key }.map {
      "\($0.key.rawValue): \"\($0.value.n):\($0.value.m)\""
    }
    if !structures.isEmpty { parts.append("structure: {\(structures.joined(separator: ", "))}") }
    if let most = sparsity.fastest { parts.append("fastest: \(file.plain(most))") }
    if let share = sparsity.loadBalance { parts.append("load-balance: \(file.plain(share))") }
    file.line("    sparsity: {\(parts.joined(separator: ", "))}")
  }

  static func write(_ storage: CompressedStorage, _ file: inout AcceleratorFile) {
    var parts = ["operands: \(list(storage.operands))"]
    let overheads = storage.overhead.sorted { $0.key < $1.key }.map {
      "\($0.key.rawValue): \(file.number($0.value, ["bit"]))"
    }
    if !overheads.isEmpty {
      parts.append("format-overhead: {\(overheads.joined(separator: ", "))}")
    }
    file.line("    compression: {\(parts.joined(separator: ", "))}")
  }
}
