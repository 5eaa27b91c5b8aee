// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterHardware
import RafterKernels
import RafterQuantities

/// A product in half precision, called from the host, as the artefact of LLMCompass tables it: a row of `device,M,N,K,latency_ms`.
struct HostProductRow: CaseRow {
  var kernel: MeasuredKernel

  static let columns = ["device", "M", "N", "K", "latency_ms"]
  static let unreadColumns = [
    "TFLOPS", "ideal_AI_flop_per_byte", "datasheet_roofline_ms", "roofline_error_pct",
  ]

  /// The rows of a table.
  static func read(_ table: CaseTable) throws(DiagnosticList) -> [HostProductRow] {
    var table = table
    var rows: [HostProductRow] = []
    var devices: Set<String> = []
    for row in table.rows {
      let device = table.text("device", row)
      if devices.insert(device).inserted {
        do throws(DiagnosticList) {
          _ = try KernelDevices.device(device, at: table.place("device", row))
        } catch {
          for problem in error.diagnostics { table.report(problem) }
        }
      }
      let sizes = ["M", "N", "K"].map { table.count($0, row, most: 1 << 30) }
      guard let latency = table.number("latency_ms", row, least: 1e-9), let m = sizes[0],
        let n = sizes[1], let k = sizes[2]
      else { continue }
      let line = "line \(row.line)"
      rows.append(
        HostProductRow(
          kernel: MeasuredKernel(
            id: line, device: device, kind: "gemm fp16",
            parameters: "m=\(m);n=\(n);k=\(k)",
            kernel: .product(GroupedProduct(rows: m, columns: n, depth: k, format: .fp16)),
            timing: .host, latency: Seconds(latency / 1e3), powerCap: nil, place: table.place(row)))
      )
    }
    try table.finish()
    return rows
  }
}

/// An operator of the block of GPT-3 on four A100, by phase: a row of `operator,prefill_s,decode_s`.
///
/// Its columns name neither model nor device, so both are those of the shipped block.
struct BlockTimesRow: CaseRow {
  var operation: String
  var place: SourceLocation
  var prefill: Seconds
  var decode: Seconds

  static let columns = ["operator", "prefill_s", "decode_s"]
  static let unreadColumns = ["prefill_roofline_s", "decode_roofline_s"]

  static let device = "A100-SXM"
  private static let heads = 96
  private static let devices = 4

  private static func sizes(tokens: Int, context: Int) -> BlockSizes {
    BlockSizes(
      hidden: 12288, heads: heads / devices, headSize: 12288 / heads, devices: devices, batch: 8,
      tokens: tokens, context: context)
  }

  /// The rows of a table.
  static func read(_ table: CaseTable) throws(DiagnosticList) -> [BlockTimesRow] {
    var table = table
    var rows: [BlockTimesRow] = []
    for row in table.rows {
      let times = ["prefill_s", "decode_s"].map { table.number($0, row, least: 1e-9) }
      guard let prefill = times[0], let decode = times[1] else { continue }
      rows.append(
        BlockTimesRow(
          operation: table.text("operator", row), place: table.place("operator", row),
          prefill: Seconds(prefill), decode: Seconds(decode)))
    }
    try table.finish()
    return rows
  }

  /// The two blocks of a table.
  ///
  /// - Throws: operators that have no model.
  static func blocks(_ table: CaseTable) throws(DiagnosticList) -> [TransformerBlock] {
    let rows = try read(table)
    var problems: [Diagnostic] = []
    var blocks: [TransformerBlock] = []
    for (name, sizes, time) in [
      ("prefill B=8 S=2048", Self.sizes(tokens: 2048, context: 2048), \BlockTimesRow.prefill),
      ("decode B=8 context=3072", Self.sizes(tokens: 1, context: 3072), \BlockTimesRow.decode),
    ] {
      var block = TransformerBlock(name: "\(device) \(name)", steps: [])
      for row in rows {
        do throws(DiagnosticList) {
          block.steps.append(
            try sizes.step(row.operation, on: device, measured: row[keyPath: time], at: row.place))
        } catch {
          // Both phases have the same operators: what is wrong in both is said once.
          problems += error.diagnostics.filter { !problems.contains($0) }
        }
      }
      blocks.append(block)
    }
    if !problems.isEmpty { throw DiagnosticList(problems) }
    return blocks
  }
}

extension BlockSizes {
  /// An operator of the block beside what was measured of it.
  ///
  /// - Throws: that there is no model of it, or that the device cannot run it.
  func step(
    _ operation: String, on device: String, measured: Seconds, at place: SourceLocation
  ) throws(DiagnosticList) -> TransformerBlock.Step {
    let machine = try KernelDevices.machine(device, at: place)
    let own = try KernelDevices.device(device, at: place)
    if let collective = collective(operation), let links = machine.links {
      return TransformerBlock.Step(
        name: operation, measured: measured, predicted: links.time(collective))
    }
    guard let calls = calls(operation) else {
      throw DiagnosticList(.kernelOperation(operation, at: place))
    }
    let model = KernelModel(own.gpu, generation: own.generation)
    var predicted = Seconds.zero
    for call in calls {
      guard let time = model.time(of: call, timing: .host) else {
        throw DiagnosticList(.kernelNotComputed("fp16", on: device, at: place))
      }
      predicted = predicted + time.total
    }
    return TransformerBlock.Step(name: operation, measured: measured, predicted: predicted)
  }
}
