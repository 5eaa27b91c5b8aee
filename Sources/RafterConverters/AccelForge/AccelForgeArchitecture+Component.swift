// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterDocuments
import RafterHardware
import RafterQuantities
import RafterWorkload

extension AccelForgeArchitecture {
  /// What one action of a component costs and how many there can be in a second.
  struct Action {
    var name: String
    var energy: Double?
    /// Actions a second; nil without limit.
    var rate: Double?
    var bits = 1.0
  }

  private static let everyCall = "sum(a.n_calls for a in actions)"

  private mutating func actions(_ node: DocumentNode?) -> [Action] {
    (node?.elements ?? []).compactMap { element in
      guard var record = ForeignRecord(element, what: "an action", &origin) else { return nil }
      var action = Action(name: record.take("name")?.scalar ?? "")
      if let node = record.take("energy") { action.energy = number(node, of: "'energy'") }
      if let node = record.take("throughput"), let value = number(node, of: "'throughput'") {
        action.rate = value.isFinite && value > 0 ? value : nil
      }
      if let node = record.take("latency"), let value = number(node, of: "'latency'"), value > 0 {
        action.rate = 1 / value
      }
      if let node = record.take("bits_per_action"),
        let value = number(node, of: "'bits_per_action'"),
        value > 0
      {
        action.bits = value
      }
      record.drop("values_per_action", "an action moves bits", &origin)
      record.finish(&origin)
      return action
    }
  }

  /// Seconds of an action where the latency of the whole is a sum over all of them.
  private func secondsPerCall(_ text: String?) -> Double? {
    guard let text, text.hasPrefix(Self.everyCall),
      let value = try? calculator.value("1" + text.dropFirst(Self.everyCall.count)), value > 0
    else { return nil }
    return value
  }

  /// Computations a second of a compute node, where it says.
  func rate(of node: DocumentNode) -> Double? {
    if let seconds = secondsPerCall(node["total_latency"]?.scalar) { return 1 / seconds }
    let action = node["actions"]?.elements?.first
    if let text = action?["throughput"]?.scalar, let value = try? calculator.value(text),
      value.isFinite, value > 0
    {
      return value
    }
    if let text = action?["latency"]?.scalar, let value = try? calculator.value(text), value > 0 {
      return 1 / value
    }
    return nil
  }

  mutating func readMemory(_ record: inout ForeignRecord, _ name: String) {
    let size = record.required("size", &origin)
    let bits = size.flatMap { number($0, of: "'size' of '\(name)'") }
    let holds = readTensors(record.take("tensors"), of: name, at: record.node.location)
    let actions = actions(record.take("actions"))
    let latency = record.take("total_latency")
    let kind = record.take("component_class")?.scalar
    readLeakage(record.take("leak_power"), of: name)
    let area = readArea(record.take("area"), of: name)
    guard !holds.isEmpty else {
      origin.note(
        .noCounterpart(
          "!Memory \(name)", "it keeps no input, weight or output", at: record.node.location))
      return
    }
    if let bits, holds.contains(.weights), bits > 0, bits < 8 {
      origin.note(.narrowCells(name, bits: bits, at: record.node.location))
    }
    let read = actions.first { $0.name == "read" }
    let write = actions.first { $0.name == "write" } ?? read
    let energies = [read, write].map { energyPerBit($0, of: name, kind, at: record.node.location) }
    if kind != "Dummy", read?.energy == nil || write?.energy == nil {
      origin.note(
        .leftOpen(
          "the energy of '\(name)'", "AccelForge works it out from class '\(kind ?? "?")'",
          at: record.node.location))
    }
    elements.append(
      .memory(
        MemoryLevel(
          name: names.name(name),
          capacity: bits.flatMap {
            $0.isFinite && $0 > 0 ? origin.stated(BitCount($0).bytes) : nil
          },
          holds: holds, buffering: .single, ports: ports(read, write, latency, of: name),
          readEnergy: energies[0], writeEnergy: energies[1], area: area, provenance: origin.part)))
  }

  private mutating func readTensors(
    _ node: DocumentNode?, of name: String, at place: SourceLocation
  ) -> Set<Operand> {
    guard let node, var record = ForeignRecord(node, what: "'tensors' of '\(name)'", &origin) else {
      sets.memories[name] = Set(Operand.allCases)
      return Set(Operand.allCases)
    }
    let keep = record.take("keep").map { operands($0, of: "keep") ?? [] } ?? []
    let may = record.take("may_keep").map { operands($0, of: "may_keep") ?? [] } ?? keep
    for key in [
      "no_refetch_from_above", "no_resend_to_below", "force_memory_hierarchy_order", "tile_shape",
    ] {
      record.drop(key, "a constraint on mappings, not a part of the machine", &origin)
    }
    record.finish(&origin)
    let choices = may.subtracting(keep).sorted().map(\.rawValue)
    if !choices.isEmpty {
      origin.note(
        .chosen(
          "what '\(name)' keeps", "also \(choices.joined(separator: ", "))",
          "AccelForge may let them pass it by", at: place))
    }
    sets.memories[name] = keep.union(may)
    return keep.union(may)
  }

