// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterHardware
import RafterQuantities

extension ValidationSet {
  /// Rooflines and counters of TPU v1 in production, from weights, layers and reuse of each application.
  public static let tpuV1 = ValidationSet(
    name: "tpu-v1",
    source: "Jouppi et al., ISCA 2017, tables 1 to 3 and section 7",
    kindOfTruth: "silicon",
    peers: [
      "the TPU team's own model: 8 % mean error of cycles, 5.4 % to 11.2 % over six applications (read in the paper)"
    ],
    summary: Summary(
      "roofs, attained rates and counters of production applications",
      peers: "its own team 8 % of cycles"),
    builtIn: ["tpu-v1/applications.csv", "tpu-v1/platforms.csv"],
    form:
      "a .csv with metric, unit and a column for each application, or with platform, peak_TOPS_8b, dram_GBps and ridge_MAC_per_weight_byte"
  ) { files throws(DiagnosticList) in
    try files.checkTables([TPUApplication.self, TPUPlatform.self])
    let applications = try files.rows(TPUApplication.self, orBuiltIn: "tpu-v1/applications.csv")
    let platforms = try files.rows(TPUPlatform.self, orBuiltIn: "tpu-v1/platforms.csv")
    return TPUComparison(
      applications: applications, platforms: platforms,
      model: try TPUModel(Library.machine("tpu-v1"))
    ).findings
  }
}

/// Applications and machines beside the model.
struct TPUComparison {
  var applications: [TPUApplication]
  var platforms: [TPUPlatform]
  var model: TPUModel

  private static let roofTolerance = 0.01
  private static let attainedTolerance = 0.18
  private static let shiftTolerance = 0.04

  var findings: ValidationSet.Findings {
    var findings = ValidationSet.Findings(rows: [])
    for platform in platforms {
      if platform.isTPU {
        findings.rows += rows(platform, &findings.notes)
      } else {
        findings.notes.append("\(platform.name) is left out: the model is that of a TPU")
      }
    }
    for application in applications { findings.rows += rows(application, &findings.notes) }
    findings.notes += [
      "no constant is fitted; array, clock and bandwidth are those of the built-in tpu-v1; a tile of weights arrives in \(Text.number(model.load.value)) cycles",
      "each application is so many equal square layers as have its weights, since the source gives no shapes, but for what its counters say of their filling; the share outside the matrix unit is an input counter",
    ]
    return ValidationSet.Findings(
      rows: findings.rows, notes: findings.notes, rooflines: [roofline])
  }

  /// What production attained, at the operations of a byte of weights.
  private var roofline: MeasuredRoofline {
    MeasuredRoofline(
      machine: "tpu-v1", ceilings: [.init("int8", peak: model.peak)],
      slopes: [.init("weights", bandwidth: model.bandwidth)],
      points: applications.compactMap { application in
        application.achieved.map { achieved in
          MeasuredRoofline.Point(
            application.name, intensity: OperationalIntensity(2 * application.macsPerByte),
            measured: achieved, predicted: model.roof(application))
        }
      })
  }

  private func rows(_ platform: TPUPlatform, _ notes: inout [String]) -> [ValidationRow] {
    var changed = model
    // A what-if of the same array: another memory for the weights, or another clock.
    changed.bandwidth = platform.bandwidth
    if let clock = platform.clock { changed.clock = clock }
    let isOwn =
      !platform.isBound && platform.bandwidth == model.bandwidth && changed.clock == model.clock
    var rows = [
      ValidationRow(
        platform.name, "peak", unit: "op/s", published: platform.peak.value,
        predicted: changed.peak.value, tolerance: Self.roofTolerance)
    ]
    if isOwn {
      rows.append(
        ValidationRow(
          platform.name, "bandwidth of weights", unit: "B/s", published: platform.bandwidth.value,
          predicted: model.bandwidth.value, tolerance: Self.roofTolerance))
    }
    if platform.isBound {
      rows.append(
        ValidationRow(
          shown: platform.name, "ridge, at most", unit: "MAC/B", published: platform.ridge,
          predicted: changed.ridge))
      notes.append(
        "\(platform.name): its bandwidth is only said to exceed \(Text.number(platform.bandwidth.value * 1e-9)) GB/s, so the ridge is below \(Text.number(changed.ridge)); \(Text.number(platform.ridge)) was published"
      )
      notes += whatIf(platform.name, changed)
    } else {
      if !isOwn { notes += whatIf(platform.name, changed) }
      rows.append(
        ValidationRow(
          platform.name, "ridge", unit: "MAC/B", published: platform.ridge,
          predicted: changed.ridge, tolerance: Self.roofTolerance))
    }
    return rows
  }

