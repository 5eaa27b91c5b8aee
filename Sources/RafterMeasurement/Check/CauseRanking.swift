// SPDX-License-Identifier: Apache-2.0
import RafterHardware
import RafterQuantities
import RafterRoofline

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Orders the mistakes that could have lifted a point above a roof.
///
/// Without the mistake the point has to lie under what the part has at best, and a kernel that anybody reports is usually not far below its roof:
/// of those that explain the excess, the one that leaves the share nearest to 85 % comes first, rare ones a little later, and those that the
/// other rows or the name of the row speak for a little sooner. Data that fit a cache come from there and from outside it in any mixture, so
/// whatever share of the cache's roof that leaves is as usual as another.
struct CauseRanking {
  let machine: Accelerator
  let roofs: [MachineRoof]
  let tolerance: Double

  /// By how much the peak rises for weights with a structure of zeros that the machine skips; nil where it states none.
  var sparsePeak: Double? {
    guard let sparsity = machine.compute?.sparsity, !sparsity.skipping.isEmpty else { return nil }
    let structures = sparsity.structures.filter { sparsity.skipping.contains($0.key) }.values
    let ideal = structures.map { Double($0.m) / Double($0.n) }.max()
    return ideal.map { min($0, sparsity.fastest?.value ?? $0) }
  }

  /// The share that a good kernel reaches.
  private static let usualShare = 0.85

  /// The causes for a point at a share above one of a roof, the likeliest first.
  func causes(
    of row: MeasuredRow, above roof: CheckRoof, share: Double, evidence: TableEvidence = .none
  ) -> [RankedCause] {
    // What the part has beyond what its description sustains may remain without the mistake.
    let best = headroom(roof)
    var candidates: [(OverRoofHypothesis, Double)] =
      switch roof {
      case .peak(let format):
        Self.common + [(.operationCount, 2), (.sparsePeak, sparsePeak ?? 2)]
          + formats(above: format)
      case .vector: Self.common + [(.operationCount, 2)]
      case .bandwidth(let level): Self.common + Self.bytes + memories(above: level, row)
      }
    if best > 1 { candidates.append((.description, best)) }
    if isShort(row), share > Self.unfinishedFrom {
      candidates.append((.unfinished, share / Self.usualShare))
    }
    return Self.ranked(
      candidates, share: share, limit: best * (1 + tolerance), tolerance: tolerance,
      evidence: evidence)
  }

  /// Orders mistakes by what they leave.
  ///
  /// - Parameters:
  ///   - candidates: mistakes and the factors by which they lift.
  ///   - share: what is reached of the roof, above one.
  ///   - limit: what may be left.
  ///   - tolerance: what may be left where the description itself is the mistake.
  ///   - evidence: what speaks for one.
  static func ranked(
    _ candidates: [(OverRoofHypothesis, Double)], share: Double, limit: Double, tolerance: Double,
    evidence: TableEvidence
  ) -> [RankedCause] {
    func rank(_ cause: RankedCause) -> Double {
      // What does not explain the excess comes behind everything that does.
      guard cause.explains else { return 1e3 + log(cause.shareWithoutIt) }
      let distance = log(cause.shareWithoutIt / usualShare)
      var unusual = abs(distance)
      if case .warmCache = cause.hypothesis { unusual = max(0, distance) }
      return unusual + cause.hypothesis.rarity + evidence.weight(cause.hypothesis)
    }
    let causes = candidates.map { hypothesis, factor in
      let left = share / factor
      return RankedCause(
        hypothesis: hypothesis, factor: factor, shareWithoutIt: left,
        explains: left <= (hypothesis == .description ? 1 + tolerance : limit))
    }
    return causes.enumerated().sorted {
      (rank($0.element), $0.offset) < (rank($1.element), $1.offset)
    }
    .map(\.element)
  }

  /// Mistakes of units, whatever the roof.
  static let common: [(OverRoofHypothesis, Double)] = [
    (.prefix(power: 1), 1e3), (.prefix(power: 2), 1e6), (.prefix(power: 3), 1e9),
  ]

