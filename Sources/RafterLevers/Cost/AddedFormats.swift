// SPDX-License-Identifier: Apache-2.0
import RafterAnalysis
import RafterHardware
import RafterQuantities
import RafterTechnology

// What other formats cost a multiplier, by its transistors [hardware 4.2]: the energy of a MAC goes with them, and so does its area.

extension Accelerator {
  /// The machine with multipliers for a pair of formats that it does not have.
  ///
  /// The widest multiplier of the same family is split into as many as its operands hold, so that ports stay as wide as they are:
  ///
  ///     rate = rate(wide) * packing    energy = energy(wide) * T(narrow)/T(wide)    area = max(wide, packing * narrow)
  ///
  /// - Returns: The machine, the area added, nil where that of the wide one is not known, and what was added in words; nil where
  ///   there is no multiplier of the family to split.
  func adding(_ precision: Precision) -> (Accelerator, Area?, String)? {
    guard var unit = compute, unit.inMemory == nil,
      let index = path.lastIndex(where: { if case .compute = $0 { true } else { false } })
    else { return nil }
    let inputs = precision.activations
    let weights = precision.weights
    guard inputs.family == weights.family, inputs.family != .other else { return nil }
    let wide = unit.formats.filter {
      $0.arithmetic.inputs.family == inputs.family && $0.arithmetic.weights.family == inputs.family
        && $0.arithmetic.inputs.elementBits >= inputs.elementBits
        && $0.arithmetic.weights.elementBits >= weights.elementBits
    }.min { $0.rate.value > $1.rate.value }
    guard let wide else { return nil }
    let arithmetic = ArithmeticFormat(
      inputs: inputs, weights: weights, accumulate: wide.arithmetic.accumulate)
    let packing = min(
      (wide.arithmetic.inputs.elementBits / inputs.elementBits).rounded(.down),
      (wide.arithmetic.weights.elementBits / weights.elementBits).rounded(.down))
    guard packing >= 1, let narrow = MacTransistors.count(arithmetic),
      let before = MacTransistors.count(wide.arithmetic)
    else { return nil }
    let own = Provenance(confidence: .estimated, text: "by transistors of \(wide.arithmetic)")
    var added = ComputeFormat(
      arithmetic: arithmetic, rate: wide.rate.scaled(by: packing),
      energy: wide.energy.map { Sourced($0.value * (narrow / before), own) },
      area: wide.area.map { Sourced(max($0.value, $0.value * (packing * narrow / before)), own) })
    added.rate.provenance = own
    unit.formats.append(added)
    var machine = self
    machine.path[index] = .compute(unit)
    let largest = unit.formats.compactMap(\.area?.value).max()
    let earlier = compute?.formats.compactMap(\.area?.value).max()
    let area = largest.flatMap { new in
      earlier.map { (new - $0) * Double(computeInstances) }
    }
    if let area { machine = machine.grown(by: area) }
    return (
      machine, area,
      "\(arithmetic) is added, at \(Format.significant(packing)) times the rate of \(wide.arithmetic)"
    )
  }

  /// The machine with narrower sums wherever they are of the same family and wider; nil where there are none.
  func summing(in narrow: NumberFormat) -> (Accelerator, Area?)? {
    guard var unit = compute,
      let index = path.lastIndex(where: { if case .compute = $0 { true } else { false } })
    else { return nil }
    var isChanged = false
    for place in unit.formats.indices {
      let before = unit.formats[place].arithmetic
      guard before.accumulate.family == narrow.family,
        before.accumulate.bitsPerElement > narrow.bitsPerElement,
        // A sum of products is wider than a product.
        before.inputs.elementBits + before.weights.elementBits <= narrow.elementBits
          || narrow.family == .float,
        before.inputs.elementBits <= narrow.elementBits
      else { continue }
      var after = before
      after.accumulate = narrow
      guard let new = MacTransistors.count(after), let old = MacTransistors.count(before) else {
        continue
      }
      unit.formats[place].arithmetic = after
      unit.formats[place].energy = unit.formats[place].energy?.scaled(by: new / old)
      unit.formats[place].energy?.provenance.confidence = .estimated
      unit.formats[place].area = unit.formats[place].area?.scaled(by: new / old)
      isChanged = true
    }
    guard isChanged else { return nil }
    var machine = self
    machine.path[index] = .compute(unit)
    let after = unit.formats.compactMap(\.area?.value).max()
    let before = compute?.formats.compactMap(\.area?.value).max()
    let area = after.flatMap { new in before.map { (new - $0) * Double(computeInstances) } }
    if let area { machine = machine.grown(by: area) }
    return (machine, area)
  }
}

extension NumberFormat {
  /// Bits of an element without its share of a block scale.
  fileprivate var elementBits: Double { bitsPerElement.value.rounded(.down) }
}