  /// What the other memory does to each roof.
  private func whatIf(_ name: String, _ changed: TPUModel) -> [String] {
    let gains = applications.map { application in
      "\(application.name) x \(Text.number(changed.roof(application).ratio(to: model.roof(application))))"
    }
    return gains.isEmpty ? [] : ["\(name): roofs of \(gains.joined(separator: ", "))"]
  }

  private func rows(_ application: TPUApplication, _ notes: inout [String]) -> [ValidationRow] {
    let name = application.name
    let roof = model.roof(application)
    var rows: [ValidationRow] = []
    if let achieved = application.achieved {
      rows.append(
        ValidationRow(
          name, "attained, as roof", unit: "op/s", published: achieved.value,
          predicted: roof.value, tolerance: Self.attainedTolerance,
          role: isJudgedByRoof(application) ? .judged : .shown))
      rows.append(
        ValidationRow(
          shown: name, "attained, with tiles partly filled", unit: "op/s",
          published: achieved.value,
          predicted: roof.value * (application.fill ?? model.fill(application))))
      rows += counterRows(application, achieved, &notes)
    }
    let shares = model.shares(application)
    if let shift = application.shift {
      rows.append(
        ValidationRow(
          name, "weight shift", unit: "1", published: shift, predicted: shares.shift,
          tolerance: Self.shiftTolerance))
    }
    if let stall = application.stall {
      rows.append(
        ValidationRow(
          shown: name, "weight stall", unit: "1", published: stall, predicted: shares.stall))
    }
    if let active = application.active {
      rows.append(
        ValidationRow(
          shown: name, "array active", unit: "1", published: active, predicted: shares.active))
    }
    if model.cyclesPerRow(application) > 1 {
      notes.append(
        "\(name): by the counters a row of inputs takes \(model.cyclesPerRow(application)) cycles, as inputs of 16 bits have it"
      )
    }
    return rows
  }

  /// Whether the roof at the reuse of all weights can be what is attained.
  ///
  /// Not where the counters say that more of the array held no weights than the tolerance leaves, and not where layers of both kinds have
  /// a reuse each; the roof is a bound there, and shown.
  private func isJudgedByRoof(_ application: TPUApplication) -> Bool {
    application.fullyConnectedReuse == nil
      && (application.fill ?? 1) >= 1 - Self.attainedTolerance
  }

  /// What was attained beside what its counters leave.
  private func counterRows(
    _ application: TPUApplication, _ achieved: Throughput, _ notes: inout [String]
  ) -> [ValidationRow] {
    let name = application.name
    var rows: [ValidationRow] = []
    if let filled = model.filled(application) {
      rows.append(
        ValidationRow(
          shown: name, "attained, with tiles filled as counted and the share outside", unit: "op/s",
          published: achieved.value, predicted: filled.value))
    }
    guard let counted = model.counted(application) else { return rows }
    rows.append(
      ValidationRow(
        name, "attained, by the counter of used MACs", unit: "op/s", published: achieved.value,
        predicted: counted.value, tolerance: Self.attainedTolerance))
    if achieved > counted + model.peak * 0.01 {
      notes.append(
        "\(name): \(Text.number(achieved.value * 1e-12)) TOPS from production exceed the \(Text.percent(counted.ratio(to: model.peak))) of \(Text.number(model.peak.value * 1e-12)) that its own counters saw in use"
      )
    }
    if counted > achieved * (1 + Self.attainedTolerance) {
      notes.append(
        "\(name): its own counters saw \(Text.number(counted.value * 1e-12)) TOPS in use where production is said to reach \(Text.number(achieved.value * 1e-12)): the source contradicts itself, and no model can meet both"
      )
    }
    if let fill = application.fill, !isJudgedByRoof(application) {
      notes.append(
        "\(name): weights filled \(Text.percent(fill)) of the array while it was active\(application.fullyConnectedReuse == nil ? "" : ", and its layers are of two kinds"), so the roof is a bound and is shown"
      )
    }
    return rows
  }
}
