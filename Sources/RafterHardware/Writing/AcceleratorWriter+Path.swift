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
    let read = file.stated(
      memory.readEnergy, Units.energyPerBit, isOpen: memory.open.contains(.readEnergy))
    let write = file.stated(
      memory.writeEnergy, Units.energyPerBit, isOpen: memory.open.contains(.writeEnergy))
    switch (read, write) {
    case (nil, nil): break
    case ("unknown", "unknown"): file.line("    energy: unknown")
    default:
      let parts = [read.map { "read: \($0)" }, write.map { "write: \($0)" }].compactMap(\.self)
      file.line("    energy: {\(parts.joined(separator: ", "))}")
    }
    if let shared = memory.sharedAcross {
      file.line("    shared-across: [\(shared.map(YAMLText.scalar).joined(separator: ", "))]")
    }
    if let compression = memory.compression { Self.write(compression, &file) }
    if let area = file.stated(memory.area, Units.area, isOpen: memory.open.contains(.area)) {
      file.line("    area: \(area)")
    }
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
      ("wiring", sides { $0.wiring == .flexible ? nil : $0.wiring.rawValue }),
      ("unroll", sides { $0.unroll.map { "[\($0.joined(separator: ", "))]" } }),
      ("fill", sides { axis in axis.fill.map { file.number($0, ["cycles"]) } }),
    ] {
      if let text { file.line("    \(key): \(text)") }
    }
    if let wire = file.stated(
      array.wireEnergy, Units.energyPerBit, isOpen: array.open.contains(.wireEnergy))
    {
      file.line("    wire: \(wire)")
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
      let stated = format.inMemory?.stated ?? [.rate, .energy]
      if stated.contains(.rate) {
        parts.append("rate: \(file.number(format.rate, ["MAC/cycle"]))")
      }
      if stated.contains(.energy),
        let energy = file.stated(
          format.energy, ["pJ/MAC", "fJ/MAC"], isOpen: format.open.contains(.energy))
      {
        parts.append("energy: \(energy)")
      }
      if let area = file.stated(
        format.area, ["um2", "mm2"], isOpen: format.open.contains(.area))
      {
        parts.append("area: \(area)")
      }
      file.line("      - {\(parts.joined(separator: ", "))}")
    }
  }

  private static func write(_ compression: CompressedStorage, _ file: inout AcceleratorFile) {
    file.line("    compression:")
    file.line("      operands: \(list(compression.operands))")
    let overhead = compression.overhead.sorted { $0.key < $1.key }.map {
      "\($0.key.rawValue): \(file.number($0.value, ["bit"]))"
    }
    if !overhead.isEmpty {
      file.line("      format-overhead: {\(overhead.joined(separator: ", "))}")
    }
    let codes = compression.codes.sorted { $0.key < $1.key }.map {
      "\($0.key.rawValue): \($0.value.rawValue)"
    }
    if !codes.isEmpty {
      file.line("      format: {\(codes.joined(separator: ", "))}")
    }
  }

  private static func write(_ sparsity: SparsitySupport, _ file: inout AcceleratorFile) {
    file.line("    sparsity:")
    if !sparsity.gating.isEmpty { file.line("      gating: \(list(sparsity.gating))") }
    if let share = sparsity.gatedEnergy { file.share("gated-energy", share, indent: "      ") }
    if !sparsity.skipping.isEmpty { file.line("      skipping: \(list(sparsity.skipping))") }
    let structures = sparsity.structures.sorted { $0.key < $1.key }.map {
      "\($0.key.rawValue): \"\($0.value.n):\($0.value.m)\""
    }
    if !structures.isEmpty {
      file.line("      structure: {\(structures.joined(separator: ", "))}")
    }
    if let most = sparsity.fastest { file.share("fastest", most, indent: "      ") }
    if let balance = sparsity.loadBalance { file.share("load-balance", balance, indent: "      ") }
  }

  private static func list(_ operands: Set<Operand>) -> String {
    "[\(operands.sorted().map(\.rawValue).joined(separator: ", "))]"
  }
}
