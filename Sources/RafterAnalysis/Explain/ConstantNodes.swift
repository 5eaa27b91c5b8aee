// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterHardware
import RafterMapping
import RafterQuantities

/// Explanations of the numbers of a machine file: each ends at a line or a source.
struct ConstantNodes {
  var machine: Accelerator

  /// A constant of the description.
  func node<D: Dimension>(_ label: String, _ sourced: Sourced<Quantity<D>>) -> ExplanationNode {
    node(label, sourced.value.formatted(), sourced.provenance)
  }

  /// A number without unit.
  func node(_ label: String, _ sourced: Sourced<Double>) -> ExplanationNode {
    node(label, Format.significant(sourced.value), sourced.provenance)
  }

  /// The width of a port.
  func node(_ label: String, _ sourced: Sourced<PortBandwidth>) -> ExplanationNode {
    let text =
      switch sourced.value {
      case .perCycle(let bandwidth): bandwidth.formatted()
      case .perSecond(let bandwidth): bandwidth.formatted()
      }
    return node(label, text, sourced.provenance)
  }

  /// A value and where it comes from.
  func node(_ label: String, _ value: String, _ provenance: Provenance) -> ExplanationNode {
    ExplanationNode(
      label: label, value: value, origin: origin(provenance), confidence: provenance.confidence)
  }

  /// The line that states a number, then the work it was taken from.
  func origin(_ provenance: Provenance) -> String {
    let title: String? =
      if let id = provenance.source { machine.sources[id]?.title ?? id } else { nil }
    guard let location = provenance.location else {
      return title ?? "Rafter's default"
    }
    return location.text + ", " + (title ?? machine.source.title)
  }

  /// The clock.
  var clock: ExplanationNode { node("clock f", machine.technology.frequency) }

  /// How many multipliers there are, side by side.
  var multipliers: ExplanationNode {
    let sides = machine.path.flatMap { element -> [ExplanationNode] in
      guard case .array(let array) = element else { return [] }
      return array.axes.map { node("\($0.name) of the array", "\($0.size)", array.provenance) }
    }
    return ExplanationNode(
      label: "multipliers N", value: "\(machine.computeInstances)",
      equation: sides.isEmpty ? nil : "product of the sides of all arrays", children: sides)
  }

  /// The dense peak of a format, Pi(fmt).
  func peak(_ format: ComputeFormat) -> ExplanationNode {
    let value = machine.peak(format) * machine.technology.frequency.value
    return ExplanationNode(
      label: "peak Pi(\(format.arithmetic.description))", value: value.formatted(),
      equation: "2 * N * rate * f   [rooflines 3.2]",
      children: [multipliers, node("rate of a multiplier", format.rate), clock])
  }
}
