// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterQuantities

/// An application of a systolic array with weights from DRAM: what runs, and what counters said of it.
struct TPUApplication: CaseRow, Sendable, Hashable {
  var name: String
  /// Layers with weights.
  var layers: Int
  /// Of them those that are fully connected and those that are convolutions.
  var kinds = Kinds()
  /// Inputs that are taken together; nil where it is not stated.
  var batch: Double?
  /// All weights; one byte each.
  var weights: ByteCount
  /// Multiply-accumulates for each byte of weights.
  var macsPerByte: Double
  /// The share of cycles in which nothing goes to the matrix unit: an input, since the source has no shapes.
  var nonMatrix: Double
  /// Shares of cycles, where counted.
  var active: Double?
  var stall: Double?
  var shift: Double?
  /// What production reached.
  var achieved: Throughput?
  /// The share of the peak that counters saw in use.
  var usefulShare: Double?

  /// Layers by what reuses their weights: a batch alone, or every place of a feature map too.
  struct Kinds: Sendable, Hashable {
    var fullyConnected = 0
    var convolutions = 0
  }

  static let columns = ["metric", "unit"]
  /// Metrics that every application has to have.
  private static let needed = [
    "fc_layers", "conv_layers", "weights", "ops_per_weight_byte", "non_matrix",
  ]
  /// Metrics that are used where they are.
  private static let optional = [
    "batch", "array_active", "weight_stall", "weight_shift", "achieved", "useful_macs",
  ]

  /// The share of the array's places that held weights while it was active, where counted.
  var fill: Double? {
    guard let active, let usefulShare, active > 0, usefulShare > 0 else { return nil }
    return min(1, usefulShare / active)
  }

  /// The reuse of weights in the fully connected layers, where both kinds of layers have some; nil for layers of one kind.
  ///
  /// They hold nearly all weights then, and a batch is all that reuses them: the four of CNN1 "run at an operational intensity of just 32", its
  /// batch [Jouppi 2017, 4].
  var fullyConnectedReuse: Double? {
    guard kinds.fullyConnected > 0, kinds.convolutions > 0, let batch, batch > 0,
      batch < macsPerByte
    else { return nil }
    return batch
  }

  /// The applications of a table: one in each column beside the metric, its unit and its place.
  static func read(_ table: CaseTable) throws(DiagnosticList) -> [TPUApplication] {
    var table = table
    var applications: [TPUApplication] = []
    // Spreadsheets end rows in commas: a column without a name is none.
    let names = table.columns.filter { !$0.isEmpty && !["metric", "unit", "table"].contains($0) }
    table.reportTwice { names.contains($0) }
    checkMetrics(&table)
    for name in names {
      var values: [String: Double] = [:]
      for row in table.rows {
        let metric = table.text("metric", row)
        guard let value = table.optional(name, row) else { continue }
        if let expected = wrong(value, of: metric) {
          table.report(
            .metricRange(
              table.text(name, row), of: metric, expected: expected, at: table.place(name, row)))
        } else if values[metric] == nil {
          values[metric] = value
        }
      }
      guard let weights = values["weights"], let macs = values["ops_per_weight_byte"],
        weights > 0, macs > 0
      else {
        table.report(
          .peerForm(
            "'\(name)'", expected: "weights and ops_per_weight_byte above zero",
            at: table.headPlace(of: name)))
        continue
      }
      func share(_ metric: String) -> Double? { values[metric].map { $0 / 100 } }
      func count(_ metric: String) -> Int { Int(max(0, min(values[metric] ?? 0, 1e6))) }
      let kinds = Kinds(
        fullyConnected: count("fc_layers"), convolutions: count("conv_layers"))
      applications.append(
        TPUApplication(
          name: name, layers: max(1, kinds.fullyConnected + kinds.convolutions), kinds: kinds,
          batch: values["batch"], weights: ByteCount(weights * 1e6), macsPerByte: macs,
          nonMatrix: share("non_matrix") ?? 0, active: share("array_active"),
          stall: share("weight_stall"), shift: share("weight_shift"),
          achieved: values["achieved"].map { Throughput($0 * 1e12) },
          usefulShare: share("useful_macs")))
    }
    try table.finish()
    return applications
  }

  /// What a value should be, where it cannot be what a metric says; nil where it can.
  private static func wrong(_ value: Double, of metric: String) -> String? {
    switch units[metric]?.first {
    case "count": value == value.rounded() && value <= 1e6 ? nil : "a whole number up to 1000000"
    case "pct_cycles", "pct_peak": value <= 100 ? nil : "a share of up to 100 per cent"
    case "TOPS": value > 0 ? nil : "a rate above zero"
    default: nil
    }
  }

