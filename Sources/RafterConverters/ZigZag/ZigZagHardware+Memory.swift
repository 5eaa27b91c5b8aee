// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterDocuments
import RafterHardware
import RafterQuantities
import RafterWorkload

extension ZigZagHardware {
  mutating func readMemory(_ node: DocumentNode, name: String, at place: SourceLocation) -> Memory?
  {
    guard var record = ForeignRecord(node, what: "memory '\(name)'", &origin) else { return nil }
    let size = record.required("size", &origin).flatMap { origin.number($0, of: "'size'") }
    let read = record.required("r_cost", &origin).flatMap { origin.number($0, of: "'r_cost'") }
    let write = record.required("w_cost", &origin).flatMap { origin.number($0, of: "'w_cost'") }
    let holds = readOperands(record.required("operands", &origin))
    let shared = record.required("served_dimensions", &origin).flatMap {
      origin.texts($0, of: "'served_dimensions'")
    }
    for (dimension, place) in shared ?? []
    where !array.dimensions.contains(where: { $0.name == dimension }) {
      origin.note(
        .foreignForm(
          "the served dimension '\(dimension)'",
          expected: "one of \(array.dimensions.map(\.name).joined(separator: ", "))", at: place))
    }
    let (ports, widest) = readPorts(record.required("ports", &origin), of: name)
    var buffering = MemoryLevel.Buffering.single
    for key in ["force_double_buffering", "double_buffering_support"] {
      if let node = record.take(key), node.scalar?.lowercased() == "true" { buffering = .double }
    }
    var isOpen = false
    if let node = record.take("auto_cost_extraction"), node.scalar?.lowercased() == "true" {
      isOpen = true
      origin.note(
        .leftOpen(
          "the energy of '\(name)'", "ZigZag asks CACTI for it", at: node.location))
    }
    if let node = record.take("area"), node.scalar != "0" {
      origin.note(.noCounterpart("area", "ZigZag gives areas no unit", at: node.location))
    }
    if let node = record.take("latency"), node.scalar != "1" {
      origin.note(
        .noCounterpart("latency", "a port moves its width in every cycle", at: node.location))
    }
    record.ignore(
      "mem_type", "min_r_granularity", "min_w_granularity", "bandwidth_min", "bandwidth_max")
    record.finish(&origin)
    guard let size, let read, let write, !holds.isEmpty, let shared else { return nil }
    let level = MemoryLevel(
      name: name, capacity: origin.stated(BitCount(size).bytes), holds: holds,
      buffering: buffering, ports: ports,
      readEnergy: isOpen ? nil : origin.stated(EnergyPerBit(read * 1e-12 / widest)),
      writeEnergy: isOpen ? nil : origin.stated(EnergyPerBit(write * 1e-12 / widest)),
      provenance: origin.part)
    return Memory(name: name, level: level, shared: shared.map(\.0), place: place)
  }

  private mutating func readOperands(_ node: DocumentNode?) -> Set<Operand> {
    guard let node else { return [] }
    var operands: Set<Operand> = []
    for (text, place) in origin.texts(node, of: "'operands'") ?? [] {
      if let operand = operand(text, at: place) { operands.insert(operand) }
    }
    return operands
  }

  /// I1 is what a layer reads, I2 what it is parametrised by, O what it writes.
  private mutating func operand(_ text: String, at place: SourceLocation) -> Operand? {
    switch text {
    case "I1": return .inputs
    case "I2": return .weights
    case "O": return .outputs
    default:
      origin.note(.foreignForm("the operand '\(text)'", expected: "I1, I2 or O", at: place))
      return nil
    }
  }

  /// The ports, and the width that energies are meant for: the greatest of them, in bits.
  private mutating func readPorts(_ node: DocumentNode?, of memory: String) -> ([Port], Double) {
    var ports: [Port] = []
    var widest = 1.0
    var served: Set<Transfer> = []
    for (index, element) in (node?.elements ?? []).enumerated() {
      guard
        var record = ForeignRecord(element, what: "port \(index + 1) of '\(memory)'", &origin)
      else { continue }
      record.ignore("name")
      let kind: Port.Kind? =
        switch record.required("type", &origin)?.scalar {
        case "read": .read
        case "write": .write
        case "read_write": .readWrite
        default: nil
        }
      let most = record.required("bandwidth_max", &origin).flatMap {
        origin.number($0, of: "'bandwidth_max'")
      }
      let least = record.take("bandwidth_min").flatMap { origin.number($0, of: "'bandwidth_min'") }
      var serves: [Transfer] = []
      if let node = record.required("allocation", &origin) {
        for (text, place) in origin.texts(node, of: "'allocation'") ?? [] {
          guard let transfer = transfer(text, at: place) else { continue }
          if served.insert(transfer).inserted {
            serves.append(transfer)
          } else {
            origin.note(
              .noCounterpart(text, "another port of '\(memory)' serves it already", at: place))
          }
        }
      }
      record.finish(&origin)
      guard let kind, let most, most > 0 else {
        origin.note(
          .foreignForm(
            "port \(index + 1) of '\(memory)'",
            expected: "type read, write or read_write and a bandwidth", at: element.location))
        continue
      }
      guard !serves.isEmpty else { continue }
      widest = max(widest, most)
      ports.append(
        Port(
          kind: kind, bandwidth: origin.stated(.perCycle(BandwidthPerCycle(most / 8))),
          sustained: Origin.whole,
          granularity: least.flatMap {
            $0 <= most && $0 > 0 ? origin.stated(ByteCount($0 / 8)) : nil
          },
          serves: serves))
    }
    return (ports, widest)
  }

  private mutating func transfer(_ text: String, at place: SourceLocation) -> Transfer? {
    let parts = text.split(separator: ",").map { $0.filter { $0 != " " } }
    let directions: [String: TransferDirection] = [
      "tl": .toArray, "fl": .fromArray, "th": .toMemory, "fh": .fromMemory,
    ]
    guard parts.count == 2, let direction = directions[parts[1]] else {
      origin.note(
        .foreignForm("'\(text)'", expected: "an operand and tl, fl, th or fh", at: place))
      return nil
    }
    return operand(parts[0], at: place).map { Transfer($0, direction) }
  }
}
