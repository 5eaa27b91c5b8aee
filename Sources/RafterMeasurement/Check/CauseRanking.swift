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
/// Without the mistake the point has to lie under the roof, and a kernel that anybody reports is usually not far below it: of those
/// that explain the excess, the one that leaves the share nearest to 85 % comes first, rare ones a little later.
struct CauseRanking {
  let machine: Accelerator
  let roofs: [MachineRoof]
  let tolerance: Double

  /// The share that a good kernel reaches.
  private static let usualShare = 0.85

  /// The causes for a point at a share above one of a roof, the likeliest first.
  func causes(of row: MeasuredRow, above roof: CheckRoof, share: Double) -> [RankedCause] {
    let candidates: [(OverRoofHypothesis, Double)] =
      switch roof {
      case .peak(let format): Self.common + work + formats(above: format)
      case .vector: Self.common + Self.lanes
      case .bandwidth(let level): Self.common + Self.bytes + memories(above: level, row)
      }
    let ranked = candidates.map { hypothesis, factor in
      let left = share / factor
      return RankedCause(
        hypothesis: hypothesis, factor: factor, shareWithoutIt: left,
        explains: left <= 1 + tolerance)
    }
    return ranked.enumerated().sorted {
      (rank($0.element), $0.offset) < (rank($1.element), $1.offset)
    }
    .map(\.element)
  }

  /// Of the vector unit: a clock moves by a quarter at most.
  private static let lanes: [(OverRoofHypothesis, Double)] = [
    (.operationCount, 2), (.description, 1.25),
  ]

  /// Mistakes of units, whatever the roof.
  private static let common: [(OverRoofHypothesis, Double)] = [
    (.prefix(power: 1), 1e3), (.prefix(power: 2), 1e6), (.prefix(power: 3), 1e9),
  ]

  private static let bytes: [(OverRoofHypothesis, Double)] = [
    (.bits, 8), (.smallerElements(factor: 2), 2), (.smallerElements(factor: 4), 4),
    (.binaryPrefix("MB for MiB"), 0x1p20 / 1e6), (.binaryPrefix("GB for GiB"), 0x1p30 / 1e9),
  ]

  private var work: [(OverRoofHypothesis, Double)] {
    var found: [(OverRoofHypothesis, Double)] = [(.operationCount, 2), (.sparsePeak, 2)]
    // Clocks of a part move by a quarter at most.
    if let unit = machine.compute {
      let top = unit.sustained.range?.upperBound ?? 1
      found.append((.description, 1.1 * max(1, top)))
    }
    return found
  }

  /// Other formats with a higher peak.
  private func formats(above format: String) -> [(OverRoofHypothesis, Double)] {
    guard let own = roofs.first(where: { $0.format == format }) else { return [] }
    var found: [(OverRoofHypothesis, Double)] = []
    for roof in roofs
    where roof.format != "vector" && roof.level == own.level && roof.peak > own.peak {
      found.append((.format(roof.format), roof.peak.ratio(to: own.peak)))
    }
    return found
  }

  /// Memories further in, which are faster, and what the description leaves out of a memory's bandwidth.
  private func memories(above level: String, _ row: MeasuredRow) -> [(OverRoofHypothesis, Double)] {
    guard let place = machine.memories.firstIndex(where: { $0.name == level }),
      let own = roofs.first(where: { $0.level == level })
    else { return [] }
    let places = machine.path.indices.filter {
      if case .memory = machine.path[$0] { true } else { false }
    }
    var found: [(OverRoofHypothesis, Double)] = []
    let bytes =
      row.traffic.first { ($0.level ?? machine.memories[0].name) == level }?.bytes ?? .zero
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
    let best = machine.memories[place].ports.map { port -> Double in
      let stated = port.bandwidth.value.perSecond(at: machine.technology.frequency.value).value
      let top = max(stated, Self.top(port, machine))
      return top / (stated * port.sustained.value)
    }.max()
    if let best, best > 1 { found.append((.description, best)) }
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

  /// Small is likely.
  private func rank(_ cause: RankedCause) -> Double {
    // What does not explain the excess comes behind everything that does.
    guard cause.explains else { return 1e3 + log(cause.shareWithoutIt) }
    return abs(log(cause.shareWithoutIt / Self.usualShare)) + cause.hypothesis.rarity
  }
}
