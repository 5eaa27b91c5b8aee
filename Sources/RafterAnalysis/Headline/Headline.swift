// SPDX-License-Identifier: Apache-2.0
import RafterHardware
import RafterMapping
import RafterQuantities
import RafterRoofline
import RafterWorkload

/// Says in sentences what binds and what would have to change; the first is the answer.
enum Headline {
  static func sentences(
    _ workload: Workload, _ machine: Accelerator, _ layers: [LayerAnalysis],
    _ totals: NetworkTotals, _ fit: [CapacityCheck]
  ) -> [String] {
    var result = [time(workload, machine, layers, totals)]
    if let infeasible = infeasible(layers) { result.insert(infeasible, at: 0) }
    result.append(contentsOf: energy(layers, totals))
    for check in fit where check.isHome && !check.fits {
      let missing = check.available.map { check.needed - $0 } ?? .zero
      result.append(
        "It does not fit: \(check.content) need \(bytes(check.needed)) of \(check.memory), which has "
          + "\(bytes(check.available ?? .zero)): \(bytes(missing)) are missing.")
    }
    return result
  }

  private static func time(
    _ workload: Workload, _ machine: Accelerator, _ layers: [LayerAnalysis],
    _ totals: NetworkTotals
  ) -> String {
    let run = "\(workload.name) on \(machine.name) takes \(totals.latency.formatted())"
    guard let (binding, share) = largest(layers) else { return run + "." }
    return "\(run): \(Format.percent(share)) of it \(binding.cause); \(binding.remedy)."
  }

  /// The binding with the largest share of time; its sub-label is the one most of that time has.
  private static func largest(_ layers: [LayerAnalysis]) -> (Binding, Double)? {
    let regimes = shares(layers.map { ($0.timeRegime, $0.shareOfTime) })
    guard let top = regimes.first else { return nil }
    let sublabels = shares(
      layers.filter { $0.timeRegime == top.0 }.map { ($0.timeSublabel, $0.shareOfTime) })
    return (Binding(regime: top.0, sublabel: sublabels.first?.0), top.1)
  }

  /// Sums by key, largest first; equal ones in the order of first appearance.
  private static func shares<Key: Hashable>(_ pairs: [(Key, Double)]) -> [(Key, Double)] {
    var order: [Key] = []
    var sums: [Key: Double] = [:]
    for (key, share) in pairs {
      if sums[key] == nil { order.append(key) }
      sums[key, default: 0] += share
    }
    return order.enumerated().map { ($0.offset, $0.element, sums[$0.element] ?? 0) }
      .sorted { ($1.2, $0.0) < ($0.2, $1.0) }.map { ($0.1, $0.2) }
  }

  private static func energy(_ layers: [LayerAnalysis], _ totals: NetworkTotals) -> [String] {
    guard let energy = totals.energy, let efficiency = totals.efficiency else {
      let unknown = shares(layers.flatMap { $0.unknownEnergies.map { ($0, 1.0) } }).map(\.0)
      guard !unknown.isEmpty else { return [] }
      return [
        "Its energy is not known: nothing states the energy of \(unknown.joined(separator: ", "))."
      ]
    }
    var places: [(String, Double)] = []
    for layer in layers {
      for item in layer.energyItems {
        places.append((place(item.kind), item.energy.value * Double(layer.layer.repeats)))
      }
    }
    let total = max(energy.value, .leastNonzeroMagnitude)
    guard let top = shares(places).first else { return [] }
    return [
      "It takes \(energy.formatted()) (\(Format.significant(efficiency.value / 1e12)) TOPS/W): "
        + "\(Format.percent(top.1 / total)) \(top.0)."
    ]
  }

  private static func place(_ kind: EnergyItem.Kind) -> String {
    switch kind {
    case .compute: "goes into the multipliers"
    case .vector: "goes into the vector unit"
    case .compulsory(let level), .capacityExcess(let level), .mappingExcess(let level):
      "moves data in and out of \(level)"
    case .wires(let array): "drives the wires of the \(array) array"
    case .staticUseful, .staticLost: "is static power"
    }
  }

  private static func infeasible(_ layers: [LayerAnalysis]) -> String? {
    let failed = layers.filter { $0.infeasibility != nil }
    guard let first = failed.first, let reason = first.infeasibility else { return nil }
    let others = failed.count > 1 ? " (and \(failed.count - 1) more layers)" : ""
    return "\(first.layer.id) \(first.layer.name)\(others) cannot run: \(reason.description)."
  }

  /// Bytes in the units that capacities are given in.
  private static func bytes(_ count: ByteCount) -> String {
    let units: [(String, Double)] = [("GiB", 0x1p30), ("MiB", 0x1p20), ("KiB", 0x1p10)]
    for (unit, size) in units where count.value >= size {
      return "\(Format.significant(count.value / size)) \(unit)"
    }
    return "\(Format.significant(count.value)) B"
  }
}
