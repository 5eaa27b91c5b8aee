// SPDX-License-Identifier: Apache-2.0
import RafterHardware
import RafterMapping
import RafterQuantities
import RafterRoofline
import RafterWorkload

/// Evaluates layers again, under the same mappings, on machines whose uncertain constants are moved.
///
/// Time and energy only grow with energies, power and launch, and only fall with bandwidths and rates, so the
/// two corners of all bands bound them.
struct UncertaintyStudy {
  /// A machine with one constant at an end of its band.
  private struct Shift {
    var facts: ConstantFacts
    var constant: MachineConstant
    var factor: Double
    var machine: ShiftedMachine
  }

  private let machine: Accelerator
  private let favourable: ShiftedMachine
  private let unfavourable: ShiftedMachine
  private let shifts: [Shift]

  init(_ machine: Accelerator) {
    self.machine = machine
    var best = machine
    var worst = machine
    var shifts: [Shift] = []
    for constant in machine.constants {
      guard let facts = machine.facts(of: constant), facts.isUncertain else { continue }
      let (low, high) = (facts.band.lowerBound, facts.band.upperBound)
      best = best.scaling(constant, by: constant.isCost ? low : high)
      worst = worst.scaling(constant, by: constant.isCost ? high : low)
      for factor in [low, high] where factor != 1 {
        shifts.append(
          Shift(
            facts: facts, constant: constant, factor: factor,
            machine: ShiftedMachine(machine.scaling(constant, by: factor))))
      }
    }
    favourable = ShiftedMachine(best)
    unfavourable = ShiftedMachine(worst)
    self.shifts = shifts
  }

  /// The bands of one layer and the labels that would flip within them; nil where nothing is uncertain.
  func layer(_ layer: LayerAnalysis, format: Int?) -> Uncertainty? {
    guard !shifts.isEmpty, layer.infeasibility == nil else { return nil }
    let layer = CountedLayer(layer, format: format, on: machine)
    let low = favourable.demand(of: layer)
    let high = unfavourable.demand(of: layer)
    var energy: Band?
    if let value = layer.analysis.energy, let least = low.energy, let most = high.energy {
      energy = Band(value: value.value, low: least.value, high: most.value)
    }
    return Uncertainty(
      latency: Band(
        value: layer.analysis.latency.value, low: low.latency.value, high: high.latency.value),
      energy: energy, flips: flips(layer))
  }

  /// The bands of the network: those of its layers and links added up, since all move together.
  static func network(
    _ layers: [LayerAnalysis], _ communication: Communication? = nil, _ machine: Accelerator
  ) -> Uncertainty? {
    let links = machine.links.flatMap { links in
      communication.map {
        LinkBands(
          $0.items.map(\.collective), over: links, staticPower: machine.power.staticPower)
      }
    }
    let isUncertain =
      layers.contains { $0.uncertainty != nil }
      || (links.map { $0.time.low < $0.time.high || $0.energy.map { $0.low < $0.high } ?? false }
        ?? false)
    guard isUncertain else { return nil }
    let known = layers.filter { $0.infeasibility == nil }.map {
      ($0.uncertainty ?? exactly($0), Double($0.layer.repeats))
    }
    func sum(_ band: (Uncertainty) -> Band?) -> Band? {
      var total = Band(value: 0, low: 0, high: 0)
      for (uncertainty, repeats) in known {
        guard let part = band(uncertainty) else { return nil }
        total.value += part.value * repeats
        total.low += part.low * repeats
        total.high += part.high * repeats
      }
      return total
    }
    guard var latency = sum({ $0.latency }) else { return nil }
    var energy = sum { $0.energy }
    if let links {
      latency = latency + links.time
      if let own = energy, let more = links.energy { energy = own + more } else { energy = nil }
    }
    return Uncertainty(latency: latency, energy: energy)
  }

  /// A layer that rests on nothing uncertain.
  private static func exactly(_ layer: LayerAnalysis) -> Uncertainty {
    func band(_ value: Double) -> Band { Band(value: value, low: value, high: value) }
    return Uncertainty(
      latency: band(layer.latency.value), energy: layer.energy.map { band($0.value) })
  }

  /// For either label, the smallest change of one constant within its band that would change it.
  private func flips(_ counted: CountedLayer) -> [String] {
    let layer = counted.analysis
    var time: (change: Double, text: String)?
    var energy: (change: Double, text: String)?
    func keep(_ best: inout (change: Double, text: String)?, _ change: Double, _ text: String) {
      if best.map({ change < $0.change }) ?? true { best = (change, text) }
    }
    for shift in shifts {
      let moved = shift.machine.demand(of: counted)
      if moved.timeRegime.term != layer.timeRegime.term,
        let edge = threshold(
          shift, counted, from: moved, below: time?.change,
          { $0.timeRegime.term != layer.timeRegime.term })
      {
        keep(
          &time, edge.change,
          text(layer.timeRegime.term, edge.label.timeRegime.term, shift, edge.change))
      }
      if let regime = moved.energyRegime, let own = layer.energyRegime, regime != own,
        let edge = threshold(
          shift, counted, from: moved, below: energy?.change, { $0.energyRegime != own })
      {
        keep(
          &energy, edge.change,
          text(own.term, edge.label.energyRegime?.term ?? regime.term, shift, edge.change))
      }
    }
    return [time?.text, energy?.text].compactMap { $0 }
  }

  /// The least change of the shifted constant at which a label has changed, by bisection.
  ///
  /// - Parameters:
  ///   - moved: the layer after the whole shift.
  ///   - known: a change of another constant that is enough: nil is returned if this one has to move further.
  private func threshold(
    _ shift: Shift, _ layer: CountedLayer, from moved: LayerDemand, below known: Double?,
    _ hasFlipped: (LayerDemand) -> Bool
  ) -> (change: Double, label: LayerDemand)? {
    func demand(_ factor: Double) -> LayerDemand {
      ShiftedMachine(machine.scaling(shift.constant, by: factor), format: layer.format)
        .demand(of: layer)
    }
    if let known, known < abs(shift.factor - 1) {
      let least = demand(shift.factor < 1 ? 1 - known : 1 + known)
      if !hasFlipped(least) { return nil }
    }
    var (near, far) = (1.0, shift.factor)
    var label = moved
    for _ in 0..<10 {
      let middle = (near + far) / 2
      let moved = demand(middle)
      if hasFlipped(moved) {
        far = middle
        label = moved
      } else {
        near = middle
      }
    }
    return (abs(far - 1), label)
  }

  private func text(_ own: String, _ other: String, _ shift: Shift, _ change: Double) -> String {
    let direction = shift.factor < 1 ? "lower" : "higher"
    // Rounded up, so that the change stated is enough.
    let percent = Format.fixed((change * 100).rounded(.up), decimals: 0)
    return "\(own); \(other) if the \(shift.facts.name) is \(percent) % \(direction)"
  }
}

extension MachineConstant {
  /// Whether more of it costs time or energy; more of the others saves some.
  var isCost: Bool {
    switch self {
    case .readEnergy, .writeEnergy, .wireEnergy, .computeEnergy, .vectorEnergy, .staticPower,
      .launch:
      true
    case .bandwidth, .sustainedBandwidth, .sustainedCompute, .vectorRate: false
    }
  }
}
