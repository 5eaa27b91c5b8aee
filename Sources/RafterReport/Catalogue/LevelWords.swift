// SPDX-License-Identifier: Apache-2.0
import RafterHardware
import RafterQuantities
import RafterWorkload

/// The parts of a machine in words, each number that nobody printed or measured with its confidence.
enum LevelWords {
  /// What a box says.
  struct Content {
    var title: String
    /// How many there are.
    var count = ""
    var lines: [String] = []
  }

  static func memory(_ memory: MemoryLevel, instances: Int) -> Content {
    var lines: [String] = []
    let each = memory.capacity.map { number($0) { $0.formattedCapacity() } } ?? "unlimited"
    let all = memory.capacity.map { ($0.value * Double(instances)).formattedCapacity() }
    var first = each
    if instances > 1, let all { first += " each, \(all) in all" }
    first += "; holds \(list(memory.holds))"
    if !memory.mayBypass.isEmpty { first += ", may be passed by \(list(memory.mayBypass))" }
    if memory.buffering == .double { first += "; double-buffered" }
    lines.append(first)
    let apart = memory.partitions.sorted { $0.key < $1.key }.map {
      "\($0.key.rawValue) \(number($0.value) { $0.formattedCapacity() })"
    }
    if !apart.isEmpty { lines.append("set aside: \(apart.joined(separator: ", "))") }
    lines += memory.ports.map(port)
    if memory.ports.isEmpty { lines.append("no ports: its transfers take no time") }
    lines.append(
      "reading \(energy(memory.readEnergy, isOpen: memory.open.contains(.readEnergy))), writing "
        + energy(memory.writeEnergy, isOpen: memory.open.contains(.writeEnergy)))
    if let area = memory.area { lines.append("area \(number(area) { $0.formatted() })") }
    if let shared = memory.sharedAcross {
      lines.append(
        "one for all parts along \(shared.isEmpty ? "no side" : shared.joined(separator: ", "))")
    }
    if let compression = memory.compression {
      lines.append("stores \(list(compression.operands)) without zeros")
    }
    return Content(title: memory.name, count: count(instances), lines: lines)
  }

  private static func port(_ port: Port) -> String {
    let width = number(port.bandwidth) { bandwidth in
      switch bandwidth {
      case .perCycle(let value): value.formatted()
      case .perSecond(let value): value.formatted()
      }
    }
    var text = "\(port.kind.rawValue) \(width)"
    if port.sustained.value != 1 {
      text += ", sustains \(number(port.sustained) { Format.percent($0) })"
    }
    if let least = port.granularity {
      text += ", \(number(least) { $0.formattedCapacity() }) at a time"
    }
    if let serves = port.serves {
      text +=
        " for "
        + serves.map { "\($0.operand.rawValue) \($0.direction.rawValue)" }.joined(separator: ", ")
    }
    return text
  }

  static func array(_ array: FanOut) -> [String] {
    var lines = [
      "x " + array.axes.map { "\($0.size) \($0.name)" }.joined(separator: " x ")
    ]
    for axis in array.axes {
      var parts: [String] = []
      if !axis.multicast.isEmpty { parts.append("one read serves \(list(axis.multicast))") }
      if axis.reducesOutputs { parts.append("outputs are summed") }
      if axis.wiring == .fixed { parts.append("fixed wiring") }
      if let unroll = axis.unroll { parts.append("unrolls \(unroll.joined(separator: ", "))") }
      if let fill = axis.fill { parts.append("fills in \(number(fill) { $0.formatted() })") }
      if !parts.isEmpty { lines.append("\(axis.name): \(parts.joined(separator: "; "))") }
    }
    if let wire = array.wireEnergy { lines.append("wires \(number(wire) { $0.formatted() })") }
    return lines
  }

  static func compute(_ unit: ComputeUnit, _ machine: Accelerator) -> Content {
    var lines = unit.formats.map { format in
      let rate = number(format.rate) { $0.formatted() }
      let energy = energy(format.energy, isOpen: format.open.contains(.energy))
      let area = format.area.map { ", area \(number($0) { $0.formatted() })" } ?? ""
      return "\(format.arithmetic): \(rate), energy \(energy)\(area)"
    }
    if unit.sustained.value != 1 {
      lines.append("long runs reach \(number(unit.sustained) { Format.percent($0) }) of the peak")
    }
    if let array = unit.inMemory { lines += inMemory(array) }
    if let sparsity = unit.sparsity { lines += zeros(sparsity) }
    return Content(
      title: unit.name,
      count: unit.inMemory == nil
        ? count(machine.computeInstances)
        : count(machine.instances(at: machine.statedPath.count - 1)), lines: lines)
  }

