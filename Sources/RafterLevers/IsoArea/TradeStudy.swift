// SPDX-License-Identifier: Apache-2.0
import RafterAnalysis
public import RafterDiagnostics
import RafterHardware
import RafterQuantities

/// Halves each part and grows each other one as far as the area that is freed allows [rooflines 3.7].
///
///     dN * A_pe = -dC * a_bit / eta
///
/// Areas and energies of access are those of the technology model, as for every lever; each pair is mapped anew. Parts
/// of arrays come in whole numbers, memories and ports in sixteenths of what there is; what is left over is told.
public enum TradeStudy {
  /// How far a part may grow.
  private static let most = 8

  /// All trades of a design.
  ///
  /// - Parameters:
  ///   - design: The workload and the machine.
  ///   - parallelism: Cores to use at most.
  ///   - progress: Told the number of analyses done.
  /// - Throws: What is wrong with the design.
  /// - Complexity: One analysis for each pair of parts.
  public static func run(
    _ design: Design, parallelism: Int, progress: (@Sendable (Int) -> Void)? = nil
  ) async throws(DiagnosticList) -> TradeTable {
    let variants = Variants(progress: progress)
    let base = try await variants.analysis(of: design, parallelism: parallelism)
    let outcome = Outcome(base, batch: design.workload.batch)
    let cost = ModelledMachine(design.accelerator)
    let parts = MachinePart.all(of: design.accelerator)
    let priced = parts.filter {
      area(of: $0, size: $0.size(on: design.accelerator) * 2, design, cost) != nil
    }
    let pairs = priced.flatMap { given in
      priced.filter { $0 != given }.compactMap { gained in
        pair(given, gained, design, cost)
      }
    }
    let outcomes = await Parallel.map(pairs, parallelism) { pair in
      var changed = design
      changed.accelerator = pair.machine
      return await variants.outcome(of: changed, parallelism: 1)
    }
    var trades: [Trade] = []
    var unfit: [String] = []
    for (pair, result) in zip(pairs, outcomes) {
      guard case .success(let after) = result, !after.isInfeasible || outcome.isInfeasible else {
        unfit.append("\(pair.given.name) for \(pair.gained.name)")
        continue
      }
      trades.append(
        Trade(
          given: pair.given, gained: pair.gained, machine: pair.machine, leftOver: pair.leftOver,
          outcome: after, base: outcome))
    }
    let ranked = trades.enumerated().sorted { a, b in
      let left = (a.element.timeSaved, a.element.energySaved ?? 0)
      let right = (b.element.timeSaved, b.element.energySaved ?? 0)
      return left == right ? a.offset < b.offset : left > right
    }.map(\.element)
    return TradeTable(
      base: base, outcome: outcome, trades: ranked, unfit: unfit,
      unpriced: parts.filter { !priced.contains($0) }.map { $0.name(on: design.accelerator) })
  }

  private struct Pair: Sendable {
    var given: Trade.Share
    var gained: Trade.Share
    var machine: Accelerator
    var leftOver: Area
  }

  /// Half of one part, and the most of another that the area has room for; nil where that is no more than there is.
  private static func pair(
    _ given: MachinePart, _ gained: MachinePart, _ design: Design, _ cost: ModelledMachine
  ) -> Pair? {
    let base = design.accelerator
    let full = given.size(on: base)
    guard full >= 2 else { return nil }
    let smaller = given.sized(full / 2, on: base)
    let now = gained.size(on: base)
    func priced(_ size: Int) -> (Accelerator, Area)? {
      var basis: [String] = []
      let (machine, area) = cost.priced(gained.sized(size, on: smaller), basis: &basis)
      return area.map { (machine, $0) }
    }
    // The largest size whose area is no more than that of the base: areas grow with sizes.
    var (low, high) = (now, now * most)
    while low < high {
      let middle = (low + high + 1) / 2
      if let (_, area) = priced(middle), area <= .zero { low = middle } else { high = middle - 1 }
    }
    guard low > now, let (machine, area) = priced(low) else { return nil }
    let half = Trade.Share(
      name: "\(Format.significant(Double(full / 2) / Double(full))) x \(given.name(on: base))",
      part: given.name(on: base), factor: Double(full / 2) / Double(full))
    let more = Trade.Share(
      name: "\(Format.significant(Double(low) / Double(now))) x \(gained.name(on: base))",
      part: gained.name(on: base),
      factor: Double(low) / Double(now))
    var named = machine
    named.name = "\(base.name)-\(half.name)-\(more.name)".replacing(" ", with: "-")
    named.parameters = []
    return Pair(given: half, gained: more, machine: named, leftOver: .zero - area)
  }

  private static func area(
    of part: MachinePart, size: Int, _ design: Design, _ cost: ModelledMachine
  ) -> Area? {
    var basis: [String] = []
    return cost.priced(part.sized(size, on: design.accelerator), basis: &basis).1
  }
}
