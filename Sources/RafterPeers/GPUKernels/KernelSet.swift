// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterKernels
import RafterQuantities

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension ValidationSet {
  /// Kernels of language models on an A100 and an H100.
  public static let gpuKernels = ValidationSet(
    name: "gpu-kernels",
    source:
      "NVIDIA AIConfigurator: products, attention and expert layers on an A100 and an H100 in TensorRT-LLM, vLLM and SGLang; LLMCompass: products on an A100",
    kindOfTruth: "silicon",
    peers: [
      "a plain roofline: median 32 % on rows of these tables",
      "a roofline with three constants for each device: median 14 %",
    ],
    summary: Summary(
      "products, attention and expert layers of language models",
      peers: "plain roofline 32 %, with three constants 14 %"),
    builtIn: ["gpu-kernels/a100-h100.csv"],
    form: "a .csv with device, op, dtype, phase, params, stack and latency_s"
  ) { files throws(DiagnosticList) in
    try KernelSet(.fitted, files: files, builtIn: ["gpu-kernels/a100-h100.csv"]).findings()
  }

  /// Kernels of language models on a B200, 4-bit formats among them.
  public static let b200Kernels = ValidationSet(
    name: "b200-kernels",
    source:
      "NVIDIA AIConfigurator: products, attention and expert layers on a B200 in TensorRT-LLM, vLLM and SGLang, 16 to 4 bits",
    kindOfTruth: "silicon", peers: ["no other tool is known to be compared with these rows"],
    summary: Summary("the same kernels on another generation, formats of 8 and 4 bits"),
    builtIn: ["gpu-kernels/b200.csv"],
    form: "a .csv with device, op, dtype, phase, params, stack and latency_s"
  ) { files throws(DiagnosticList) in
    try KernelSet(.fitted, files: files, builtIn: ["gpu-kernels/b200.csv"]).findings()
  }

  /// Kernels of language models on an H100 in another stack than the fitted rows'.
  public static let h100Kernels = heldOut("h100-kernels", "H100", "gpu-kernels/h100.csv")

  /// Kernels of language models on an H200, a device that nothing is fitted to.
  public static let h200Kernels = heldOut("h200-kernels", "H200", "gpu-kernels/h200.csv")

  /// Rows measured for this project, to which nothing is fitted.
  private static func heldOut(_ name: String, _ device: String, _ file: String) -> ValidationSet {
    ValidationSet(
      name: name,
      source:
        "products, attention, expert layers and vector operators of PyTorch 2.11 on one \(device)",
      kindOfTruth: "silicon",
      peers: ["measured for this project; no other tool is compared with these rows"],
      summary: Summary("the same kernels in another stack or on another device, nothing fitted"),
      builtIn: [file], form: "a .csv with device, op, dtype, phase, params, stack and latency_s"
    ) { files throws(DiagnosticList) in
      try KernelSet(.heldOut, files: files, builtIn: [file]).findings()
    }
  }
}

/// A table of measured kernels beside the model.
struct KernelSet {
  /// What the shipped constants have seen of a set's own rows.
  enum Role {
    /// They were fitted to them.
    case fitted
    /// They were not.
    case heldOut
  }

  let role: Role
  let rows: [MeasuredKernel]
  /// Whether the rows are those that the constants were fitted to.
  let isFitted: Bool
  /// What is said of rows that are no kernel of one device.
  private let leftOutRows: [String]

  static let medianTolerance = 0.10
  static let highTolerance = 0.30
  static let leftOutTolerance = 0.14
  /// What rows of another stack or device are held to: what a device that was left out of a fit is.
  static let heldOutTolerance = 0.14
  static let largestErrors = 10

  init(_ role: Role, files: [ValidationFile], builtIn: [String]) throws(DiagnosticList) {
    self.role = role
    isFitted = role == .fitted && files.map(\.path) == builtIn
    rows = try Self.rows(of: files)
    let left = files.map(KernelReader.leftOut)
    let (collectives, blocks) = left.reduce((0, 0)) { ($0.0 + $1.collectives, $0.1 + $1.blocks) }
    leftOutRows = [
      collectives == 0
        ? nil
        : "\(Format.count(collectives, "row")) of collectives left out: no kernel of one device",
      blocks == 0
        ? nil
        : "\(Format.count(blocks, "row")) of a transformer block left out: `llmcompass` compares them",
    ].compactMap { $0 }
  }

  /// The rows of the tables among some files.
  static func rows(of files: [ValidationFile]) throws(DiagnosticList) -> [MeasuredKernel] {
    let own = files.count == 1 ? files : files.filter { $0.name.hasSuffix(".csv") }
    var rows: [MeasuredKernel] = []
    for file in own { rows += try KernelReader.read(file) }
    guard !rows.isEmpty else {
      throw DiagnosticList(
        .notACaseFile(files.first?.path ?? "", expected: "give a .csv with at least one kernel"))
    }
    return rows
  }

