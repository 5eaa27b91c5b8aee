// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterQuantities

extension ValidationSet {
  /// Board power of an H200 in 16-bit matrix products, from static power and the energies of an operation and of a byte.
  public static let h200Power = ValidationSet(
    name: "h200-power",
    source: "NVIDIA AIConfigurator, bfloat16 products on an H200 SXM in vLLM 0.22.0",
    kindOfTruth: "silicon",
    peers: ["no other tool is known to be compared with these rows"],
    summary: Summary("board power, and rate at the power cap, of matrix products"),
    builtIn: ["h200-power/energy-gemm-h200.csv"],
    form: "a .csv with gemm_dtype, m, n, k, latency_us, power_w, cap_w and suspect"
  ) { files throws(DiagnosticList) in
    let own = files.count == 1 ? files : files.filter { $0.name.hasSuffix(".csv") }
    guard !own.isEmpty else {
      throw DiagnosticList(
        .notACaseFile(files.first?.folder ?? "", expected: "give a .csv, or a folder with one"))
    }
    var rows: [BoardPowerRow] = []
    for file in own { rows += try BoardPowerReader.read(file) }
    guard rows.contains(where: { !$0.isSuspect }) else {
      throw DiagnosticList(.noPowerRows(own[0].path))
    }
    let findings = BoardPowerComparison(rows).findings
    return ValidationSet.Findings(
      rows: findings.rows, fitted: findings.fitted, notes: findings.notes,
      rooflines: try BoardPowerRooflines.rooflines(rows.filter { !$0.isSuspect }))
  }
}

/// Measured rows beside the model of a board's power.
///
/// Every fourth row is fitted, from the first; the others are held back. With too few rows for five to a constant, none is fitted and
/// the constants of the shipped rows are used.
struct BoardPowerComparison {
  /// Rows that are not suspect.
  let rows: [BoardPowerRow]
  /// How many rows were left out as suspect.
  let suspectCount: Int

  /// Every so many rows one is fitted.
  static let stride = 4
  private static let powerTolerance = 0.15
  private static let rateTolerance = 0.10

  init(_ all: [BoardPowerRow]) {
    rows = all.filter { !$0.isSuspect }
    suspectCount = all.count - rows.count
  }

  /// The fit to every fourth row; nil where those are too few.
  func fit(_ sensor: BoardPowerFit.Sensor = .settles) -> BoardPowerFit? {
    let places = Array(Swift.stride(from: 0, to: rows.count, by: Self.stride))
    guard places.count >= 4 * BoardPowerFit.rowsForEach else { return nil }
    return BoardPowerFit(rows, places: places, sensor: sensor)
  }

  var findings: ValidationSet.Findings {
    guard let fit = fit() else {
      return ValidationSet.Findings(
        rows: medians(.shipped, of: rows.indices.map { $0 }, "all") + points(.shipped),
        notes: [
          "fewer than \(4 * BoardPowerFit.rowsForEach * Self.stride) rows: nothing is fitted, the constants are those of the shipped rows"
        ] + facts(.shipped))
    }
    let held = rows.indices.filter { $0 % Self.stride != 0 }
    let left = fit.errorsLeavingOneOut()
    return ValidationSet.Findings(
      rows: medians(fit.model, of: Array(rows.indices), "all")
        + medians(fit.model, of: fit.places, "fitted") + medians(fit.model, of: held, "held back")
        + medians(left, "leave-one-out") + points(fit.model),
      fitted: fit.constants, notes: notes(fit))
  }

  /// The median magnitude of the errors of some rows: of power below the cap, of rate under it.
  private func medians(_ model: BoardPowerModel, of places: [Int], _ which: String)
    -> [ValidationRow]
  {
    medians(places.map { (rows[$0], model.error(of: rows[$0])) }, which)
  }

  /// Each row: what its power reads below the cap, and at what rate the cap holds it.
  private func points(_ model: BoardPowerModel) -> [ValidationRow] {
    rows.map { row in
      let name = row.isCapped ? "held by the cap" : "below 90 % of the cap"
      let sizes = "m=\(row.m);n=\(row.n);k=\(row.k)"
      return row.isCapped
        ? ValidationRow(
          name, "rate", detail: sizes, unit: "op/s", published: row.rate.value,
          predicted: model.cappedRate(of: row).value)
        : ValidationRow(
          name, "power", detail: sizes, unit: "W", published: row.power.value,
          predicted: model.reading(of: row).value)
    }
  }

