// SPDX-License-Identifier: Apache-2.0
public import RafterHardware
import RafterQuantities
import RafterWorkload

/// Why the runners-up lost: the chosen mapping with one decision changed, counted by the evaluator.
public enum Alternatives {
  /// The best alternative of each kind: for each memory the next larger and the next smaller tile, and for
  /// each set of loops between two memories the orders that keep other operands.
  ///
  /// Those that run come first, the best one at the top; those that do not fit follow. Orders that move the
  /// same are left out. The search knows more mappings than these; an alternative that is better than the
  /// chosen mapping can only occur where the certificate leaves a gap.
  public static func of(
    _ mapped: MappedNest, on accelerator: Accelerator, format: ComputeFormat
  ) -> [MappingAlternative] {
    let comparison = Comparison(mapped, on: accelerator, format: format)
    let perturbation = Perturbation(mapping: mapped.mapping, nest: comparison.nest)
    var best: [(kind: Kind, alternative: Judged)] = []
    for (change, mapping) in perturbation.tiles() + perturbation.orders() {
      guard let judged = comparison.judge(change, mapping) else { continue }
      let kind = Kind(change)
      if let index = best.firstIndex(where: { $0.kind == kind }) {
        if judged.isBetter(than: best[index].alternative) { best[index].alternative = judged }
      } else {
        best.append((kind, judged))
      }
    }
    return best.enumerated().sorted { a, b in
      if a.element.alternative.isBetter(than: b.element.alternative) { return true }
      if b.element.alternative.isBetter(than: a.element.alternative) { return false }
      return a.offset < b.offset
    }.map(\.element.alternative.alternative)
  }

  /// What is compared with one another, so that only the best of each is shown.
  private enum Kind: Equatable {
    case larger(memory: Int)
    case smaller(memory: Int)
    case order(memory: Int?, kept: [Operand])

    init(_ change: MappingAlternative.Change) {
      switch change {
      case .order(let memory, _, let kept): self = .order(memory: memory, kept: kept)
      case .tile(let memory, _, let from, let to):
        self = to > from ? .larger(memory: memory) : .smaller(memory: memory)
      }
    }
  }
}

/// An alternative with what it is ranked by.
private struct Judged {
  var alternative: MappingAlternative
  /// The objective, or infinite where it does not fit.
  var value: Double
  /// Bits missing.
  var missing: Double

  func isBetter(than other: Judged) -> Bool {
    (value, missing) < (other.value, other.missing)
  }
}

/// Compares mappings with the chosen one.
private struct Comparison {
  let mapped: MappedNest
  let nest: NestShape
  let machine: MachineShape
  let value: ObjectiveValue
  let isEnergyKnown: Bool

  init(_ mapped: MappedNest, on accelerator: Accelerator, format: ComputeFormat) {
    self.mapped = mapped
    nest = NestShape(mapped.nest)
    machine = MachineShape(accelerator, format: format, nest: mapped.nest)
    value = ObjectiveValue(mapped.certificate.objective, on: accelerator)
    isEnergyKnown =
      mapped.cost.computeEnergy != nil && mapped.cost.memories.allSatisfy { $0.energy != nil }
  }

  /// What a mapping costs beside the chosen one; nil where nothing differs.
  func judge(_ change: MappingAlternative.Change, _ mapping: Mapping) -> Judged? {
    let evaluation = Evaluator.evaluate(
      mapping, nest: nest, machine: machine, savings: mapped.savings)
    let worst = evaluation.occupancies(machine).filter { !$0.fits }
      .max { ($0.needed - $0.available, $1.memory) < ($1.needed - $1.available, $0.memory) }
    if let worst {
      let missing = worst.needed - worst.available
      return Judged(
        alternative: MappingAlternative(
          change: change,
          outcome: .doesNotFit(memory: worst.memory, missing: BitCount(missing).bytes),
          mapping: mapping), value: .infinity, missing: missing)
    }
    let cost = evaluation.cost
    guard cost != mapped.cost else { return nil }
    let latency = cost.latencyCycles.ratio(to: mapped.cost.latencyCycles)
    let energy = value.energy(cost) / value.energy(mapped.cost)
    return Judged(
      alternative: MappingAlternative(
        change: change,
        outcome: .runs(
          latency: latency, energy: isEnergyKnown ? energy : nil,
          cause(cost, byEnergy: value.objective == .energy || latency == 1)),
        mapping: mapping), value: value(cost), missing: 0)
  }

  /// What changes the most: in joule, or in cycles of the arithmetic and of memories.
  private func cause(_ cost: NestCost, byEnergy: Bool) -> MappingAlternative.Cause? {
    let old = mapped.cost
    var best: (cause: MappingAlternative.Cause, weight: Double)?
    if !byEnergy, old.computeCycles > .zero {
      let change = (cost.computeCycles - old.computeCycles).value.magnitude
      if change > 0 {
        best = (.arithmetic(cost.computeCycles.ratio(to: old.computeCycles)), change)
      }
      let (edges, before) = (Self.edges(cost), Self.edges(old))
      if (edges - before).magnitude > best?.weight ?? 0 {
        best = (.edges(edges / before), (edges - before).magnitude)
      }
    }
    for (m, memory) in cost.memories.enumerated() {
      for transfer in memory.transfers {
        let before = old.memories[m].transfers.first { $0.transfer == transfer.transfer }
        let change = transfer.mapped.value - (before?.mapped.value ?? 0)
        guard change != 0 else { continue }
        let shape = machine.memories[m]
        let isRead = transfer.transfer.direction.isRead
        let weight: Double =
          if byEnergy {
            change.magnitude * ((isRead ? shape.readEnergy : shape.writeEnergy) ?? 0)
          } else if shape.ports.indices.contains(transfer.port) {
            change.magnitude / shape.instances / shape.ports[transfer.port].bitsPerCycle
          } else {
            0
          }
        if weight > best?.weight ?? 0 {
          let ratio = transfer.mapped.value / (before?.mapped.value ?? 0)
          best = (.transfer(memory: m, transfer.transfer, ratio), weight)
        }
      }
    }
    return best?.cause
  }

  /// Cycles before the first and after the last step.
  private static func edges(_ cost: NestCost) -> Double {
    cost.fillCycles.value + cost.loadCycles.value + cost.offloadCycles.value
  }
}
