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
    _ totals: NetworkTotals, _ fit: [CapacityCheck], _ communication: Communication? = nil
  ) -> [String] {
    var result = time(workload, machine, layers, totals, communication)
    if let infeasible = infeasible(layers) { result.insert(infeasible, at: 0) }
    result.append(contentsOf: energy(layers, totals))
    for check in fit where check.isHome && !check.fits {
      let missing = check.available.map { check.needed - $0 } ?? .zero
      // A language model that does not fit has no time: said first.
      let place = workload.pass == nil ? result.count : 0
      result.insert(
        "It does not fit: \(check.content) need \(bytes(check.needed)) of \(check.memory), which has "
          + "\(bytes(check.available ?? .zero)): \(bytes(missing)) are missing.", at: place)
    }
    return result
  }

  private static func time(
    _ workload: Workload, _ machine: Accelerator, _ layers: [LayerAnalysis],
    _ totals: NetworkTotals, _ communication: Communication?
  ) -> [String] {
    let devices = workload.pass?.devices ?? 1
    let run =
      "\(workload.name) on \(devices > 1 ? "\(devices) x " : "")\(machine.name) takes "
      + totals.latency.formatted()
    let top = largest(layers)
    guard let communication, totals.latency > .zero else { return [time(run, top)] }
    let share = communication.time.ratio(to: totals.latency)
    let overlapped =
      "with full overlap of layers and links it would take "
      + communication.maximum.formatted()
    guard share < (top.map { $0.alone + $0.shared } ?? 0) else {
      return [
        "\(run): \(Format.percent(share)) of it goes over the links between devices; faster links or fewer "
          + "devices help, more multipliers do not; \(overlapped)."
      ]
    }
    return [
      time(run, top),
      "Links between devices take \(Format.percent(share)) of it, \(communication.time.formatted()); "
        + "\(overlapped).",
    ]
  }

  private static func time(
    _ run: String, _ top: (binding: Binding, alone: Double, shared: Double)?
  ) -> String {
    guard let top else { return run + "." }
    guard top.shared >= 0.01, let noun = top.binding.noun else {
      return "\(run): \(Format.percent(top.alone)) of it \(top.binding.cause); "
        + "\(top.binding.remedy)."
    }
    // Where it is mostly shared, one resource alone is of no use.
    let remedy =
      top.shared > top.alone ? "there both have to grow together" : top.binding.remedy
    return "\(run): \(Format.percent(top.alone + top.shared)) of it is bound by \(noun) "
      + "(\(Format.percent(top.shared)) by another resource as much); \(remedy)."
  }

  /// The binding with the largest share of time, alone or with another one as busy; its sub-label is the
  /// one most of its own time has.
  private static func largest(_ layers: [LayerAnalysis])
    -> (binding: Binding, alone: Double, shared: Double)?
  {
    let regimes = shares(layers.map { ($0.timeRegime, $0.shareOfTime) })
    let ranked = regimes.map { regime, alone in
      (regime, alone, shared: regime.resource.map { shareBalanced(with: $0, layers) } ?? 0)
    }
    let own = ranked.filter { $0.0.resource != nil || $0.0 == .latencyBound }
    // Nothing but balanced layers: the commonest pair.
    guard
      let top = (own.isEmpty ? ranked : own).enumerated().max(by: {
        ($0.element.1 + $0.element.shared, $1.offset) < (
          $1.element.1 + $1.element.shared, $0.offset
        )
      })?.element
    else { return nil }
    let sublabels = shares(
      layers.filter { $0.timeRegime == top.0 }.map { ($0.timeSublabel, $0.shareOfTime) })
    let binding = Binding(
      regime: top.0, sublabel: sublabels.first?.0,
      overhead: overhead(layers.filter { $0.timeRegime == top.0 }))
    return (binding, top.1, top.shared)
  }

  /// The link after the work that adds most time to some layers.
  private static func overhead(_ layers: [LayerAnalysis]) -> ChainStep? {
    var added: [(ChainStep, Double)] = []
    for layer in layers {
      for (before, after) in zip(layer.timeChain, layer.timeChain.dropFirst())
      where after.step.isOverhead {
        let seconds = (after.seconds - before.seconds) * Double(layer.layer.repeats)
        added.append((after.step, seconds.value))
      }
    }
    return shares(added).first?.0
  }

  /// The share of time in which a resource is as busy as another one.
  private static func shareBalanced(with resource: String, _ layers: [LayerAnalysis]) -> Double {
    layers.reduce(0) { sum, layer in
      guard case .balanced(let a, let b) = layer.timeRegime, a == resource || b == resource else {
        return sum
      }
      return sum + layer.shareOfTime
    }
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
      let unknown =
        shares(layers.flatMap { $0.unknownEnergies.map { ($0, 1.0) } }).map(\.0)
        + (totals.linkEnergy == nil ? ["the links between devices"] : [])
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
    if let links = totals.linkEnergy, links > .zero {
      places.append(("goes into the links between devices and static power meanwhile", links.value))
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

extension TimeRegime {
  /// The term of the one resource that binds; nil where there is none or are two.
  fileprivate var resource: String? {
    switch self {
    case .powerBound: Resource.power.term
    case .computeBound, .spatialBound: Resource.array.term
    case .vectorBound: Resource.vector.term
    case .bandwidthBound(let level, let port): Resource.port(level: level, port: port).term
    case .balanced, .latencyBound: nil
    }
  }
}
