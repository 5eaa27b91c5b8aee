// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterQuantities
import RafterWorkload

extension AcceleratorChecks {
  /// Whether the memories next to the arithmetic can keep it busy.
  ///
  /// In each cycle every multiplier takes a weight and an input, and adds to an output; these come from the
  /// innermost memory that holds the operand. One read serves all parts along a side that multicasts it, one
  /// sum leaves a side that reduces. So at best, per instance and cycle,
  ///
  ///     bytes = rate * bytes per element * product of the sides below that do neither
  ///
  /// and a port that carries less than the sum of its transfers makes the peak unreachable for every layer.
  func feeding() -> [Diagnostic] {
    guard holdingIsKnown, let (end, unit) = compute,
      let clock = draft.technology?.frequency.value
    else { return [] }
    return memories.flatMap { index, level -> [Diagnostic] in
      let part = draft.parts[index]
      guard part.isWhole, index < end else { return [] }
      return level.ports.indices.compactMap { number -> Diagnostic? in
        let port = level.ports[number]
        let given = port.bandwidth.value.perCycle(at: clock) * port.sustained.value
        let needs = unit.formats.map { format in
          (format, need(of: level, at: index, port: number, format, end))
        }
        guard let worst = needs.max(by: { $0.1 < $1.1 }), worst.1.value > given.value * (1 + 1e-9)
        else { return nil }
        return .slowPort(
          number + 1, level.name, format: worst.0.arithmetic, needed: worst.1, given: given,
          at: part.place("ports.\(number)"))
      }
    }
  }

  /// The bytes a port must move in a cycle for the arithmetic to run at full rate.
  private func need(
    of level: MemoryLevel, at index: Int, port: Int, _ format: ComputeFormat, _ end: Int
  ) -> BandwidthPerCycle {
    let axes = draft.axes(after: index, before: end)
    var total = BandwidthPerCycle.zero
    // What may pass the memory by may be fed from elsewhere.
    for operand in Operand.allCases
    where holders(of: operand).last == index && !level.mayBypass.contains(operand) {
      let parts = axes.reduce(1.0) { product, axis in
        let serves = operand == .outputs ? axis.reducesOutputs : axis.multicast.contains(operand)
        return serves ? product : product * Double(axis.size)
      }
      let bytes = format.bytes(of: operand) * (parts * format.rate.value.value)
      // A sum is read, added to and written back.
      let directions: [TransferDirection] =
        operand == .outputs ? [.toArray, .fromArray] : [.toArray]
      for direction in directions
      where level.port(for: Transfer(operand, direction)) == port {
        total += BandwidthPerCycle(bytes.value)
      }
    }
    return total
  }
}

extension ComputeFormat {
  /// The bytes of an element at the multiplier.
  fileprivate func bytes(of operand: Operand) -> ByteCount {
    switch operand {
    case .weights: arithmetic.weights.bitsPerElement.bytes
    case .inputs: arithmetic.inputs.bitsPerElement.bytes
    case .outputs: arithmetic.accumulate.bitsPerElement.bytes
    }
  }
}
