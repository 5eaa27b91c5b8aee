// SPDX-License-Identifier: Apache-2.0
public import RafterQuantities

/// How an in-memory array works in one pair of formats.
public struct InMemoryFormat: Sendable, Hashable {
  /// A number of a format that the file states instead of leaving it to the array.
  public enum Number: Sendable, Hashable {
    case rate, energy
  }

  /// Weights side by side in a row.
  public var weightsPerRow: Int
  /// The bytes of weights that all rows hold.
  public var capacity: ByteCount
  /// MACs of one position of a weight in a cycle.
  public var rate: MACsPerCycle
  /// The energy of one MAC that no other MAC shares; nil where it is unknown.
  public var ownEnergy: EnergyPerMAC?
  /// The energy of one input that enters a row, whichever columns use it.
  public var energyPerInput: Energy
  /// The energy of one sum that leaves a column, however many rows are used.
  public var energyPerOutput: Energy
  /// What the file states itself.
  public var stated: Set<Number>
}

extension ComputeUnit {
  /// Works out rates and energies of the formats from the in-memory array, as far as the file states none.
  ///
  /// To be called again when energies of events that were open have been filled. A format's rate is that of
  /// one of the positions the first format has, so that peaks are right in all of them; a format's energy
  /// is that of the full array, and ``InMemoryFormat`` has what a partly used one needs.
  public mutating func deriveInMemoryFormats() {
    guard let array = inMemory, let first = formats.first else { return }
    let base = array.weightsPerRow(weightBits: first.weightBits)
    for index in formats.indices {
      let perRow = array.weightsPerRow(weightBits: formats[index].weightBits)
      guard perRow > 0, base > 0 else { continue }
      formats[index].derive(from: array, perRow: perRow, ratio: Double(perRow) / Double(base))
    }
  }
}

extension ComputeFormat {
  fileprivate mutating func derive(from array: InMemoryArray, perRow: Int, ratio: Double) {
    var stated = inMemory?.stated ?? []
    if inMemory == nil {
      if rate.provenance.location != nil { stated.insert(.rate) }
      if !open.contains(.energy) { stated.insert(.energy) }
    }
    if !stated.contains(.rate) {
      rate = Sourced(
        MACsPerCycle(array.rate(inputBits: inputBits).value * ratio),
        array.cyclesPerStep.provenance)
    }
    var own = InMemoryFormat(
      weightsPerRow: perRow, capacity: array.capacity(weightBits: weightBits),
      rate: MACsPerCycle(rate.value.value / ratio), ownEnergy: nil, energyPerInput: .zero,
      energyPerOutput: .zero, stated: stated)
    if stated.contains(.energy) {
      own.ownEnergy = energy?.value
    } else if let shared = array.shared(weightBits: weightBits, inputBits: inputBits),
      let whole = array.breakdown(weightBits: weightBits, inputBits: inputBits)
    {
      own.ownEnergy = shared.cells
      own.energyPerInput = shared.perInput
      own.energyPerOutput = shared.perOutput
      energy = Sourced(whole.energy(.macroAndDatapath), array.energies.provenance)
      open.remove(.energy)
    } else if !array.energies.unknown.isEmpty {
      // Somebody found one of the events to be unknown, so nothing can fill the sum.
      open.remove(.energy)
    }
    inMemory = own
  }

  var weightBits: Int { Int(arithmetic.weights.bitsPerElement.value.rounded(.up)) }
  var inputBits: Int { Int(arithmetic.inputs.bitsPerElement.value.rounded(.up)) }
}

extension InMemoryEnergies {
  /// Where the energy of a MAC comes from: that of the least trusted of its events.
  fileprivate var provenance: Provenance {
    let order = Confidence.allCases
    let all = Event.allCases.compactMap { stated[$0]?.provenance }
    let worst = all.max {
      (order.firstIndex(of: $0.confidence) ?? 0) < (order.firstIndex(of: $1.confidence) ?? 0)
    }
    return worst ?? Provenance(confidence: .assumed, text: "")
  }
}
