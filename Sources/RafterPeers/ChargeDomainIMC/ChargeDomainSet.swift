// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterHardware
import RafterQuantities

extension ValidationSet {
  /// Efficiency and rate of Jia's charge-domain macro from its array and the energies of its parts.
  public static let chargeDomainIMC = ValidationSet(
    name: "charge-domain-imc",
    source: "Jia et al., JSSC 55(9) 2020, as digitised by the authors of CiMLoop",
    kindOfTruth: "silicon",
    peers: [
      "CiMLoop, four fabricated macros: energy efficiency 7 %, throughput 2 % over voltage; 6 % and 5 % over input bits, after calibration"
    ],
    summary: Summary("efficiency and rate of an in-memory macro", peers: "CiMLoop 2 to 7 %"),
    builtIn: ["charge-domain-imc/points.csv", "charge-domain-imc/breakdown.csv"],
    form:
      "a .csv of points with id, array, vdd_V, input_bits, weight_bits, TOPS and TOPS_per_W, or of parts with id, vdd_or_mode, component, value and unit"
  ) { files throws(DiagnosticList) in
    try files.checkTables([MacroPoint.self, MacroBreakdown.self])
    let points = try files.rows(MacroPoint.self, orBuiltIn: "charge-domain-imc/points.csv")
    let parts = try files.rows(MacroBreakdown.self, orBuiltIn: "charge-domain-imc/breakdown.csv")
    return ChargeDomainComparison(
      points: points, breakdowns: parts, jia: try Library.machine("jia-2020")
    ).findings
  }
}

/// Points beside what their parts sum to.
///
/// Energies are those of the breakdown at a point's voltage. Without one they are those of the built-in description at its own voltage, and
/// elsewhere nothing is predicted: no law of voltage stands in for a table.
struct ChargeDomainComparison {
  var points: [MacroPoint]
  var breakdowns: [MacroBreakdown]
  var jia: Accelerator

  private static let tolerance = 0.01
  /// A rate that follows from bits and cycles is a roof.
  private static let roofTolerance = 0.18

  var findings: ValidationSet.Findings {
    var rows: [ValidationRow] = []
    var notes: [String] = []
    var roofs = MeasuredRoofline(machine: jia.name, ceilings: [], slopes: [], points: [])
    for point in points {
      let name =
        "\(point.id), \(point.voltageText) V, \(point.inputBits) x \(point.weightBits) bit"
      let cases = array(point) == nil ? breakdown(point)?.cases ?? [] : []
      if let published = point.efficiency, !cases.isEmpty {
        rows += cases.map { one in
          ValidationRow(
            shown: name, "efficiency, \(one.parts[0].name)", unit: "op/J",
            published: published.value,
            predicted: one.efficiency(rows: point.rows, withDatapath: false)?.value)
        }
        notes.append(
          "\(name): the whole macro was measured in \(cases.count) cases, and the point does not say in which: each is shown, none judged"
        )
      } else if let published = point.efficiency {
        if let predicted = efficiency(point, .macro) {
          rows.append(
            ValidationRow(
              name, "efficiency", unit: "op/J", published: published.value,
              predicted: predicted.value, tolerance: Self.tolerance))
        } else {
          notes.append(
            "\(name): no breakdown at this voltage and these bits, so nothing is predicted")
        }
      }
      if let published = point.efficiencyWithDatapath,
        let predicted = efficiency(point, .macroAndDatapath)
      {
        rows.append(
          ValidationRow(
            name, "efficiency with datapath", unit: "op/J", published: published.value,
            predicted: predicted.value, tolerance: Self.tolerance))
      }
      if point.throughput != nil, roof(point) == nil {
        notes.append(
          array(point) == nil
            ? "\(name): no array of this macro is described, so its rate is not compared"
            : "\(name): its clock at this voltage is not described, so its rate is not compared")
      }
      if let measured = point.throughput, let roof = roof(point) {
        rows.append(
          ValidationRow(
            name, "rate, as roof", unit: "op/s", published: measured.value, predicted: roof.value,
            tolerance: Self.roofTolerance))
        // Each number of bits has a flat roof of its own; cells keep the weights, so no memory has a slope.
        let bits = "\(point.inputBits) x \(point.weightBits) bit"
        if !roofs.ceilings.contains(where: { $0.name == bits }) {
          roofs.ceilings.append(.init(bits, peak: roof))
        }
        roofs.points.append(
          .init(
            name, intensity: .infinity, measured: measured, predicted: roof, ceiling: bits))
      }
    }
    notes.append("no constant is fitted; energies are those of the parts at each voltage")
    notes.append(
      "the rate of a column is 1/(bits of the input x cycles of a step): 8-bit inputs were measured at 85 % of it, for which we know no cause"
    )
    return ValidationSet.Findings(rows: rows, notes: notes, rooflines: [roofs])
  }

  /// The array of the built-in description, where the point is one of that macro.
  private func array(_ point: MacroPoint) -> InMemoryArray? {
    point.id == "jia2020" ? jia.compute?.inMemory : nil
  }

  private func breakdown(_ point: MacroPoint) -> MacroBreakdown? {
    breakdowns.first { $0.id == point.id && $0.mode == point.voltageText }
      ?? breakdowns.first {
        $0.id == point.id && $0.mode.hasPrefix("\(point.inputBits)b in")
      }
  }

  /// Operations for each joule; nil where the energies at the voltage are not known.
  func efficiency(_ point: MacroPoint, _ scope: InMemoryArray.Scope) -> EnergyEfficiency? {
    guard var array = array(point) else {
      return breakdown(point)?.efficiency(
        rows: point.rows, withDatapath: scope == .macroAndDatapath)
    }
    if let parts = breakdown(point) {
      guard let energies = array.energies.replaced(by: parts) else { return nil }
      array.energies = energies
    } else if jia.technology.voltage?.value != point.voltage {
      return nil
    }
    return array.efficiency(
      weightBits: point.weightBits, inputBits: point.inputBits, scope)
  }

  /// The peak at these bits; the clock at a voltage other than the description's is not known.
  private func roof(_ point: MacroPoint) -> Throughput? {
    guard let array = array(point), jia.technology.voltage?.value == point.voltage else {
      return nil
    }
    return array.peak(weightBits: point.weightBits, inputBits: point.inputBits, at: jia.clock)
  }
}

extension InMemoryEnergies {
  /// The same events with the energies of a breakdown; nil where it lacks one of them.
  fileprivate func replaced(by breakdown: MacroBreakdown) -> InMemoryEnergies? {
    func part(_ words: [String]) -> Energy? {
      breakdown.parts.first { part in words.contains { part.name.hasPrefix($0) } }?.energy
    }
    guard let cells = part(["CIM"]), let converter = part(["ADC"]), let datapath = part(["NMC"])
    else { return nil }
    var energies = self
    for (event, energy) in [
      (Event.bitline, cells), (.adc, converter), (.datapath, datapath),
    ] {
      energies.stated[event]?.value = energy
    }
    return energies
  }
}