  private mutating func energyPerBit(
    _ action: Action?, of name: String, _ kind: String?, at place: SourceLocation
  ) -> Sourced<EnergyPerBit>? {
    guard let action, let energy = action.energy else {
      return kind == "Dummy" ? origin.stated(.zero) : nil
    }
    let value = energy / action.bits
    guard value == 0 || (1e-19...1e-6).contains(value) else {
      origin.note(
        .noCounterpart("energy", "\(value) J a bit of '\(name)' stands for no machine", at: place))
      return nil
    }
    return origin.stated(EnergyPerBit(value))
  }

  /// Ports from the rates of actions: apart where the longest action decides, together where their sum does.
  private mutating func ports(
    _ read: Action?, _ write: Action?, _ latency: DocumentNode?, of name: String
  ) -> [Port] {
    func port(_ kind: Port.Kind, _ bitsPerSecond: Double) -> Port {
      Port(
        kind: kind, bandwidth: origin.stated(.perSecond(Bandwidth(bitsPerSecond / 8))),
        sustained: Origin.whole)
    }
    let bits = read?.bits ?? 1
    if let seconds = secondsPerCall(latency?.scalar) { return [port(.readWrite, bits / seconds)] }
    let isApart =
      latency?.scalar?.hasPrefix("max(a.n_calls / a.throughput for a in actions)") ?? false
    if let latency, !isApart {
      origin.note(
        .noCounterpart(
          "total_latency", "'\(latency.scalar ?? "")' is no port", at: latency.location))
    }
    let rates = [read, write].map { action in action?.rate.map { $0 * (action?.bits ?? 1) } }
    switch (rates[0], rates[1]) {
    case (nil, nil): return []
    case (let reading?, let writing?) where reading == writing && !isApart:
      return [port(.readWrite, reading)]
    case (let reading, let writing):
      if !isApart, let place = latency?.location {
        origin.note(
          .chosen(
            "the ports of '\(name)'", "one for reading and one for writing",
            "their rates differ while they share the time", at: place))
      }
      // What is not limited gets the widest port that may be described.
      return [port(.read, reading ?? 8e15), port(.write, writing ?? 8e15)]
    }
  }

  private mutating func readLeakage(_ node: DocumentNode?, of name: String) {
    guard let node, let watts = number(node, of: "'leak_power' of '\(name)'"), watts.isFinite else {
      return
    }
    leakage += watts * Double(instances)
  }

  /// The area of all instances.
  private mutating func readArea(_ node: DocumentNode?, of name: String) -> Sourced<Area>? {
    guard let node, let metres = number(node, of: "'area' of '\(name)'"), metres > 0 else {
      return nil
    }
    let area = metres * 1e6 * Double(instances)
    guard (1e-10...1e5).contains(area) else {
      origin.note(.noCounterpart("area", "\(area) mm2 stands for no machine", at: node.location))
      return nil
    }
    return origin.stated(Area(area))
  }

  mutating func readCompute(_ record: inout ForeignRecord, _ name: String) {
    let place = record.node.location
    let rate = rate(of: record.node)
    let action = actions(record.take("actions")).first
    record.ignore("total_latency")
    let kind = record.take("component_class")?.scalar
    readLeakage(record.take("leak_power"), of: name)
    let area = record.take("area").flatMap { number($0, of: "'area'") }.map { $0 * 1e6 }
    let extra = record.node["extra_attributes_for_component_model"]
    let sum = extra?["adder_width"]?.scalar.flatMap { Int($0) } ?? 32
    if record.node["enabled"]?.scalar?.contains("== 2") ?? false {
      guard let rate, let clock else { return }
      let operations = rate / clock.value * Double(instances)
      guard operations >= 1e-6, operations < 1e9 else { return }
      vector = VectorUnit(
        rate: origin.stated(ThroughputPerCycle(operations)),
        energy: action?.energy.flatMap { $0 < 1e-6 ? origin.stated(EnergyPerOperation($0)) : nil })
      return
    }
    if rate == nil || clock == nil {
      origin.note(
        .chosen("the rate of '\(name)'", "1 MAC/cycle", "no usable throughput is stated", at: place)
      )
    }
    var energy = action?.energy
    if let value = energy, value != 0, !(1e-18...1e-6).contains(value) {
      origin.note(.noCounterpart("energy", "\(value) J a MAC stands for no machine", at: place))
      energy = nil
    } else if energy == nil, kind != "Dummy" {
      origin.note(
        .leftOpen(
          "the energy of '\(name)'", "AccelForge works it out from class '\(kind ?? "?")'",
          at: place))
    }
    let accumulate: NumberFormat = sum <= 16 ? .int16 : .int32
    origin.note(
      .chosen(
        "the arithmetic", "int8 x int8 into \(accumulate.rawValue)",
        "AccelForge's workloads say the widths",
        at: place))
    compute = ComputeUnit(
      name: names.name(name),
      formats: [
        ComputeFormat(
          arithmetic: ArithmeticFormat(inputs: .int8, weights: .int8, accumulate: accumulate),
          rate: origin.stated(MACsPerCycle(1)),
          energy: (energy ?? (kind == "Dummy" ? 0 : nil)).map { origin.stated(EnergyPerMAC($0)) },
          area: area.flatMap { $0 > 1e-10 && $0 < 1e5 ? origin.stated(Area($0)) : nil })
      ], sustained: Origin.whole, provenance: origin.part)
  }
}