  private static func inMemory(_ array: InMemoryArray) -> [String] {
    var lines = [
      "\(array.style.rawValue) in-memory array of \(array.rows) rows x \(array.columns) columns"
        + (array.activeRows == array.rows ? "" : ", \(array.activeRows) rows at a time")
        + ", \(array.inputBitsPerStep) input \(array.inputBitsPerStep == 1 ? "bit" : "bits") a step"
    ]
    let bits = [
      array.dacBits.map { "DAC \($0) bit" }, array.adcBits.map { "ADC \($0) bit" },
      array.columnsPerADC > 1 ? "\(array.columnsPerADC) columns share an ADC" : nil,
    ].compactMap(\.self)
    if !bits.isEmpty { lines.append(bits.joined(separator: ", ")) }
    let events = InMemoryEnergies.Event.allCases.compactMap { event in
      array.energies.stated[event].map { "\(event.rawValue) \(number($0) { $0.formatted() })" }
    }
    if !events.isEmpty { lines.append(events.joined(separator: ", ")) }
    return lines
  }

  private static func zeros(_ sparsity: SparsitySupport) -> [String] {
    let structures = sparsity.structures.sorted { $0.key < $1.key }.map {
      "\($0.value.n):\($0.value.m) \($0.key.rawValue)"
    }
    let parts = [
      sparsity.gating.isEmpty ? nil : "gates \(list(sparsity.gating))",
      sparsity.skipping.isEmpty ? nil : "skips \(list(sparsity.skipping))",
      structures.isEmpty ? nil : structures.joined(separator: ", "),
    ].compactMap(\.self)
    return parts.isEmpty
      ? [] : ["zeros, described and not counted: \(parts.joined(separator: "; "))"]
  }

  static func vector(_ unit: VectorUnit) -> Content {
    var line = "\(number(unit.rate) { $0.formatted() }), energy "
    line += energy(unit.energy, isOpen: unit.open.contains(.energy))
    if let memory = unit.memory { line += ", works from \(memory)" }
    let special = SpecialFunction.operators.compactMap { kind in
      unit.special[kind].map { function in
        "\(kind.rawValue): \(number(function.rate) { $0.formatted() }), energy "
          + energy(function.energy, isOpen: function.open.contains(.energy))
      }
    }
    return Content(title: "vector unit", lines: [line] + special)
  }

  /// `torus 4x4x4`.
  private static func shape(_ links: Links) -> String {
    guard let devices = links.devices else { return links.topology.rawValue }
    let sides = links.dimensions.map(String.init).joined(separator: "x")
    return links.dimensions.count > 1
      ? "\(links.topology.rawValue) \(sides)" : "\(links.topology.rawValue) of \(devices) devices,"
  }

  static func links(_ links: Links) -> Content {
    Content(
      title: "other devices of this kind",
      lines: [
        "\(shape(links)) of \(number(links.bandwidth) { $0.formatted() }) one way, sustains "
          + number(links.sustained) { Format.percent($0) },
        "\(number(links.start) { $0.formatted() }) to start, \(number(links.step) { $0.formatted() })"
          + " a step, ramp \(number(links.ramp) { $0.formattedCapacity() })",
        "energy " + energy(links.energy, isOpen: links.open.contains(.energy)),
      ])
  }

  /// A number, and its confidence unless it was printed or measured.
  private static func number<Value>(_ number: Sourced<Value>, _ text: (Value) -> String) -> String {
    switch number.provenance.confidence {
    case .measured, .published: text(number.value)
    case .estimated, .assumed:
      number.provenance.location == nil && number.provenance.source == nil
        ? text(number.value) : "\(text(number.value)) (\(number.provenance.confidence.rawValue))"
    }
  }

  private static func energy<D: Dimension>(_ energy: Sourced<Quantity<D>>?, isOpen: Bool) -> String
  {
    energy.map { number($0) { $0.formatted() } } ?? (isOpen ? "open" : "unknown")
  }

  private static func count(_ instances: Int) -> String {
    instances == 1 ? "one" : "\(instances) of them"
  }

  private static func list(_ operands: Set<Operand>) -> String {
    operands.sorted().map(\.rawValue).joined(separator: ", ")
  }
}