  /// The units of metrics that are used, the one of the paper's tables first.
  private static let units: [String: [String]] = [
    "fc_layers": ["count"], "conv_layers": ["count"], "weights": ["M", "MB"],
    "ops_per_weight_byte": ["MAC/B"], "batch": ["inferences", "count"],
    "non_matrix": ["pct_cycles"], "array_active": ["pct_cycles"], "weight_stall": ["pct_cycles"],
    "weight_shift": ["pct_cycles"], "useful_macs": ["pct_peak"], "achieved": ["TOPS"],
  ]

  /// Reports a unit that a metric is not read in; `pct` and `%` say the same as the paper's words.
  private static func checkUnit(_ table: inout CaseTable, _ row: CaseTable.Row) {
    let unit = table.text("unit", row)
    let metric = table.text("metric", row)
    guard let read = units[metric], !unit.isEmpty, !read.contains(unit) else { return }
    if read[0].hasPrefix("pct"), unit == "%" || unit.hasPrefix("pct") { return }
    table.report(.metricUnit(unit, of: metric, wanted: read[0], at: table.place("unit", row)))
  }

  /// Reports metrics that are missing, and those whose name is near to one that is: other rows are for people.
  private static func checkMetrics(_ table: inout CaseTable) {
    let metrics = table.rows.map { table.text("metric", $0) }
    var absent = (needed + optional).filter { !metrics.contains($0) }
    for (place, row) in table.rows.enumerated() {
      let metric = table.text("metric", row)
      checkUnit(&table, row)
      if (needed + optional).contains(metric), metrics.prefix(place).contains(metric) {
        table.report(.metricTwice(metric, at: table.place("metric", row)))
      }
      guard !(needed + optional).contains(metric),
        let near = Suggestion.nearest(to: metric, among: absent)
      else { continue }
      absent.removeAll { $0 == near }
      table.report(.misspeltMetric(metric, meant: near, at: table.place("metric", row)))
    }
    for metric in absent where needed.contains(metric) {
      table.report(.missingMetric(metric, at: table.headPlace(of: "metric")))
    }
  }
}

/// A machine of the paper's comparison.
struct TPUPlatform: CaseRow, Sendable, Hashable {
  var name: String
  var peak: Throughput
  /// Nil where it is not stated, for that of TPU v1.
  var clock: Frequency?
  var bandwidth: Bandwidth
  /// Whether the bandwidth is only known to be above this.
  var isBound: Bool
  /// Multiply-accumulates for each byte of weights at the ridge, as published.
  var ridge: Double

  static let columns = ["platform", "peak_TOPS_8b", "dram_GBps", "ridge_MAC_per_weight_byte"]
  static let optionalColumns = ["clock_MHz"]
  static let unreadColumns = [
    "process_nm", "peak_TFLOPS", "server_tdp_W", "tdp_W", "idle_W", "busy_W",
  ]

  /// Whether it is a TPU of this generation or one that its makers thought of: the paper's table has processors and graphics cards too.
  var isTPU: Bool { name.uppercased().hasPrefix("TPU") }

  /// The machines with a peak in 8 bits.
  static func read(_ table: CaseTable) throws(DiagnosticList) -> [TPUPlatform] {
    var table = table
    var platforms: [TPUPlatform] = []
    for row in table.rows {
      guard let peak = table.optional("peak_TOPS_8b", row, least: 1e-9) else { continue }
      let clock = table.optional("clock_MHz", row, least: 1e-3)
      let text = table.text("dram_GBps", row)
      let isBound = text.hasPrefix(">")
      let digits = isBound ? String(text.dropFirst()) : text
      guard let bandwidth = Text.decimal(digits), bandwidth > 0, bandwidth < 1e18 else {
        table.report(.peerNumber(text, of: "'dram_GBps'", at: table.place("dram_GBps", row)))
        continue
      }
      guard let ridge = table.number("ridge_MAC_per_weight_byte", row, least: 1e-3) else {
        continue
      }
      platforms.append(
        TPUPlatform(
          name: table.text("platform", row), peak: Throughput(peak * 1e12),
          clock: clock.map { Frequency($0 * 1e6) },
          bandwidth: Bandwidth(bandwidth * 1e9), isBound: isBound, ridge: ridge))
    }
    try table.finish()
    return platforms
  }
}
