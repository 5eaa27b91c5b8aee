// SPDX-License-Identifier: Apache-2.0
import RafterAnalysis
import RafterQuantities
import RafterRoofline
import RafterWorkload

/// From the peak to what is attained: a layer's chain, or the sums of all layers' chains.
struct WaterfallData {
  /// A link of the chain.
  struct Step {
    var step: ChainStep
    /// op/s before and after it.
    var before: Double
    var after: Double
    /// The layer that loses most by it, and its part of the loss.
    var culprit: (id: String, share: Double)?

    var factor: Double { before > 0 ? after / before : 1 }
  }

  /// op/s.
  var peak: Double
  var attained: Double
  /// In order; those that cost nothing included.
  var steps: [Step]
  /// What the energy goes into, in order; empty where a part is unknown.
  var energy: [EnergyItem]
  /// The memories whose energy is unknown.
  var unknown: [String]

  init(_ layers: [LayerAnalysis]) {
    let macLayers = layers.filter(\.hasMACs)
    // Operations of vector units are never added to those of multipliers: with any of the latter, the
    // others only take time.
    let counted = macLayers.isEmpty ? layers : macLayers
    let work = counted.reduce(0.0) { $0 + $1.work.value * Double($1.layer.repeats) }
    let order = Self.order(layers)
    var times = layers.map { layer in
      macLayers.isEmpty || layer.hasMACs ? Self.first(layer) : 0
    }
    var last = times.reduce(0, +)
    peak = last > 0 ? work / last : 0
    var steps: [Step] = []
    for step in order {
      let next = layers.indices.map { Self.time(layers[$0], at: step, was: times[$0]) }
      let sum = next.reduce(0, +)
      let lost = zip(next, times).map { $0 - $1 }
      let worst = lost.indices.max { lost[$0] < lost[$1] }
      let culprit = worst.flatMap { i in
        sum > last && layers.count > 1
          ? (PlainText.oneLine(layers[i].layer.id), lost[i] / (sum - last)) : nil
      }
      if last > 0, sum > 0 {
        steps.append(
          Step(step: step, before: work / last, after: work / sum, culprit: culprit))
      }
      times = next
      last = sum
    }
    self.steps = steps
    attained = last > 0 ? work / last : 0
    unknown = layers.flatMap(\.unknownEnergies).reduce(into: []) { found, name in
      if !found.contains(name) { found.append(name) }
    }
    energy = unknown.isEmpty ? Self.energy(layers) : []
  }

  /// The time at the peak, of all instances.
  private static func first(_ layer: LayerAnalysis) -> Double {
    (layer.timeChain.first?.seconds.value ?? 0) * Double(layer.layer.repeats)
  }

  /// The time at a link, or the one before if the layer's chain has no such link.
  private static func time(_ layer: LayerAnalysis, at step: ChainStep, was: Double) -> Double {
    let repeats = Double(layer.layer.repeats)
    // A layer of vector operations that was held back begins where the vector unit does.
    if was == 0, !layer.hasMACs, step.isArithmetic {
      return step == .vector ? (layer.arithmeticTime?.value ?? 0) * repeats : 0
    }
    if let entry = layer.timeChain.last(where: { $0.step == step }) {
      return max(was, entry.seconds.value * repeats)
    }
    return was
  }

  /// All links of all chains: those of the longest chain, others after the one they follow.
  private static func order(_ layers: [LayerAnalysis]) -> [ChainStep] {
    let longest = layers.max { $0.timeChain.count < $1.timeChain.count }
    var order = (longest?.timeChain ?? []).map(\.step)
    for layer in layers {
      var place = 0
      for entry in layer.timeChain {
        if let i = order.firstIndex(of: entry.step) {
          place = i + 1
        } else if entry.step == .vector, let i = order.lastIndex(where: \.isArithmetic) {
          order.insert(entry.step, at: i + 1)
          place = i + 2
        } else {
          order.insert(entry.step, at: min(place, order.count))
          place += 1
        }
      }
    }
    if layers.contains(where: { !$0.hasMACs }), !order.contains(.vector) {
      order.insert(.vector, at: (order.lastIndex(where: \.isArithmetic) ?? -1) + 1)
    }
    return order.filter { $0 != .peak }
  }

  private static func energy(_ layers: [LayerAnalysis]) -> [EnergyItem] {
    var items: [EnergyItem] = []
    for layer in layers {
      for item in layer.energyItems {
        let energy = item.energy * Double(layer.layer.repeats)
        if let i = items.firstIndex(where: { $0.kind == item.kind }) {
          items[i].energy += energy
        } else {
          items.append(EnergyItem(item.kind, energy))
        }
      }
    }
    func rank(_ kind: EnergyItem.Kind) -> Int {
      switch kind {
      case .compute: 0
      case .vector: 1
      case .staticUseful, .staticLost: 3
      default: 2
      }
    }
    return items.enumerated().sorted {
      (rank($0.element.kind), $0.offset) < (rank($1.element.kind), $1.offset)
    }.map(\.element)
  }
}
