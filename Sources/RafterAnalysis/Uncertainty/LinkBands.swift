// SPDX-License-Identifier: Apache-2.0
import RafterHardware
import RafterQuantities
import RafterWorkload

/// How far time and energy of collectives can move within the bands of a machine's links.
struct LinkBands {
  /// Seconds.
  var time: Band
  /// Joules; nil where the energy of links is unknown.
  var energy: Band?

  /// All links at their value, at the favourable ends of their bands, and at the unfavourable ones; static power
  /// likewise.
  init(_ collectives: [Collective], over links: Links, staticPower: Sourced<Power>?) {
    func seconds(_ links: Links) -> Double {
      collectives.reduce(0) { $0 + links.time($1).value }
    }
    func joules(_ links: Links) -> Double? {
      collectives.reduce(Optional(0.0)) { sum, each in
        guard let sum, let energy = links.energy(each) else { return nil }
        return sum + energy.value
      }
    }
    let (best, worst) = (links.moved(costs: \.lowerBound), links.moved(costs: \.upperBound))
    time = Band(value: seconds(links), low: seconds(best), high: seconds(worst))
    if let value = joules(links), let low = joules(best), let high = joules(worst) {
      let idle = staticPower?.value.value ?? 0
      let band = staticPower?.band(idle) ?? 1...1
      energy = Band(
        value: value + idle * time.value, low: low + idle * band.lowerBound * time.low,
        high: high + idle * band.upperBound * time.high)
    }
  }
}

extension Links {
  /// The links with all that costs time or energy at one end of its band, and bandwidths at the other.
  fileprivate func moved(costs end: KeyPath<ClosedRange<Double>, Double>) -> Links {
    let gains: KeyPath<ClosedRange<Double>, Double> =
      end == \.lowerBound ? \.upperBound : \.lowerBound
    var copy = self
    copy.bandwidth.value.value *= bandwidth.band(bandwidth.value.value)[keyPath: gains]
    copy.sustained.value = min(
      1, sustained.value * sustained.band(sustained.value)[keyPath: gains])
    copy.start.value.value *= start.band(start.value.value)[keyPath: end]
    copy.step.value.value *= step.band(step.value.value)[keyPath: end]
    copy.ramp.value.value *= ramp.band(ramp.value.value)[keyPath: end]
    if let energy { copy.energy?.value.value *= energy.band(energy.value.value)[keyPath: end] }
    return copy
  }
}

extension Sourced {
  /// Its band as factors of a value: what the file states, else what its confidence leaves open; what a file leaves out
  /// is no guess.
  func band(_ value: Double) -> ClosedRange<Double> {
    if let range, value > 0 { return (range.lowerBound / value)...(range.upperBound / value) }
    return provenance.location == nil ? 1...1 : provenance.confidence.band
  }
}
