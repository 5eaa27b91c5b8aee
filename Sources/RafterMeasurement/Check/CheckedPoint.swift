// SPDX-License-Identifier: Apache-2.0
public import RafterQuantities

/// A roof that a measured point is held against.
public enum CheckRoof: Sendable, Hashable {
  /// The peak of the multipliers in a format.
  case peak(format: String)
  /// The peak of the vector unit.
  case vector
  /// The bandwidth of a memory.
  case bandwidth(level: String)

  /// In words: `bandwidth of dram`.
  public var name: String {
    switch self {
    case .peak(let format): "peak of \(format)"
    case .vector: "vector unit"
    case .bandwidth(let level): "bandwidth of \(level)"
    }
  }
}

extension CheckRoof {
  /// Roofs of one kind.
  enum Kind: Hashable { case peak, vector, bandwidth }

  var kind: Kind {
    switch self {
    case .peak: .peak
    case .vector: .vector
    case .bandwidth: .bandwidth
    }
  }
}

/// The least time that a roof allows.
public struct RoofTime: Sendable, Hashable {
  /// The roof.
  public var roof: CheckRoof
  /// The least time under it.
  public var time: Seconds
}

/// Why a point lies where it does.
public enum Standing: Sendable, Hashable {
  /// Above a roof: the numbers are wrong, or the description is.
  case above([RankedCause])
  /// At four fifths of the roof or more.
  case atRoof
  /// The time to start is most of what is missing.
  case launch
  /// Lower, and nothing in the row says why.
  case below
}

/// A measured point beside the roofs of a machine.
public struct CheckedPoint: Sendable, Hashable {
  /// What was measured.
  public var row: MeasuredRow
  /// The format of the machine that it was held against; nil without work for multipliers.
  public var format: String?
  /// Whether the row left the format open, so that the fastest was taken.
  public var isFormatAssumed: Bool
  /// Least times, the largest first.
  public var times: [RoofTime]
  /// Where it lies.
  public var standing: Standing
  /// The energy it drew beside the energy roof; nil where it or the machine's is unknown.
  public var energy: EnergyStanding?
  /// The time that an analysis says; nil where none has a layer of this name.
  public var predicted: Seconds?

  /// The roof that allows the least.
  public var binding: RoofTime? { times.first }

  /// The share of the lowest roof that is reached: the least time over the measured one.
  public var share: Double { times.first.map { $0.time.ratio(to: row.time) } ?? 0 }

  /// Whether it lies above a throughput roof.
  public var isAbove: Bool { if case .above = standing { true } else { false } }

  /// Whether it lies above the energy roof.
  public var isAboveEnergy: Bool { energy.map { !$0.causes.isEmpty } ?? false }

  /// Operations of all kinds by time.
  public var throughput: Throughput {
    row.work.reduce(Operations.zero) { $0 + $1.operations } / row.time
  }
}

/// Measured points beside the roofs of a machine, those above a roof first.
public struct CheckResult: Sendable, Hashable {
  /// The machine.
  public var machine: String
  /// Points above a roof, the farthest first; then the others in their order.
  public var points: [CheckedPoint]
  /// How far above a roof a point may lie and still count as on it.
  public var tolerance: Double
  /// What was left out, in words.
  public var notes: [String]

  /// How many points lie above a roof of either kind.
  public var aboveCount: Int { points.count { $0.isAbove || $0.isAboveEnergy } }
}
