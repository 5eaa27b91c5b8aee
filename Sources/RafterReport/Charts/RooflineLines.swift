// SPDX-License-Identifier: Apache-2.0
import RafterAnalysis
import RafterHardware
import RafterQuantities
import RafterRoofline
import RafterWorkload

/// A roof or ceiling as a function of the intensity.
struct RooflineLine {
  enum Weight {
    /// A roof of the machine at the level of the axis.
    case machine
    /// A roof of the machine at another level: its intensities are those at that level.
    case otherLevel
    /// The chosen layer's own roof.
    case layer
    /// A ceiling below the peak.
    case ceiling
    /// What zeros lift a roof to, in nominal operations.
    case sparse
    /// The vector unit's, whose operations are of another kind.
    case vector
  }

  var weight: Weight
  /// Written along the sloped part; nil where another line of the same slope has it.
  var slopeLabel: String?
  /// Written along the flat part: the first that has room.
  var flatLabels: [String] = []
  /// In base units, at an intensity.
  var value: (Double) -> Double?
  /// Where the sloped part ends.
  var ridge: Double
}

/// The lines of the two panels.
enum RooflineLines {
  static func throughput(_ data: RooflineData, level: String, analysis: Analysis)
    -> [RooflineLine]
  {
    var lines: [RooflineLine] = []
    var sloped: [String] = []
    var flat: [String] = []
    for roof in data.roofs {
      let weight = weight(roof, level)
      let slope = sloped.contains(roof.level) ? nil : "\(roof.level) \(roof.bandwidth.formatted())"
      sloped.append(roof.level)
      let label = flatLabel(roof)
      let isNew = !flat.contains(label)
      flat.append(label)
      lines.append(
        RooflineLine(
          weight: weight, slopeLabel: slope, flatLabels: isNew ? [label] : [],
          value: { roof.attainable(at: OperationalIntensity($0)).value }, ridge: roof.ridge.value))
      if let capped = roof.powerCappedPeak, roof.isHeldByCap, isNew, roof.format != "vector" {
        lines.append(
          RooflineLine(
            weight: .ceiling,
            // A cap that holds near the ridge alone has no flat part.
            flatLabels: capped < roof.peak ? ["power cap: \(capped.formatted())"] : [],
            value: { x in
              // Where it holds; it rises to its peak with the intensity.
              let intensity = OperationalIntensity(x)
              let held = roof.powerRoof(at: intensity) ?? capped
              return held <= roof.attainable(at: intensity) ? held.value : nil
            }, ridge: capped.value / roof.bandwidth.value))
      }
    }
    return lines + sparse(data) + layer(data)
  }

  /// Above the dense peak, from the same slope: `min(Pi * gain, BW * x)` to the right of the dense ridge.
  private static func sparse(_ data: RooflineData) -> [RooflineLine] {
    data.sparseRoofs.filter { $0.gain > 1.005 }.map { ceiling in
      let (roof, dense) = (ceiling.roof, ceiling.dense)
      let rate = "\(roof.peak.formatted()) (x\(Format.significant(ceiling.gain)))"
      return RooflineLine(
        weight: .sparse,
        flatLabels: ["\(roof.format), zeros skipped: \(rate)", "zeros skipped: \(rate)"],
        value: { x in
          x >= dense.ridge.value ? roof.attainable(at: OperationalIntensity(x)).value : nil
        }, ridge: roof.ridge.value)
    }
  }

