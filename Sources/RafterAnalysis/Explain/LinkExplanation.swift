// SPDX-License-Identifier: Apache-2.0
import RafterHardware
import RafterQuantities
import RafterWorkload

/// What several devices spend on their links, down to the constants of the links.
struct LinkExplanation {
  var analysis: Analysis

  private var constants: ConstantNodes { ConstantNodes(machine: analysis.accelerator) }

  /// The time of each collective, and of the whole with full overlap; none for one device.
  var time: [ExplanationNode] {
    guard let communication = analysis.communication, let links = analysis.accelerator.links else {
      return []
    }
    let inputs = [
      constants.node("bandwidth beta", links.bandwidth),
      constants.node("its sustained share", links.sustained),
      constants.node("start of a collective", links.start),
      constants.node("step alpha", links.step), constants.node("ramp", links.ramp),
    ]
    return [
      ExplanationNode(
        label: "links", value: communication.time.formatted(),
        equation:
          "collectives, one after another and after the layers; beside them (full overlap) all takes "
          + communication.maximum.formatted(),
        children: communication.items.map { node($0, links) } + inputs)
    ]
  }

  private func node(_ item: Communication.Item, _ links: Links) -> ExplanationNode {
    let collective = item.collective
    let kind = collective.kind
    let traffic = links.traffic(kind, devices: collective.devices)
    let share = Format.significant(traffic.share)
    return ExplanationNode(
      label: "\(collective.name): \(kind.rawValue) over \(collective.devices)"
        + (collective.count > 1 ? " * \(collective.count)" : ""),
      value: item.time.formatted(),
      equation:
        "runs * (start + \(traffic.steps) * alpha + \(share) * n / "
        + "(beta * share) * (1 + ramp / (n + ramp)))   [workloads 5.8]",
      children: [
        ExplanationNode(
          label: "message n", value: ByteCount(collective.bytes).formatted()),
        ExplanationNode(label: "runs", value: "\(collective.count)"),
      ])
  }

  /// The energy of sending; none for one device.
  var energy: [ExplanationNode] {
    guard let communication = analysis.communication, let links = analysis.accelerator.links else {
      return []
    }
    return [
      ExplanationNode(
        label: "links", value: analysis.totals.linkEnergy?.formatted() ?? "unknown",
        equation:
          "bits that pass over links, for each device * energy of a bit + P_s * time of the links",
        children: [
          ExplanationNode(label: "sent by a device", value: communication.sent.formatted())
        ] + (links.energy.map { [constants.node("energy of a bit", $0)] } ?? [])
          + (analysis.accelerator.power.staticPower.map { [constants.node("static power P_s", $0)] }
            ?? []))
    ]
  }

  /// The stages of a pipeline and the one that bounds its throughput; none where there is one.
  var stages: [ExplanationNode] {
    guard let pipeline = analysis.pipeline else { return [] }
    return [
      ExplanationNode(
        label: "slowest stage", value: pipeline.slowest.formatted(),
        equation: "with as many passes in flight as stages, one ends in each such time",
        children: pipeline.stages.enumerated().map { index, stage in
          ExplanationNode(
            label: "stage \(index + 1)", value: stage.time.formatted(),
            equation: "layers \(stage.work.formatted()) + links \(stage.links.formatted())")
        })
    ]
  }
}
