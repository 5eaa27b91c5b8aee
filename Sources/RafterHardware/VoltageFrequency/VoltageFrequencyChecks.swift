// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterDocuments
import RafterQuantities

extension AcceleratorChecks {
  /// Whether table or law rise with the voltage, go through the point of the description and name memories that
  /// are there.
  func voltages() -> [Diagnostic] {
    guard let stated = draft.voltageFrequency else { return [] }
    var found = ownSupply(stated)
    guard let nominal = nominal(stated, &found) else { return found }
    switch stated.relation {
    case .table(let points): found += table(points, nominal, stated)
    case .alphaPower(let law): found += self.law(law, nominal)
    case nil: break
    }
    return found
  }

  /// What the draft says as a description says it; nil where it is not whole.
  var voltageFrequency: VoltageFrequency? {
    guard let stated = draft.voltageFrequency, let relation = stated.relation,
      let nominal = stated.nominal ?? draft.technology?.voltage
    else { return nil }
    return VoltageFrequency(
      relation: relation, nominal: nominal,
      ownSupply: stated.ownSupply?.map(\.text)
        ?? memories.prefix(1).map(\.level.name))
  }

  private func ownSupply(_ stated: StatedVoltageFrequency) -> [Diagnostic] {
    guard draft.pathIsWhole else { return [] }
    let names = memories.map(\.level.name)
    return (stated.ownSupply ?? []).filter { !names.contains($0.text) }.map {
      .unknownName($0.text, of: "memory", among: names, at: $0.location)
    }
  }

  /// The one voltage that the description holds at.
  private func nominal(_ stated: StatedVoltageFrequency, _ found: inout [Diagnostic])
    -> Sourced<Voltage>?
  {
    guard let technology = draft.technology else { return nil }
    switch (stated.nominal, technology.voltage) {
    case (nil, nil):
      found.append(.noNominalVoltage(at: stated.location))
      return nil
    case (let own?, let other?) where own.value != other.value:
      found.append(
        .twoNominalVoltages(
          own.provenance.text, other.provenance.text, at: own.provenance.location))
      return nil
    case (let own, let other): return own ?? other
    }
  }

  private func table(
    _ points: [VoltageFrequency.Point], _ nominal: Sourced<Voltage>,
    _ stated: StatedVoltageFrequency
  ) -> [Diagnostic] {
    guard let first = points.first, let last = points.last, points.count > 1 else {
      return [.fewPoints(at: stated.location)]
    }
    var found: [Diagnostic] = []
    for (a, b) in zip(points, points.dropFirst()) {
      let texts = (a.voltage.provenance.text, b.voltage.provenance.text)
      if a.voltage.value == b.voltage.value {
        found.append(.voltageTwice(texts.1, at: b.voltage.provenance.location))
      } else if a.frequency.value > b.frequency.value {
        found.append(.fallingClock(texts.0, texts.1, at: b.frequency.provenance.location))
      }
    }
    let withPower = points.count { $0.staticPower != nil }
    if withPower != 0, withPower != points.count {
      found.append(.staticOfSome(withPower, of: points.count, at: stated.location))
    }
    guard found.isEmpty else { return found }
    guard (first.voltage.value...last.voltage.value).contains(nominal.value) else {
      return [
        .nominalOutside(
          nominal.provenance.text, first.voltage.provenance.text, last.voltage.provenance.text,
          at: nominal.provenance.location)
      ]
    }
    guard let clock = draft.technology?.frequency else { return [] }
    let allowed = Self.clock(at: nominal.value, in: points)
    // Between points of a table a millionth is rounding.
    return clock.value > allowed * (1 + 1e-6)
      ? [
        .clockAboveTable(
          clock.provenance.text, allowed.formatted(), nominal.provenance.text,
          at: clock.provenance.location)
      ] : []
  }

  private static func clock(at voltage: Voltage, in points: [VoltageFrequency.Point])
    -> Frequency
  {
    guard let place = KnotInterval(of: voltage, among: points.map(\.voltage.value)) else {
      return points[0].frequency.value
    }
    return place.between(
      points[place.upper - 1].frequency.value, points[place.upper].frequency.value)
  }

  private func law(_ law: VoltageFrequency.Law, _ nominal: Sourced<Voltage>) -> [Diagnostic] {
    var found: [Diagnostic] = []
    if law.threshold.value >= law.lowest.value {
      found.append(
        .thresholdAboveRange(
          law.threshold.provenance.text, law.lowest.provenance.text,
          at: law.threshold.provenance.location))
    }
    if law.lowest.value > law.highest.value {
      found.append(
        .rangeUpsideDown(
          law.lowest.provenance.text, law.highest.provenance.text,
          at: law.highest.provenance.location))
    } else if !(law.lowest.value...law.highest.value).contains(nominal.value) {
      found.append(
        .nominalOutside(
          nominal.provenance.text, law.lowest.provenance.text, law.highest.provenance.text,
          at: nominal.provenance.location))
    }
    return found
  }
}
