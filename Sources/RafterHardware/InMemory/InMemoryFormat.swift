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
  /// The share of the energy of a MAC of the full array that it shares with no other MAC.
  public var ownShare: Double
  /// The energy of one input that enters a row, whichever columns use it, over that of such a MAC.
  public var inputRatio: Double
  /// The energy of one sum that leaves a column, however many rows are used, over that of such a MAC.
  public var outputRatio: Double
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
      rate: MACsPerCycle(rate.value.value / ratio), ownShare: 1, inputRatio: 0, outputRatio: 0,
      stated: stated)
    // A number that is stated for a MAC does not say what shares it.
    if !stated.contains(.energy),
      let shared = array.shared(weightBits: weightBits, inputBits: inputBits),
      let whole = array.breakdown(weightBits: weightBits, inputBits: inputBits)
    {
      let sum = whole.energy(.macroAndDatapath)
      if sum > .zero {
        own.ownShare = shared.cells.ratio(to: sum)
        own.inputRatio = shared.perInput.value / sum.value
        own.outputRatio = shared.perOutput.value / sum.value
      }
      energy = Sourced(sum, array.energies.provenance)
      open.remove(.energy)
    } else if !stated.contains(.energy), !array.energies.unknown.isEmpty {
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