  private func medians(_ errors: [(row: BoardPowerRow, error: Double)], _ which: String)
    -> [ValidationRow]
  {
    [
      ("power below cap", false, Self.powerTolerance), ("rate at cap", true, Self.rateTolerance),
    ].compactMap { quantity, isCapped, tolerance in
      let own = errors.filter { $0.row.isCapped == isCapped }.map(\.error.magnitude)
      guard let median = Self.median(own) else { return nil }
      // The error is the number: nothing is published to divide it by.
      return ValidationRow(
        "\(which) (\(own.count))", quantity, unit: "1", published: 0,
        predicted: median, tolerance: tolerance)
    }
  }

  /// The middle, or the mean of the two in the middle; nil of nothing.
  static func median(_ values: [Double]) -> Double? {
    let sorted = values.sorted()
    guard !sorted.isEmpty else { return nil }
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }
}

/// What is said beside the numbers.
extension BoardPowerComparison {
  private func notes(_ fit: BoardPowerFit) -> [String] {
    var notes = [
      "\(fit.constantCount) constants from \(fit.places.count) rows, every \(Self.stride)th from the first; static power at least \(Self.short(BoardPowerFit.idle.value)) W, the board's idle (remembered, not in the data)"
    ]
    notes += facts(fit.model)
    notes += separation(fit)
    if let bare = self.fit(.showsAll) {
      notes.append(
        "with three constants, the sensor showing all: \(Self.summary(bare.model, rows))")
    }
    notes.append("with the constants of the shipped rows: \(Self.summary(.shipped, rows))")
    return notes
  }

  /// What the rows hardly separate: the pair of constants whose errors go together most, and a fit whose static power is
  /// held far up.
  private func separation(_ fit: BoardPowerFit) -> [String] {
    var notes: [String] = []
    var pairs: [(a: Int, b: Int, value: Double)] = []
    for a in 0..<fit.constantCount {
      for b in 0..<a {
        if let value = fit.correlation(b, a) { pairs.append((b, a, value)) }
      }
    }
    if let worst = pairs.max(by: { $0.value.magnitude < $1.value.magnitude }) {
      notes.append(
        "least separated: \(BoardPowerFit.names[worst.a]) and \(BoardPowerFit.names[worst.b]), correlation \(Self.short(worst.value))"
      )
    }
    let high = fit.model.staticPower + Self.staticPowerAbove
    let other = BoardPowerFit(rows, places: fit.places, sensor: fit.sensor, idle: high).model
    notes.append(
      "with static power held \(Self.short(Self.staticPowerAbove.value)) W higher, \(Self.short(other.energyPerOperation.value * 1e12)) pJ/op and \(Self.short(other.energyPerByte.value * 1e12)) pJ/B: \(Self.summary(other, rows))"
    )
    return notes
  }

  private static let staticPowerAbove = Power(50)

  /// What holds of any constants.
  private func facts(_ model: BoardPowerModel) -> [String] {
    let below = rows.filter { !$0.isCapped }.map { model.error(of: $0) }
    let held = rows.filter(\.isCapped).map { model.error(of: $0) }
    return [
      "suspect rows left out: \(suspectCount)",
      "each error is the median of magnitudes: of the power of rows below 90 % of the cap, of the rate of rows held by it",
      "bytes are compulsory traffic, each element once; the settling time is the sensor's and not the board's",
      "below the cap: mean error \(Self.percent(Self.mean(below.map(\.magnitude)))), signed \(Self.percent(Self.mean(below)))",
      "held by the cap: mean error \(Self.percent(Self.mean(held.map(\.magnitude)))), signed \(Self.percent(Self.mean(held))), within 10 %: \(held.count { $0.magnitude <= 0.1 }) of \(held.count)",
    ]
  }

  private static func summary(_ model: BoardPowerModel, _ rows: [BoardPowerRow]) -> String {
    func error(_ isCapped: Bool) -> String {
      let errors = rows.filter { $0.isCapped == isCapped }.map { model.error(of: $0).magnitude }
      return median(errors).map(percent) ?? "-"
    }
    return "median error of power \(error(false)), of rate \(error(true))"
  }

  private static func mean(_ values: [Double]) -> Double {
    values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count)
  }

  private static func percent(_ value: Double) -> String { "\(short(value * 100)) %" }

  private static func short(_ value: Double) -> String { "\((value * 100).rounded() / 100)" }
}
