// SPDX-License-Identifier: Apache-2.0
import RafterHardware
import RafterMapping
import RafterQuantities
import RafterRoofline
import RafterWorkload

/// Where a layer's time comes from: the chain of bounds, each link with what goes into it.
struct TimeExplanation {
  var layer: LayerAnalysis
  var constants: ConstantNodes

  var latency: ExplanationNode {
    ExplanationNode(
      label: "latency", value: layer.latency.formatted(),
      equation: "the end of the chain of bounds   [rooflines 3.4]",
      children: layer.timeChain.map { entry in
        ExplanationNode(
          label: entry.step.term,
          value: "\(entry.seconds.formatted())  (keeps \(Format.percent(entry.factor)))",
          equation: equation(entry.step), children: inputs(entry.step))
      })
  }

  private func equation(_ step: ChainStep) -> String {
    switch step {
    case .peak:
      layer.layer.nests.isEmpty
        ? "vector operations / rate of the vector unit"
        : "W / max over formats of Pi" + overGain
    case .format: "W / Pi(format)" + overGain
    case .sustained: "W / (Pi(format) * sustained share)" + overGain
    case .spatial: "steps of the mapping's loops / (rate * sustained share)" + overGain
    case .vector: "max with the vector unit's time"
    case .compulsory(let level): "max with \(level)'s time if each operand moved once"
    case .attainable(let level): "max with \(level)'s time at the least traffic its inside allows"
    case .mapped(let level): "max with \(level)'s time at the mapping's traffic"
    case .nonOverlap: "busiest overlapped resource + levels that cannot overlap"
    case .fill: "+ data crossing the array"
    case .load: "+ first tiles arriving before anything can be computed"
    case .offload: "+ last tiles leaving after everything is computed"
    case .launch: "+ starting the layer"
    case .powerCap: "max with energy / (cap - static power)"
    }
  }

  /// What skipping zeros gains, where it does.
  private var gain: [ExplanationNode] {
    let node = layer.zeros.flatMap { ZeroExplanation(zeros: $0, constants: constants).gainNode }
    return node.map { [$0] } ?? []
  }

  private var vectorRate: [ExplanationNode] {
    constants.machine.vector.map { unit in
      [constants.node("rate of the vector unit", unit.rate(in: layer.layer.kind))]
    } ?? []
  }

  private var overGain: String { gain.isEmpty ? "" : " / gain" }

  private func inputs(_ step: ChainStep) -> [ExplanationNode] {
    let machine = constants.machine
    switch step {
    case .peak, .format:
      guard layer.layer.nests.isEmpty else {
        return (machine.compute?.formats.map(constants.peak) ?? []) + gain
      }
      return vectorRate
    case .sustained:
      return machine.compute.map { [constants.node("sustained share", $0.sustained)] } ?? []
    case .spatial: return [constants.multipliers, constants.clock] + gain
    case .vector:
      return vectorRate
    case .mapped(let level): return ports(of: level)
    case .launch: return machine.launch.map { [constants.node("launch time", $0)] } ?? []
    case .powerCap:
      var nodes: [ExplanationNode] = []
      if let cap = machine.power.cap { nodes.append(constants.node("power cap", cap)) }
      if let idle = machine.power.staticPower {
        nodes.append(constants.node("static power P_s", idle))
      }
      return nodes
    case .compulsory, .attainable, .nonOverlap, .fill, .load, .offload: return []
    }
  }

  /// What the ports of a level move, how wide they are, and how many there are side by side.
  private func ports(of level: String) -> [ExplanationNode] {
    let machine = constants.machine
    guard let index = machine.memories.firstIndex(where: { $0.name == level }),
      let found = layer.levels.first(where: { $0.name == level })
    else { return [] }
    let memory = machine.memories[index]
    var nodes = [
      ExplanationNode(
        label: "bytes read", value: found.mapped.read.formatted()),
      ExplanationNode(label: "bytes written", value: found.mapped.written.formatted()),
    ]
    for port in memory.ports {
      nodes.append(constants.node("\(port.kind.rawValue) port", port.bandwidth))
      if port.sustained.value < 1 {
        nodes.append(constants.node("its sustained share", port.sustained))
      }
    }
    let instances = machine.instances(ofMemory: index)
    if instances > 1 {
      nodes.append(ExplanationNode(label: "instances side by side", value: "\(instances)"))
    }
    return nodes
  }
}
