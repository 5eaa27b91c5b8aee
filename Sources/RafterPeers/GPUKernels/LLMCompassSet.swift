// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterKernels
import RafterQuantities

extension ValidationSet {
  /// Operators and a block of GPT-3 that the authors of LLMCompass measured.
  public static let llmCompass = ValidationSet(
    name: "llmcompass",
    source:
      "Zhang et al., LLMCompass, ISCA 2024: operators on an A100 and an MI210, a GPT-3 block on four A100",
    kindOfTruth: "silicon",
    peers: ["LLMCompass: 10.4 % mean over operators, 4.1 % over inference of a model"],
    summary: Summary(
      "operators called from the host and a GPT-3 block", peers: "LLMCompass 10.4 % and 4.1 %"),
    builtIn: ["llmcompass/operators.csv", "llmcompass/gpt3-block.csv"],
    form: "a .csv with device, op, dtype, phase, params, stack and latency_s"
  ) { files throws(DiagnosticList) in
    try LLMCompassComparison(files).findings
  }
}

/// Operators called from the host, and the operators of a transformer block.
struct LLMCompassComparison {
  let operators: KernelComparison?
  let blocks: [TransformerBlock]
  let isShipped: Bool
  /// Whether times of a block came without its sizes.
  private let hasBlockTimes: Bool

  private static let tolerance = 0.10
  private static let blockTolerance = 0.05
  /// The products of the published comparison.
  private static let depth = 12288

  init(_ files: [ValidationFile]) throws(DiagnosticList) {
    let own = files.count == 1 ? files : files.filter { $0.name.hasSuffix(".csv") }
    var rows: [MeasuredKernel] = []
    var blocks: [TransformerBlock] = []
    var hasBlockTimes = false
    for file in own {
      let table = CaseTable(file)
      if table.has(HostProductRow.columns) {
        rows += try HostProductRow.read(table).map(\.kernel)
      } else if table.has(BlockTimesRow.columns) {
        blocks += try BlockTimesRow.blocks(table)
        hasBlockTimes = true
      } else {
        if TransformerBlockReader.holdsBlock(file) {
          blocks += try TransformerBlockReader.read(file)
        }
        rows += try KernelReader.read(file)
      }
    }
    self.hasBlockTimes = hasBlockTimes
    guard !rows.isEmpty || !blocks.isEmpty else {
      throw DiagnosticList(
        .notACaseFile(files.first?.path ?? "", expected: "give a .csv with at least one kernel"))
    }
    operators = rows.isEmpty ? nil : try KernelComparison(rows)
    self.blocks = blocks
    isShipped = files.map(\.path) == ValidationSet.llmCompass.builtIn
  }

  var findings: ValidationSet.Findings {
    let points = operators?.points ?? []
    var judged: [ValidationRow] = []
    var devices: [String] = []
    for point in points where !devices.contains(point.row.device) {
      devices.append(point.row.device)
    }
    for device in devices {
      judged += judgedProducts(points.filter { $0.row.device == device }, device)
    }
    judged += blocks.map(\.sumRow)
    return ValidationSet.Findings(
      rows: judged + points.map(KernelSet.row) + blocks.flatMap(\.rows),
      fitted: isShipped ? fits.flatMap { KernelFits.constants($1, $0) } : [], notes: notes(points),
      rooflines: KernelRooflines.rooflines(points))
  }

  private func judgedProducts(_ points: [KernelComparison.Point], _ device: String)
    -> [ValidationRow]
  {
    let products = points.filter {
      if case .product(let product) = $0.row.kernel {
        product.columns == Self.depth && product.depth == Self.depth
      } else {
        false
      }
    }
    guard !products.isEmpty else { return [] }
    return [
      KernelSet.judged(
        "\(device) products with n = k = \(Self.depth) (\(products.count))", "mean error",
        ErrorStatistics(products.map(\.error)).mean, Self.tolerance)
    ]
  }

  private func notes(_ points: [KernelComparison.Point]) -> [String] {
    var notes = [
      "operators are called from the host, which waits for each: a call has a constant of its own",
      "the products on the A100 are among the rows of `gpu-kernels` that the constants of Ampere were fitted to; nothing is fitted to the block",
    ]
    if hasBlockTimes {
      notes.append(
        "operators by phase name no sizes: those of the shipped block are taken, GPT-3 175B on four \(BlockTimesRow.device), batch 8, prompts of 2048 and a cache of 3072"
      )
    }
    var kinds: [String] = []
    for point in points {
      let kind = "\(point.row.device) \(point.row.kind)"
      if !kinds.contains(kind) { kinds.append(kind) }
    }
    notes += kinds.map { kind in
      let own = points.filter { "\($0.row.device) \($0.row.kind)" == kind }.map(\.error)
      let statistics = ErrorStatistics(own)
      return
        "\(kind) (\(own.count)): mean \(statistics.mean.map(ErrorStatistics.percent) ?? "-"), \(statistics.line)"
    }
    if isShipped {
      notes += fits.map { generation, fit in
        let left = fit.spread?.residualsLeavingOneOut ?? []
        return
          "\(generation.rawValue), \(fit.free.count) constants from \(fit.rows.count) rows: leave-one-out \(ErrorStatistics(left.map(KernelSet.relative)).line)"
      }
    }
    return notes
  }

  /// The fits to rows of this set: operators on rows and elements of the A100, products of the MI210.
  var fits: [(KernelGeneration, KernelFit)] {
    guard let points = operators?.points else { return [] }
    return [KernelGeneration.ampere, .cdna2].compactMap { generation in
      let own = points.filter { point in
        guard point.device.generation == generation else { return false }
        return if case .elements = point.row.kernel { true } else { generation == .cdna2 }
      }
      guard let device = own.first?.device else { return nil }
      return (
        generation,
        KernelFit(
          own.map(\.row), on: device, free: generation.fittedToOperators,
          from: generation.constants)
      )
    }
  }
}