  func findings() throws(DiagnosticList) -> ValidationSet.Findings {
    let comparison = try KernelComparison(rows, power: .hopperBoard)
    var judged = summary(comparison.points)
    var notes = [
      "\(Format.count(comparison.points.count, "kernel")); of stacks that measured the same kernel the quickest counts",
      "constants belong to a generation of GPUs and none to a shape; clock, peaks, multiprocessors, cache and bandwidths come from the descriptions",
    ]
    notes += leftOutRows + lent(comparison)
    notes += classes(comparison)
    var fitted: [FittedConstant] = []
    if isFitted {
      let fits = KernelFits(rows, comparison)
      fitted = fits.constants
      judged += try leftOut(fits)
      notes.append(
        "\(fitted.count) constants from \(comparison.points.count) rows, and two that every generation shares: the exponent 3.5 with which arithmetic and traffic overlap, and 0.36 of the last wave that counts as a whole one"
      )
    } else {
      notes.append(
        "nothing is fitted to these rows: constants are those of `gpu-kernels` and `b200-kernels`")
    }
    if comparison.points.contains(where: { $0.time.powerLimit > .zero }) {
      notes.append(
        "rows that name a power limit ran long enough to feel it: static power and energies are those of `h200-power`, in proportion to the width of operands"
      )
    }
    notes += largest(comparison)
    return ValidationSet.Findings(
      rows: judged + comparison.points.map(Self.row), fitted: fitted, notes: notes,
      rooflines: KernelRooflines.rooflines(comparison.points))
  }

  static func row(_ point: KernelComparison.Point) -> ValidationRow {
    ValidationRow(
      "\(point.row.device) \(point.row.kind)", "time", detail: point.row.parameters, unit: "s",
      published: point.row.latency.value, predicted: point.time.total.value)
  }
}

/// What is judged: medians and percentiles.
extension KernelSet {
  /// Operators on rows and elements are shown and not judged: no generation was fitted to their starts on the device.
  private func summary(_ points: [KernelComparison.Point]) -> [ValidationRow] {
    let judged = points.filter { point in
      if case .elements = point.row.kernel { false } else { true }
    }
    let own = judged.isEmpty ? points : judged
    let name =
      judged.isEmpty ? "all (\(own.count))" : "products, attention, experts (\(own.count))"
    let all = ErrorStatistics(own.map(\.error))
    let median = role == .heldOut ? Self.heldOutTolerance : Self.medianTolerance
    return [
      Self.judged(name, "median error", all.median, median),
      Self.judged(name, "90th percentile", all.percentile(0.9), Self.highTolerance),
    ]
  }

  /// The error is the number: nothing is published to divide it by.
  static func judged(_ name: String, _ quantity: String, _ value: Double?, _ tolerance: Double)
    -> ValidationRow
  {
    ValidationRow(
      name, quantity, unit: "1", published: 0, predicted: value, tolerance: tolerance)
  }

  /// Errors by constants that did not see a row, or a device.
  private func leftOut(_ fits: KernelFits) throws(DiagnosticList) -> [ValidationRow] {
    let one = ErrorStatistics(fits.errorsLeavingOneOut)
    let device = try KernelComparison(rows) { generation in
      KernelFits.lent(to: generation)
    }
    let other = ErrorStatistics(device.points.map(\.error))
    return [
      Self.judged(
        "leave-one-out (\(one.errors.count))", "median error", one.median, Self.medianTolerance),
      Self.judged(
        "leave-one-out (\(one.errors.count))", "90th percentile", one.percentile(0.9),
        Self.highTolerance),
      Self.judged(
        "device left out (\(other.errors.count))", "median error", other.median,
        Self.leftOutTolerance),
    ]
  }
}

/// What is said beside the numbers.
extension KernelSet {
  /// Devices of generations that nothing was fitted to.
  private func lent(_ comparison: KernelComparison) -> [String] {
    var names: [String] = []
    for point in comparison.points {
      let device = point.device
      guard !device.generation.isOwn(machine: device.gpu.name) else { continue }
      let line =
        "\(device.name): nothing was fitted to its generation; constants are those of \(device.generation.rawValue), the nearest"
      if !names.contains(line) { names.append(line) }
    }
    return names
  }

  private func classes(_ comparison: KernelComparison) -> [String] {
    var names: [String] = []
    var errors: [String: [Double]] = [:]
    for point in comparison.points {
      for name in [point.row.device, "\(point.row.device) \(point.row.kind)"] {
        if errors[name] == nil { names.append(name) }
        errors[name, default: []].append(point.error)
      }
    }
    return names.sorted().map { name in
      let own = errors[name] ?? []
      return "\(name) (\(own.count)): \(ErrorStatistics(own).line)"
    }
  }

  private func largest(_ comparison: KernelComparison) -> [String] {
    comparison.points.enumerated()
      .sorted { a, b in
        let (first, second) = (Self.ratio(a.element), Self.ratio(b.element))
        return (second, a.offset) < (first, b.offset)
      }
      .prefix(Self.largestErrors)
      .map { _, point in
        "large error \(point.error < 0 ? "" : "+")\(ErrorStatistics.percent(point.error)): \(point.row.id), \(point.row.device) \(point.row.kind) \(point.row.parameters): \(KernelCause(point).words)"
      }
  }

  /// exp(ln(predicted/measured)) - 1.
  static func relative(_ logarithm: Double) -> Double { exp(logarithm) - 1 }

  /// The factor between the two times, at least one.
  private static func ratio(_ point: KernelComparison.Point) -> Double {
    let ratio = point.time.total.ratio(to: point.row.latency)
    return max(ratio, 1 / ratio)
  }
}

extension PowerLimit {
  /// As `h200-power` finds it for 16-bit products; the cap is a row's own.
  static let hopperBoard = PowerLimit(
    cap: .zero, staticPower: BoardPowerModel.shipped.staticPower,
    energyPerOperation: BoardPowerModel.shipped.energyPerOperation,
    energyPerByte: BoardPowerModel.shipped.energyPerByte)
}