  private static func layer(_ data: RooflineData) -> [RooflineLine] {
    guard let roof = data.chosenRoof, let chosen = data.chosen else { return [] }
    let id = PlainText.oneLine(chosen.layer.id)
    let ridge = roof.ceiling.value / roof.bandwidth.value
    let machine = data.mainRoof?.peak ?? .infinity
    let isShape =
      chosen.spatialUtilization < 0.97 && roof.ceiling.value > roof.spatialCeiling.value * 0.97
    // In nominal operations the roof of a layer whose zeros are skipped lies above the dense peak.
    let isLifted = (chosen.zeros?.gain ?? 1) > 1.005 && roof.ceiling > machine
    let reason =
      isLifted
      ? ", lifted by zeros"
      : isShape && roof.ceiling < machine ? ", array idle for its shape" : ""
    let least = roof.powerCeiling.map { min($0, roof.ceiling) } ?? roof.ceiling
    let own = "roof of \(id): \(least.formatted())"
    var lines = [
      RooflineLine(
        weight: .layer, flatLabels: [own + reason, own],
        value: { roof.attainable(at: OperationalIntensity($0)).value }, ridge: ridge)
    ]
    func ceiling(
      _ value: Throughput, _ label: String, at curve: (@Sendable (Double) -> Double?)? = nil
    ) {
      let ridge = value.value / roof.bandwidth.value
      lines.append(
        RooflineLine(
          weight: .ceiling, flatLabels: [label],
          value: { x in x >= ridge ? curve.map { $0(x) } ?? value.value : nil }, ridge: ridge))
    }
    // Only where it is a line of its own: neither the peak nor the layer's roof itself.
    if roof.spatialCeiling.value < machine.value * 0.97,
      roof.spatialCeiling.value > roof.ceiling.value * 1.03
    {
      ceiling(roof.spatialCeiling, "array idle for \(id)'s shape")
    }
    if let power = roof.powerCeiling, power.value < machine.value * 0.99 {
      ceiling(power, "power cap for \(id)") { x in
        roof.powerRoof(at: OperationalIntensity(x))?.value ?? power.value
      }
    }
    return lines
  }

  static func energy(_ data: RooflineData, level: String) -> [RooflineLine] {
    var lines: [RooflineLine] = []
    var sloped: [String] = []
    for roof in data.roofs {
      guard let byte = roof.energyPerByte, let half = roof.halfEfficiency else { continue }
      let best = roof.peakEfficiency.map { EfficiencyWords.topsPerWatt($0) } ?? ""
      let label = (roof.format == "vector" ? "vector unit" : roof.format) + ": \(best)"
      // Named on the highest of its curves: there is room above.
      let isNew = !data.roofs.contains {
        $0.format == roof.format && ($0.energyPerByte ?? byte) < byte
      }
      let isFirst = roof.format != "vector" && !sloped.contains(roof.level)
      if isFirst { sloped.append(roof.level) }
      lines.append(
        RooflineLine(
          weight: weight(roof, level),
          slopeLabel: isFirst ? "\(roof.level) \(byte.formatted())" : nil,
          flatLabels: isNew ? [label] : [],
          value: { roof.efficiency(at: OperationalIntensity($0))?.value }, ridge: half.value))
    }
    for ceiling in data.sparseRoofs {
      guard let half = ceiling.roof.halfEfficiency, let best = ceiling.roof.peakEfficiency
      else { continue }
      let words = ceiling.gain > 1.005 ? "zeros skipped" : "zeros gated"
      let label = "\(words): \(EfficiencyWords.topsPerWatt(best))"
      lines.append(
        RooflineLine(
          weight: .sparse, flatLabels: ["\(ceiling.roof.format), \(label)", label],
          value: { ceiling.roof.efficiency(at: OperationalIntensity($0))?.value },
          ridge: half.value))
    }
    if let roof = data.chosenRoof, let chosen = data.chosen, let e = roof.energyPerByte,
      let compute = roof.energyPerOperation
    {
      lines.append(
        RooflineLine(
          weight: .layer, flatLabels: ["roof of \(PlainText.oneLine(chosen.layer.id))"],
          value: { roof.efficiency(at: OperationalIntensity($0))?.value },
          ridge: e.value / compute.value))
    }
    return lines
  }

  private static func weight(_ roof: MachineRoof, _ level: String) -> RooflineLine.Weight {
    roof.format == "vector" ? .vector : roof.level == level ? .machine : .otherLevel
  }

  private static func flatLabel(_ roof: MachineRoof) -> String {
    (roof.format == "vector" ? "vector unit" : roof.format) + ": \(roof.peak.formatted())"
  }
}
