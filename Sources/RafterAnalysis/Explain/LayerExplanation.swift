// SPDX-License-Identifier: Apache-2.0
import RafterHardware
import RafterMapping
import RafterQuantities
import RafterRoofline
import RafterWorkload

/// Explanations of one layer's numbers.
struct LayerExplanation {
  var analysis: Analysis
  var layer: LayerAnalysis

  var constants: ConstantNodes { ConstantNodes(machine: analysis.accelerator) }

  func node(_ quantity: ExplainedQuantity) -> ExplanationNode? {
    if let reason = layer.infeasibility, quantity != .operations {
      return quantity == .latency
        ? ExplanationNode(label: "latency", value: "none", equation: reason.description) : nil
    }
    switch quantity {
    case .operations: return operations
    case .latency: return TimeExplanation(layer: layer, constants: constants).latency
    case .energy: return EnergyExplanation(layer: layer, constants: constants).energy
    case .throughput:
      return ExplanationNode(
        label: "throughput", value: layer.throughput.formatted(), equation: "operations / latency",
        children: [
          operations, ExplanationNode(label: "latency", value: layer.latency.formatted()),
        ])
    case .efficiency:
      return ExplanationNode(
        label: "efficiency", value: layer.efficiency?.formatted() ?? "unknown",
        equation: "operations / energy",
        children: [
          operations,
          ExplanationNode(label: "energy", value: layer.energy?.formatted() ?? "unknown"),
        ])
    case .throughputRoof: return throughputRoof
    case .energyRoof: return energyRoof
    case .timeRegime: return timeRegime
    case .energyRegime: return energyRegime
    case .traffic: return TrafficExplanation(layer: layer, constants: constants).traffic
    case .intensity: return intensity
    case .utilization: return utilization
    case .mapping:
      return layer.mappings.isEmpty
        ? nil
        : ExplanationNode(
          label: "mapping", value: "",
          children: layer.mappings.map(mapping))
    case .uncertainty: return layer.uncertainty.map(UncertaintyNodes.node)
    case .zeros: return layer.zeros.map { ZeroExplanation(zeros: $0, constants: constants).node }
    }
  }

  /// Nominal operations, from the loop bounds.
  var operations: ExplanationNode {
    guard !layer.layer.nests.isEmpty else {
      return ExplanationNode(
        label: "vector operations", value: layer.work.formatted(),
        equation: "operations of the vector unit; this layer has no MACs",
        origin: "nodes " + layer.layer.nodes.joined(separator: ", "))
    }
    return ExplanationNode(
      label: "operations W", value: layer.work.formatted(), equation: "2 * MACs",
      origin: "nodes " + layer.layer.nodes.joined(separator: ", "),
      children: layer.layer.nests.map { nest in
        let bounds = nest.dimensions.filter { $0.bound > 1 }
          .map { "\($0.name) \($0.bound)" }.joined(separator: " * ")
        let times = nest.repeats > 1 ? " * \(nest.repeats) runs" : ""
        return ExplanationNode(
          label: nest.label.isEmpty ? "MACs" : "MACs of \(nest.label)",
          value: "\(nest.macs * nest.repeats)",
          equation: (bounds.isEmpty ? "1" : bounds) + times)
      })
  }

  private var throughputRoof: ExplanationNode {
    var parts: [ExplanationNode] = []
    if let roof = layer.roofs.first {
      parts.append(
        ExplanationNode(
          label: "spatial ceiling", value: roof.spatialCeiling.formatted(),
          equation: "Pi * sustained * SU   [rooflines 3.2]"))
      if let power = roof.powerCeiling {
        parts.append(
          ExplanationNode(
            label: "power ceiling", value: power.formatted(),
            equation: "(cap - P_s) / (E_c + sum of e_l / AI_l)   [rooflines 3.2]"))
      }
    }
    parts += layer.levels.filter { $0.time > .zero }.map {
      ExplanationNode(
        label: "bandwidth bound of \($0.name)", value: (layer.work / $0.time).formatted(),
        equation: "W / time of its busiest port at mapped traffic")
    }
    return ExplanationNode(
      label: "throughput roof of the layer", value: layer.roof.formatted(),
      equation: "the lowest of its ceilings and bandwidth bounds; attained "
        + Format.percent(layer.shareOfThroughputRoof),
      children: parts)
  }