  static let bytes: [(OverRoofHypothesis, Double)] = [
    (.bits, 8), (.smallerElements(factor: 2), 2), (.smallerElements(factor: 4), 4),
    (.binaryPrefix("MB for MiB"), 0x1p20 / 1e6), (.binaryPrefix("GB for GiB"), 0x1p30 / 1e9),
  ]

  static let work: [(OverRoofHypothesis, Double)] = [(.operationCount, 2), (.sparsePeak, 2)]

  /// A point so far above may come from a clock that stopped too soon.
  private static let unfinishedFrom = 2.0

  /// Whether a run was hardly longer than its start.
  private func isShort(_ row: MeasuredRow) -> Bool {
    row.time <= max(Seconds(20e-6), (machine.launch?.value ?? .zero) * 4)
  }

  /// The best of the part over what its roof says: a clock moves by a quarter for the vector unit and by a tenth for multipliers; a memory
  /// may reach all that its ports have, or the top of their range.
  private func headroom(_ roof: CheckRoof) -> Double {
    switch roof {
    case .peak: return 1.1 * max(1, machine.compute?.sustained.range?.upperBound ?? 1)
    case .vector: return 1.25
    case .bandwidth(let level):
      guard let memory = machine.memories.first(where: { $0.name == level }) else { return 1 }
      let best = memory.ports.map { port -> Double in
        let stated = port.bandwidth.value.perSecond(at: machine.technology.frequency.value).value
        let top = max(stated, Self.top(port, machine))
        return top / (stated * port.sustained.value)
      }.max()
      return max(1, best ?? 1)
    }
  }

  /// Other formats with a higher peak; those of one peak together.
  private func formats(above format: String) -> [(OverRoofHypothesis, Double)] {
    guard let own = roofs.first(where: { $0.format == format }) else { return [] }
    var found: [(names: [String], factor: Double)] = []
    for roof in roofs
    where roof.format != "vector" && roof.level == own.level && roof.peak > own.peak {
      let factor = roof.peak.ratio(to: own.peak)
      if let place = found.firstIndex(where: { $0.factor == factor }) {
        found[place].names.append(roof.format)
      } else {
        found.append(([roof.format], factor))
      }
    }
    return found.map { (.format($0.names.joined(separator: " or ")), $0.factor) }
  }

  /// Memories further in, which are faster.
  private func memories(above level: String, _ row: MeasuredRow) -> [(OverRoofHypothesis, Double)] {
    guard let place = machine.memories.firstIndex(where: { $0.name == level }),
      let own = roofs.first(where: { $0.level == level })
    else { return [] }
    let places = machine.path.indices.filter {
      if case .memory = machine.path[$0] { true } else { false }
    }
    var found: [(OverRoofHypothesis, Double)] = []
    let bytes =
      row.traffic.first { LevelNames.level($0.level, of: machine) == level }?.bytes ?? .zero
    for index in machine.memories.indices.dropFirst(place + 1) {
      let memory = machine.memories[index]
      guard let roof = roofs.first(where: { $0.level == memory.name }) else { continue }
      let factor = roof.bandwidth.ratio(to: own.bandwidth)
      guard factor > 1 else { continue }
      let room = memory.capacity.map { $0.value * Double(machine.instances(at: places[index])) }
      if room.map({ bytes <= $0 }) ?? false {
        found.append((.warmCache(level: memory.name), factor))
      } else {
        found.append((.wrongLevel(level: memory.name), factor))
      }
    }
    return found
  }

  /// The most that a port's range allows, in bytes per second.
  private static func top(_ port: Port, _ machine: Accelerator) -> Double {
    guard let range = port.bandwidth.range else { return 0 }
    switch port.bandwidth.value {
    case .perSecond: return range.upperBound
    case .perCycle: return range.upperBound * machine.technology.frequency.value.value
    }
  }
}
