// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterQuantities
import RafterWorkload

extension AcceleratorChecks {
  /// Every transfer that a memory's place asks for has a port, and every port has a transfer.
  func ports() -> [Diagnostic] {
    memories.flatMap { index, level in
      let part = draft.parts[index]
      return part.isWhole && part.origin == .stated && !level.holds.isEmpty
        ? ports(of: level, at: index) : []
    }
  }

  private func ports(of level: MemoryLevel, at index: Int) -> [Diagnostic] {
    let part = draft.parts[index]
    var found: [Diagnostic] = []
    for (number, port) in level.ports.enumerated() {
      for (i, transfer) in (port.serves ?? []).enumerated()
      where !level.holds.contains(transfer.operand) {
        found.append(
          .servesNotHeld(
            transfer.operand, level.name, at: part.place("ports.\(number).serves.\(i)")))
      }
      if let granularity = port.granularity, let capacity = level.capacity,
        granularity.value > capacity.value
      {
        found.append(
          .granularityAboveCapacity(
            granularity.provenance.text, level.name, at: granularity.provenance.location))
      }
    }
    guard holdingIsKnown else { return found }
    guard part.places["ports"] != nil else {
      return found + [.noPorts(level.name, at: part.location)]
    }
    for transfer in required(of: level, at: index) where level.port(for: transfer) == nil {
      let isAllReserved = level.ports.contains {
        $0.kind == .readWrite || ($0.kind == .read) == transfer.direction.isRead
      }
      found.append(
        isAllReserved
          ? .portsReserved(transfer, level.name, at: part.place("ports"))
          : .noPort(for: transfer, level.name, at: part.place("ports")))
    }
    let used = Set(possible(of: level, at: index).compactMap { level.port(for: $0) })
    for number in level.ports.indices where !used.contains(number) {
      found.append(.unusedPort(number + 1, level.name, at: part.place("ports.\(number)")))
    }
    if index == memories.first?.index, let clock = draft.technology?.frequency.value {
      for port in level.ports where port.bandwidth.value.perSecond(at: clock).value > 1e14 {
        found.append(
          .fastOutermost(
            port.bandwidth.provenance.text, level.name, at: port.bandwidth.provenance.location))
      }
    }
    return found
  }

  /// What must be possible wherever a memory stands.
  private func required(of level: MemoryLevel, at index: Int) -> [Transfer] {
    Operand.allCases.filter(level.holds.contains).flatMap { operand -> [Transfer] in
      let holders = holders(of: operand)
      let isOutermost = holders.first == index
      switch operand {
      case .weights, .inputs:
        return [Transfer(operand, .toArray)] + (isOutermost ? [] : [Transfer(operand, .fromMemory)])
      case .outputs:
        return [Transfer(operand, .fromArray)]
          + (isOutermost ? [] : [Transfer(operand, .toMemory)])
          + (holders.last == index ? [Transfer(operand, .toArray)] : [])
      }
    }
  }

  /// What can happen at all: partial sums may also come back from further out.
  private func possible(of level: MemoryLevel, at index: Int) -> [Transfer] {
    var transfers = required(of: level, at: index)
    if level.holds.contains(.outputs) {
      transfers.append(Transfer(.outputs, .toArray))
      if holders(of: .outputs).first != index { transfers.append(Transfer(.outputs, .fromMemory)) }
    }
    return transfers
  }
}