  private var energyRoof: ExplanationNode? {
    guard let roof = layer.energyRoof, let share = layer.shareOfEnergyRoof else { return nil }
    return ExplanationNode(
      label: "energy roof of the layer", value: roof.formatted(),
      equation: "W / (compute + compulsory traffic + wires + useful static energy); attained "
        + Format.percent(share),
      children: layer.energyItems.filter { $0.kind.isInRoof }.map {
        ExplanationNode(label: $0.term, value: $0.energy.formatted())
      })
  }

  private var timeRegime: ExplanationNode {
    let end = max(layer.latency.value, .leastNonzeroMagnitude)
    let busy = layer.levels.map {
      ExplanationNode(label: "\($0.name) busy", value: Format.percent($0.time.value / end))
    }
    var children = busy
    for entry in layer.timeChain where entry.step == .spatial || entry.step == .vector {
      children.insert(
        ExplanationNode(
          label: entry.step == .spatial ? "array busy" : "array or vector unit busy",
          value: Format.percent(entry.seconds.value / end)), at: 0)
    }
    return ExplanationNode(
      label: "time regime",
      value: layer.timeRegime.term + (layer.timeSublabel.map { " (\($0.term))" } ?? ""),
      equation: "the resource busy for at least 90 % of the latency   [rooflines 3.5]",
      children: children)
  }

  private var energyRegime: ExplanationNode? {
    guard let regime = layer.energyRegime, let energy = layer.energy else { return nil }
    return ExplanationNode(
      label: "energy regime", value: regime.term,
      equation: "the place that takes more than half of the energy   [rooflines 3.5]",
      children: layer.energyItems.map {
        ExplanationNode(
          label: $0.term, value: Format.percent($0.energy.value / max(energy.value, 1e-300)))
      })
  }

  private var intensity: ExplanationNode {
    ExplanationNode(
      label: "operational intensity", value: "", equation: "W / bytes read and written at a level",
      children: layer.levels.map { level in
        ExplanationNode(
          label: level.name,
          value: level.intensity(level.mapped, of: layer.work)?.formatted() ?? "nothing moves",
          children: [
            ("compulsory", level.compulsory), ("attainable", level.attainable),
            ("mapped", level.mapped),
          ].map { name, traffic in
            ExplanationNode(
              label: name, value: level.intensity(traffic, of: layer.work)?.formatted() ?? "-",
              equation: "\(layer.work.formatted()) / \(traffic.total.formatted())")
          })
      })
  }

  private var utilization: ExplanationNode? {
    guard !layer.mappings.isEmpty else { return nil }
    return ExplanationNode(
      label: "spatial utilization", value: Format.percent(layer.spatialUtilization),
      equation: "MACs / (steps * multipliers * rate); what is missing runs on idle multipliers",
      children: layer.mappings.map {
        ExplanationNode(
          label: $0.nest.label.isEmpty ? "steps" : "steps of \($0.nest.label)",
          value: $0.cost.computeCycles.formatted())
      })
  }

  private func mapping(_ mapped: MappedNest) -> ExplanationNode {
    let proof =
      mapped.certificate.isOptimal
      ? "optimal" : "at most \(Format.percent(mapped.certificate.gap)) above the best"
    return ExplanationNode(
      label: mapped.nest.label.isEmpty ? "loop nest" : mapped.nest.label, value: proof,
      equation: "\(mapped.certificate.mappingsConsidered) mappings considered for "
        + mapped.certificate.objective.rawValue,
      children: mapped.text.split(separator: "\n").map {
        ExplanationNode(label: String($0), value: "")
      })
  }
}

extension EnergyItem.Kind {
  /// Whether the energy roof of a layer includes it: all but excess traffic and lost static energy.
  var isInRoof: Bool {
    switch self {
    case .compute, .vector, .compulsory, .wires, .staticUseful: true
    case .capacityExcess, .mappingExcess, .staticLost: false
    }
  }
}
