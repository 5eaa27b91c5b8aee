// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterQuantities
import RafterWorkload

extension AcceleratorChecks {
  /// Every operand lies somewhere, and every memory holds something.
  func holding() -> [Diagnostic] {
    var found: [Diagnostic] = []
    for (index, level) in memories where level.holds.isEmpty && draft.parts[index].isWhole {
      found.append(.holdsNothing(level.name, at: draft.parts[index].place("holds")))
    }
    for (index, level) in memories where draft.parts[index].isWhole && !level.holds.isEmpty {
      for operand in Operand.allCases where level.mayBypass.contains(operand) {
        let place = draft.parts[index].place("may-bypass")
        if !level.holds.contains(operand) {
          found.append(.bypassNotHeld(operand, level.name, at: place))
        } else if holdingIsKnown, holders(of: operand).first == index {
          found.append(.bypassOfHome(operand, level.name, at: place))
        }
      }
    }
    if holdingIsKnown, !memories.isEmpty, let place = draft.pathLocation {
      for operand in Operand.allCases where holders(of: operand).isEmpty {
        found.append(.heldNowhere(operand, at: place))
      }
    }
    return found
  }

  /// Capacities and their partitions leave room for an element of every operand.
  func capacities() -> [Diagnostic] {
    memories.flatMap { index, level in
      draft.parts[index].isWhole ? capacities(of: level, at: index) : []
    }
  }

  private func capacities(of level: MemoryLevel, at index: Int) -> [Diagnostic] {
    let part = draft.parts[index]
    var found: [Diagnostic] = []
    for operand in Operand.allCases where level.partitions[operand] != nil {
      if !level.holds.contains(operand) {
        found.append(.partitionNotHeld(operand, level.name, at: part.place("partitions")))
      }
    }
    if part.origin == .stated, part.places["energy"] == nil {
      found.append(.noEnergy("memory '\(level.name)'", at: part.location))
    }
    guard let capacity = level.capacity?.value else { return found }
    let setAside = level.partitions.values.reduce(ByteCount.zero) { $0 + $1.value }
    guard setAside <= capacity else {
      found.append(
        .partitionsExceed(setAside, capacity, level.name, at: part.place("partitions")))
      return found
    }
    for operand in Operand.allCases where level.holds.contains(operand) {
      let share = level.partitions[operand]?.value ?? capacity - setAside
      let usable = level.buffering == .double ? share / 2 : share
      guard let element = smallestElement(of: operand, at: index), usable < element else {
        continue
      }
      found.append(
        .noRoom(
          operand, level.name, usable: usable, element: element, level.buffering,
          at: part.place(level.partitions[operand] == nil ? "capacity" : "partitions")))
    }
    if let outermost = memories.first, outermost.index != index {
      for (key, energy) in [("read", level.readEnergy), ("write", level.writeEnergy)] {
        guard let energy, energy.value.value > 100e-12 else { continue }
        found.append(
          .largeEnergy(energy.provenance.text, key, level.name, at: energy.provenance.location))
      }
    }
    return found
  }

  /// The bytes of the narrowest element of an operand that the arithmetic takes.
  private func smallestElement(of operand: Operand, at index: Int) -> ByteCount? {
    guard let formats = compute?.unit.formats, !formats.isEmpty else {
      return ByteCount(BitCount(1).bytes.value)
    }
    let isInnermost = holders(of: operand).last == index
    return formats.map { format -> ByteCount in
      switch operand {
      case .weights: format.arithmetic.weights.bitsPerElement.bytes
      case .inputs: format.arithmetic.inputs.bitsPerElement.bytes
      // Partial sums are accumulated in the innermost memory; further out results may be as narrow as inputs.
      case .outputs:
        (isInnermost ? format.arithmetic.accumulate : format.arithmetic.inputs)
          .bitsPerElement.bytes
      }
    }.min()
  }
}
