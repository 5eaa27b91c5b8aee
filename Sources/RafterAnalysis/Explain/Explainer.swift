// SPDX-License-Identifier: Apache-2.0
public import RafterDiagnostics
import RafterHardware
import RafterMapping
import RafterQuantities
import RafterRoofline
import RafterWorkload

/// Takes numbers of an analysis back to equations, inputs, file lines and sources.
public enum Explainer {
  /// Explains one quantity, or all, of a layer, or of the network where no layer is named.
  ///
  /// - Throws: a diagnostic if no layer has that name.
  public static func explain(
    _ quantity: ExplainedQuantity?, layer: String?, of analysis: Analysis
  ) throws(DiagnosticList) -> ExplanationNode {
    let quantities = quantity.map { [$0] } ?? ExplainedQuantity.allCases
    guard let layer else {
      let network = NetworkExplanation(analysis: analysis)
      return ExplanationNode(
        label: "\(analysis.workload.name) on \(analysis.accelerator.name)", value: "",
        children: quantities.compactMap(network.node))
    }
    let found = try analysis.layer(named: layer)
    let one = LayerExplanation(analysis: analysis, layer: found)
    return ExplanationNode(
      label: "\(found.layer.id) \(found.layer.name)", value: found.layer.operators,
      children: quantities.compactMap(one.node))
  }
}

/// Explanations of the network's numbers: sums over layers [rooflines 3.8].
struct NetworkExplanation {
  var analysis: Analysis

  func node(_ quantity: ExplainedQuantity) -> ExplanationNode? {
    let totals = analysis.totals
    switch quantity {
    case .latency:
      let links = LinkExplanation(analysis: analysis)
      return sum(
        "latency", totals.latency.formatted(), "sum over layers of latency * repeats" + plusLinks,
        links.time + links.stages
      ) { $0.latency.formatted() }
    case .energy:
      return sum(
        "energy", totals.energy?.formatted() ?? unknown,
        "sum over layers of energy * repeats" + plusLinks,
        LinkExplanation(analysis: analysis).energy
      ) { $0.energy?.formatted() ?? unknown }
    case .throughput:
      return ExplanationNode(
        label: "throughput", value: totals.throughput.formatted(),
        equation: "operations / latency, never an average of rates   [rooflines 3.8]",
        children: [node(.operations), node(.latency)].compactMap { $0 })
    case .efficiency:
      return ExplanationNode(
        label: "efficiency", value: totals.efficiency?.formatted() ?? unknown,
        equation: "operations / energy   [rooflines 3.8]",
        children: [node(.operations), node(.energy)].compactMap { $0 })
    case .operations:
      return sum(
        "operations", totals.operations.formatted(),
        "2 * MACs, summed over layers; \(totals.vectorOperations.formatted()) of the vector unit apart"
      ) { Operations(Double($0.layer.macs) * 2).formatted() }
    case .throughputRoof:
      return ExplanationNode(
        label: "share of the throughput roof",
        value: Format.percent(totals.shareOfThroughputRoof),
        equation: "sum of times at each layer's own roof / latency",
        children: [
          ExplanationNode(label: "time at the roofs", value: totals.roofTime.formatted()),
          ExplanationNode(label: "latency", value: totals.latency.formatted()),
        ])
    case .energyRoof:
      return totals.shareOfEnergyRoof.map {
        ExplanationNode(
          label: "share of the energy roof", value: Format.percent($0),
          equation: "sum of energies at each layer's own roof / energy")
      }
    case .uncertainty: return analysis.uncertainty.map(UncertaintyNodes.node)
    case .timeRegime, .energyRegime, .traffic, .intensity, .utilization, .mapping, .zeros:
      return nil
    }
  }

  private var unknown: String { "unknown" }

  private var plusLinks: String { analysis.communication == nil ? "" : ", and the links" }

  private func sum(
    _ label: String, _ value: String, _ equation: String, _ more: [ExplanationNode] = [],
    _ part: (LayerAnalysis) -> String
  ) -> ExplanationNode {
    ExplanationNode(
      label: label, value: value, equation: equation,
      children: analysis.layers.map {
        ExplanationNode(
          label: "\($0.layer.id) \($0.layer.name)"
            + ($0.layer.repeats > 1 ? " * \($0.layer.repeats)" : ""), value: part($0))
      } + more)
  }
}

/// How far a result can move.
enum UncertaintyNodes {
  static func node(_ uncertainty: Uncertainty) -> ExplanationNode {
    var children = [
      band("latency", uncertainty.latency) { Seconds($0).formatted() }
    ]
    if let energy = uncertainty.energy {
      children.append(band("energy", energy) { Energy($0).formatted() })
    }
    children += uncertainty.flips.map { ExplanationNode(label: "a label would change", value: $0) }
    return ExplanationNode(
      label: "uncertainty", value: "",
      equation: "all constants at the favourable, then at the unfavourable end of their bands",
      children: children)
  }

  private static func band(_ label: String, _ band: Band, _ text: (Double) -> String)
    -> ExplanationNode
  {
    ExplanationNode(
      label: label, value: "\(text(band.value)), within \(text(band.low)) to \(text(band.high))")
  }
}
