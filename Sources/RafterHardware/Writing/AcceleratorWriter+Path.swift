// SPDX-License-Identifier: Apache-2.0
import RafterQuantities
import RafterWorkload

extension AcceleratorWriter {
  static func write(_ memory: MemoryLevel, _ file: inout AcceleratorFile) {
    file.line("  - memory: \(YAMLText.scalar(memory.name))")
    if let capacity = memory.capacity {
      let apart = memory.partitions.values.reduce(0) { $0 + $1.value.value }
      // What is set aside for each operand says all, where nothing is left to share.
      if apart != capacity.value.value || memory.partitions.isEmpty {
        file.line("    capacity: \(file.number(capacity, Units.capacity))")
      }
    } else {
      file.line("    capacity: unlimited")
    }
    if !memory.partitions.isEmpty {
      let parts = memory.partitions.sorted { $0.key < $1.key }.map {
        "\($0.key.rawValue): \(file.number($0.value, Units.capacity))"
      }
      file.line("    partitions: {\(parts.joined(separator: ", "))}")
    }
    file.line("    holds: \(list(memory.holds))")
    if !memory.mayBypass.isEmpty { file.line("    may-bypass: \(list(memory.mayBypass))") }
    if memory.buffering != .single { file.line("    buffering: \(memory.buffering.rawValue)") }
    if !memory.ports.isEmpty {
      file.line("    ports:")
      for port in memory.ports { write(port, &file) }
    }
    let energies = [
      file.entry(
        "read", memory.readEnergy, isOpen: memory.open.contains(.readEnergy), Units.energyPerBit),
      file.entry(
        "write", memory.writeEnergy, isOpen: memory.open.contains(.writeEnergy),
        Units.energyPerBit),
    ].compactMap(\.self)
    if memory.readEnergy == nil, memory.writeEnergy == nil, energies.count == 2 {
      file.line("    energy: unknown")
    } else if !energies.isEmpty {
      file.line("    energy: {\(energies.joined(separator: ", "))}")
    }
    if let area = file.entry("area", memory.area, isOpen: memory.open.contains(.area), Units.area) {
      file.line("    \(area)")
    }
    if let compression = memory.compression { write(compression, &file) }
  }

  private static func write(_ port: Port, _ file: inout AcceleratorFile) {
    file.line("      - kind: \(port.kind.rawValue)")
    let bandwidth =
      switch port.bandwidth.value {
      case .perCycle(let value): file.number(port.bandwidth, value, ["B/cycle"])
      case .perSecond(let value): file.number(port.bandwidth, value, Units.bandwidth)
      }
    file.line("        bandwidth: \(bandwidth)")
    file.share("sustained", port.sustained, indent: "        ")
    if let granularity = port.granularity {
      file.line("        granularity: \(file.number(granularity, ["B"] + Units.capacity))")
    }
    if let serves = port.serves {
      let transfers = serves.map { "\($0.operand.rawValue) \($0.direction.rawValue)" }
      file.line("        serves: [\(transfers.joined(separator: ", "))]")
    }
  }

  static func write(_ array: FanOut, _ file: inout AcceleratorFile) {
    func sides(_ text: (FanOut.Axis) -> String?) -> String? {
      let found = array.axes.compactMap { axis in
        text(axis).map { "\(YAMLText.scalar(axis.name)): \($0)" }
      }
      return found.isEmpty ? nil : "{\(found.joined(separator: ", "))}"
    }
    file.line("  - array: \(sides { "\($0.size)" } ?? "{}")")
    for (key, text) in [
      ("multicast", sides { $0.multicast.isEmpty ? nil : list($0.multicast) }),
      ("reduce", sides { $0.reducesOutputs ? "[\(Operand.outputs.rawValue)]" : nil }),
      ("unroll", sides { $0.unroll.map { "[\($0.joined(separator: ", "))]" } }),
      ("fill", sides { axis in axis.fill.map { file.number($0, ["cycles"]) } }),
      ("wiring", sides { $0.wiring == .flexible ? nil : $0.wiring.rawValue }),
    ] {
      if let text { file.line("    \(key): \(text)") }
    }
    let isOpen = array.open.contains(.wireEnergy)
    if let wire = file.entry("wire", array.wireEnergy, isOpen: isOpen, Units.energyPerBit) {
      file.line("    \(wire)")
    }
  }

  static func write(_ unit: ComputeUnit, _ file: inout AcceleratorFile) {
    file.line("  - compute: \(YAMLText.scalar(unit.name))")
    if unit.inMemory != nil { file.line("    kind: in-memory") }
    file.share("sustained", unit.sustained, indent: "    ")
    if let array = unit.inMemory { write(array, &file) }
    if let sparsity = unit.sparsity { write(sparsity, &file) }
    file.line("    formats:")
    for format in unit.formats {
      let arithmetic = format.arithmetic
      var parts = [
        "operands: \(arithmetic.inputs.rawValue) x \(arithmetic.weights.rawValue)",
        "accumulate: \(arithmetic.accumulate.rawValue)",
      ]
      // What follows from an in-memory array is not stated.
      if format.inMemory?.stated.contains(.rate) ?? true {
        parts.append("rate: \(file.number(format.rate, ["MAC/cycle"]))")
      }
      if format.inMemory?.stated.contains(.energy) ?? true {
        let isOpen = format.open.contains(.energy)
        parts += [file.entry("energy", format.energy, isOpen: isOpen, ["pJ/MAC", "fJ/MAC"])]
          .compactMap(\.self)
      }
      parts += [
        file.entry("area", format.area, isOpen: format.open.contains(.area), ["um2", "mm2"])
      ].compactMap(\.self)
      file.line("      - {\(parts.joined(separator: ", "))}")
    }
  }

  static func list(_ operands: Set<Operand>) -> String {
    "[\(operands.sorted().map(\.rawValue).joined(separator: ", "))]"
  }
}
