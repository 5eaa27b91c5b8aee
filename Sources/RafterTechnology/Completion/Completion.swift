// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterHardware
import RafterQuantities
import RafterWorkload

/// A description being completed.
struct Completion {
  var accelerator: Accelerator
  let model: TechnologyModel
  let keeping: Set<OpenValue>
  var fills: [TechnologyFill] = []
  /// What the memories draw at rest, all instances together.
  var leakages: [(memory: String, power: Power)] = []

  init(accelerator: Accelerator, model: TechnologyModel, keeping: Set<OpenValue>) {
    self.accelerator = accelerator
    self.model = model
    self.keeping = keeping
  }

  var node: ProcessNode? { accelerator.technology.node?.value }

  /// How logic is carried to the node of the machine.
  var scaling: LogicScaling {
    switch model.scaling {
    case .published: .published
    case .stillmakerBaas: .stillmakerBaas(accelerator.technology.voltage?.value)
    }
  }

  /// Whether a number is to be filled.
  func isOpen(_ value: OpenValue, _ isNil: Bool) -> Bool { isNil && !keeping.contains(value) }

  /// Writes down a filled number and gives it its source.
  mutating func filled<D>(
    _ value: OpenValue, _ number: Quantity<D>, range: ClosedRange<Double>? = nil, basis: String,
    _ cautions: [Diagnostic] = []
  ) -> Sourced<Quantity<D>> {
    let text = "\(number.formatted()): \(basis)"
    fills.append(TechnologyFill(value: value, outcome: .filled(text), cautions: cautions))
    return Sourced(
      number, range: range,
      Provenance(confidence: .estimated, source: technologyModelSource, text: text))
  }

  /// Writes down that a number stays open.
  mutating func leave(_ value: OpenValue, _ reason: Diagnostic) {
    fills.append(TechnologyFill(value: value, outcome: .left(reason), cautions: []))
  }

  mutating func fillVector() {
    guard var unit = accelerator.vector, isOpen(.vectorEnergy, unit.energy == nil) else { return }
    if let stated = model.statedVector {
      unit.energy = filled(
        .vectorEnergy, stated.value, range: stated.range,
        basis: "stated: \(stated.provenance.text)")
      accelerator.vector = unit
      return
    }
    guard let node else { return leave(.vectorEnergy, .noNode(OpenValue.vectorEnergy.text)) }
    guard let estimate = scaling.value(of: model.vector, at: node, what: "a vector operation")
    else { return }
    // Fetching an instruction and its operands may cost as much again several times over.
    unit.energy = filled(
      .vectorEnergy, estimate.value, range: estimate.value.value...(estimate.value.value * 5),
      basis: "fp32 addition without instruction and operand fetch, \(estimate.basis)",
      estimate.cautions)
    accelerator.vector = unit
  }

  mutating func fillLinks() {
    guard var links = accelerator.links, isOpen(.linkEnergy, links.energy == nil) else { return }
    let kinds = model.links.keys.sorted()
    guard let kind = model.link else {
      return leave(
        .linkEnergy, .noKind(OpenValue.linkEnergy.text, kinds: kinds, key: "link: nvlink"))
    }
    guard let energy = model.links[kind] else {
      return leave(.linkEnergy, .unknownKind(kind, of: "links", among: kinds))
    }
    links.energy = filled(
      .linkEnergy, energy.value, range: energy.range, basis: "\(kind): \(energy.provenance.text)")
    accelerator.links = links
  }

  mutating func fillStaticPower() {
    guard model.leakage == .counted, !leakages.isEmpty,
      isOpen(.staticPower, accelerator.power.staticPower == nil)
    else { return }
    let total = leakages.reduce(Power.zero) { $0 + $1.power }
    let names = leakages.map(\.memory).joined(separator: ", ")
    let leakage = filled(.staticPower, total, basis: "leakage of \(names), nothing else")
    accelerator.power.staticPower = leakage
  }
}
