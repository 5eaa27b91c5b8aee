// SPDX-License-Identifier: Apache-2.0
import RafterQuantities

/// A mistake that lifts a point above a roof [rooflines 3.9, property 19; 4].
public enum OverRoofHypothesis: Sendable, Hashable {
  /// A MAC counted as two MACs, or an operation as two.
  case operationCount
  /// The work had half of its weights zero and skipped them.
  case sparsePeak
  /// It ran in another format, faster by its peak.
  case format(String)
  /// The data lay in a memory further in, which holds them.
  case warmCache(level: String)
  /// The bytes are those of a memory further in.
  case wrongLevel(level: String)
  /// Elements are stored in fewer bits than were counted.
  case smallerElements(factor: Int)
  /// Bits were taken for bytes.
  case bits
  /// A prefix of 1000 was read as one of 1024 once, or several times.
  case binaryPrefix(String)
  /// A prefix is off by a power of 1000: ms for us, GB for MB.
  case prefix(power: Int)
  /// The clock stopped before the work was done: it was started and not waited for.
  case unfinished
  /// The energy of a memory is not in what was measured.
  case withoutMemory(String)
  /// The power that is drawn in any case was taken off.
  case withoutStatic
  /// The description gives less than the part has at best: a sustained share, a range, a clock.
  case description

  /// In words.
  public var explanation: String {
    switch self {
    case .operationCount:
      "operations counted twice (a MAC is two operations, an operation half a MAC)"
    case .sparsePeak: "structured sparsity skipped half of the work (the peak is the dense one)"
    case .format(let name): "it ran in \(name)"
    case .warmCache(let level): "warm cache: the data fit in \(level) and came from there"
    case .wrongLevel(let level): "wrong level: these bytes were counted at \(level)"
    case .smallerElements(let factor):
      "elements are stored in 1/\(factor) of the bits that were counted (quantized or compressed)"
    case .bits: "bits were taken for bytes"
    case .binaryPrefix(let units): "\(units): a prefix of 1024 was read as one of 1000"
    case .prefix(let power):
      "a unit is off by 1000\(power == 1 ? "" : "^\(power)") (ms for us, GB for MB, cycles for seconds)"
    case .unfinished:
      "the clock stopped before the work was done (an asynchronous start that was not waited for)"
    case .withoutMemory(let level): "the energy of \(level) was not measured"
    case .withoutStatic: "static power was taken off, or was not measured"
    case .description:
      "the description states less than the part has at best (sustained share, clock, range)"
    }
  }

  /// How rare it is, in the same scale as the logarithm of a ratio: breaks ties between mistakes of one size.
  var rarity: Double {
    switch self {
    case .description: 0
    case .operationCount, .format: 0.1
    case .warmCache: 0.12
    case .binaryPrefix: 0.15
    case .sparsePeak, .smallerElements: 0.2
    case .wrongLevel, .bits: 0.3
    case .withoutMemory, .withoutStatic: 0.15
    case .prefix: 0.35
    case .unfinished: 0.6
    }
  }
}

/// A mistake and what would be left of the excess without it.
public struct RankedCause: Sendable, Hashable {
  /// The mistake.
  public var hypothesis: OverRoofHypothesis
  /// By how much it lifts a point.
  public var factor: Double
  /// The share of the roof that is reached without it.
  public var shareWithoutIt: Double
  /// Whether the point is under the roof without it.
  public var explains: Bool
}
