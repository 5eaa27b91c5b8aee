// SPDX-License-Identifier: Apache-2.0
import RafterHardware
public import RafterQuantities

/// A measured energy beside the least that the machine can do with.
public struct EnergyStanding: Sendable, Hashable {
  /// What was drawn.
  public var measured: Energy
  /// The least by the energy roof.
  public var least: Energy
  /// What would explain a point above the roof, the likeliest first; empty for one under it.
  public var causes: [RankedCause]

  /// The share of the energy roof that is reached: the least over the measured.
  public var share: Double { least.ratio(to: measured) }
}

/// Holds measured energies against the energy roof of a machine [rooflines 3.3].
///
///     E_min = sum ops e_op + sum bytes_l e_l + P_s min(t, t_min)
///
/// Each constant is the low end of its range, so that a point above the roof is above all that the description allows; operations or bytes
/// whose energy is unknown count nothing.
enum EnergyPlacing {
  /// The parts of the least energy.
  struct Least: Hashable {
    var work: Energy
    var levels: [String]
    var levelEnergies: [Energy]
    var idle: Energy

    var total: Energy { levelEnergies.reduce(work + idle) { $0 + $1 } }
  }

  /// The least energy of a point; nil where nothing was measured or no energy is known.
  static func least(_ point: CheckedPoint, on machine: Accelerator) -> Least? {
    guard point.row.energy != nil else { return nil }
    var least = Least(work: .zero, levels: [], levelEnergies: [], idle: .zero)
    let format = machine.compute?.formats.first { $0.arithmetic.description == point.format }
    for work in point.row.work {
      let each: EnergyPerOperation? =
        work.kind == nil
        ? format?.energy.map { EnergyPerMAC(low($0)).perOperation }
        : machine.vector?.energy.map { EnergyPerOperation(low($0)) }
      if let each { least.work = least.work + each * work.operations }
    }
    for traffic in point.row.traffic {
      guard let name = LevelNames.level(traffic.level, of: machine),
        let memory = machine.memories.first(where: { $0.name == name }),
        let read = memory.readEnergy, let write = memory.writeEnergy
      else { continue }
      let each = EnergyPerBit(min(low(read), low(write))).perByte
      least.levels.append(name)
      least.levelEnergies.append(each * traffic.bytes)
    }
    if let power = machine.power.staticPower {
      let time = min(point.row.time, point.binding?.time ?? point.row.time)
      least.idle = Power(low(power)) * time
    }
    return least.total > .zero ? least : nil
  }

  private static func low<D: Dimension>(_ value: Sourced<Quantity<D>>) -> Double {
    value.range?.lowerBound ?? value.value.value
  }

  /// Where the energy of a point lies.
  static func standing(
    of point: CheckedPoint, _ least: Least, on machine: Accelerator, tolerance: Double,
    evidence: TableEvidence
  ) -> EnergyStanding? {
    guard let measured = point.row.energy else { return nil }
    var standing = EnergyStanding(measured: measured, least: least.total, causes: [])
    guard standing.share > 1 + tolerance else { return standing }
    standing.causes = CauseRanking.ranked(
      candidates(point, least, on: machine), share: standing.share, limit: 1 + tolerance,
      tolerance: tolerance, evidence: evidence)
    return standing
  }

  /// Mistakes and the factors by which they lift the least energy over what was measured.
  private static func candidates(
    _ point: CheckedPoint, _ least: Least, on machine: Accelerator
  ) -> [(OverRoofHypothesis, Double)] {
    var found = CauseRanking.common
    let total = least.total
    /// Without a part, or with less of it.
    func add(_ hypothesis: OverRoofHypothesis, less part: Energy) {
      guard part > .zero, part < total else { return }
      let factor = total.ratio(to: total - part)
      if factor > 1.02 { found.append((hypothesis, factor)) }
    }
    for hypothesis in CauseRanking.work { add(hypothesis.0, less: least.work * 0.5) }
    for (level, energy) in zip(least.levels, least.levelEnergies) {
      add(.withoutMemory(level), less: energy)
    }
    let moved = least.levelEnergies.reduce(Energy.zero) { $0 + $1 }
    for (hypothesis, factor) in CauseRanking.bytes {
      add(hypothesis, less: moved * (1 - 1 / factor))
    }
    add(.withoutStatic, less: least.idle)
    let own = machine.compute?.formats.first { $0.arithmetic.description == point.format }
    if let own = own?.energy.map({ low($0) }) {
      for other in machine.compute?.formats ?? [] {
        guard let energy = other.energy.map({ low($0) }), energy < own else { continue }
        add(.format(other.arithmetic.description), less: least.work * (1 - energy / own))
      }
    }
    return found
  }

  /// What is said of energies that could not be held to anything.
  static func notes(_ points: [CheckedPoint], on machine: Accelerator) -> [String] {
    let measured = points.count { $0.row.energy != nil }
    let placed = points.count { $0.energy != nil }
    var notes: [String] = []
    if measured > placed {
      notes.append(
        "energies of \(Format.count(measured - placed, "row")) are held to nothing: '\(machine.name)' states none for such work"
      )
    }
    if placed > 0 {
      let domain = machine.power.domain.map { ", which is of the \($0.rawValue)" } ?? ""
      notes.append(
        "energies are held to the low ends of the ranges of '\(machine.name)'\(domain)")
    }
    return notes
  }
}
