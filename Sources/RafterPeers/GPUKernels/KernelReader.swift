// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterKernels
import RafterQuantities

/// Reads measured kernels: comma-separated, with a head.
///
/// Columns `device`, `op`, `dtype`, `phase`, `params`, `stack`, `latency_s` in any order; `id`, `power_limit_w`, `throughput`,
/// `throughput_unit` and `source` are used where they are, others are not needed. Collectives and the operators of a transformer block, whose
/// sizes name the model, are left out.
struct KernelReader {
  private let table: CaseTable
  private var problems: [Diagnostic] = []
  /// Devices that rows have named.
  private var devices: Set<String> = []

  static let columns = ["device", "op", "dtype", "phase", "params", "stack", "latency_s"]
  private static let optionalColumns = [
    "id", "power_limit_w", "throughput", "throughput_unit", "kind",
  ]
  private static let unreadColumns = [
    "n_devices", "model", "ops", "min_bytes", "power_w", "source", "notes", "quality", "status",
  ]

  /// What is wrong with the head of a table of kernels.
  static func headProblems(_ table: CaseTable) -> [Diagnostic] {
    table.problems(needing: columns, optional: optionalColumns, unread: unreadColumns)
  }

  /// The rows of a file.
  ///
  /// - Throws: all that is wrong in it.
  static func read(_ file: ValidationFile) throws(DiagnosticList) -> [MeasuredKernel] {
    var reader = KernelReader(file)
    let rows = reader.rows()
    if !reader.problems.isEmpty { throw DiagnosticList(reader.problems) }
    return rows
  }

  private init(_ file: ValidationFile) {
    table = CaseTable(file)
  }

  private mutating func rows() -> [MeasuredKernel] {
    let wrong = Self.headProblems(table)
    guard wrong.isEmpty else {
      problems += wrong
      return []
    }
    problems += table.problems
    return table.rows.compactMap { row in
      Self.isCollective(row, of: table) || TransformerBlockReader.isBlock(row, of: table)
        ? nil : kernel(row)
    }
  }

  /// Whether a row is a collective of several devices.
  private static func isCollective(_ row: CaseTable.Row, of table: CaseTable) -> Bool {
    table.text("kind", row) == "collective"
  }

  /// How many rows of a file are no kernel of one device, and why.
  static func leftOut(_ file: ValidationFile) -> (collectives: Int, blocks: Int) {
    let table = CaseTable(file)
    return (
      table.rows.count { isCollective($0, of: table) },
      table.rows.count { TransformerBlockReader.isBlock($0, of: table) }
    )
  }

  /// Reports a device without a description, at the first row that names it.
  private mutating func checkDevice(_ row: CaseTable.Row) {
    let name = table.text("device", row)
    guard devices.insert(name).inserted else { return }
    do throws(DiagnosticList) {
      _ = try KernelDevices.device(name, at: table.place("device", row))
    } catch {
      problems += error.diagnostics
    }
  }

  private mutating func kernel(_ row: CaseTable.Row) -> MeasuredKernel? {
    checkDevice(row)
    let parameters = table.text("params", row)
    var sizes = KernelSizes(parameters, at: table.place("params", row))
    let operation = String(
      table.text("op", row).prefix { $0 != "(" })
    let type = table.text("dtype", row)
    let phase = table.text("phase", row)
    let kernel = kernel(operation, type, phase, row, &sizes)
    problems += sizes.problems
    let elements: Int? = if case .elements(let one) = kernel { one.elements } else { nil }
    guard let latency = latency(row, elements: elements), let kernel, sizes.problems.isEmpty
    else { return nil }
    let id = table.text("id", row)
    return MeasuredKernel(
      id: id.isEmpty ? "line \(row.line)" : id, device: table.text("device", row),
      kind: [operation, phase, type].filter { !$0.isEmpty }.joined(separator: " "),
      parameters: parameters, kernel: kernel, timing: timing(row), latency: latency,
      powerCap: powerCap(row), place: table.place(row))
  }

  private mutating func kernel(
    _ operation: String, _ type: String, _ phase: String, _ row: CaseTable.Row,
    _ sizes: inout KernelSizes
  ) -> Kernel? {
    if let kind = ElementOperator.Kind(rawValue: operation) {
      guard let format = Self.elementFormats[type] else { return unknown(type, row) }
      return .elements(
        ElementOperator(kind, elements: sizes.product("dims"), format: format))
    }
    switch operation {
    case "gemm":
      guard let format = Self.formats[type] else { return unknown(type, row) }
      return .product(
        GroupedProduct(
          rows: sizes.size("m"), columns: sizes.size("n"), depth: sizes.size("k"), format: format))
    case "attention":
      guard let formats = Self.attentionFormats(type) else { return unknown(type, row) }
      guard let own = Self.phase(phase) else {
        problems.append(
          .caseWord(
            phase, of: "phase", words: ["decode", "prefill-causal"], at: table.place("phase", row)))
        return nil
      }
      return .attention(
        Attention(
          own, batch: sizes.size("B"), heads: sizes.size("H"), keyHeads: sizes.size("Hkv"),
          headSize: sizes.size("D"), length: sizes.size("S"), format: formats.own,
          cacheFormat: formats.cache))
    case "moe_ffn":
      guard let format = Self.formats[type] else { return unknown(type, row) }
      let layer = ExpertLayer(
        tokens: sizes.size("tokens"), hidden: sizes.size("hidden"),
        intermediate: sizes.size("inter"), chosen: sizes.size("topk"), experts: sizes.size("E"),
        loads: sizes.loads(), format: format, origin: origin(row))
      guard layer.chosen <= layer.experts else {
        problems.append(
          .kernelSize("topk", in: table.text("params", row), at: table.place("params", row)))
        return nil
      }
      return .experts(layer)
    default:
      problems.append(.kernelOperation(operation, at: table.place("op", row)))
      return nil
    }
  }

  /// The formats of `bf16`, `bf16/kv fp8` and `fp8/kv fp8`: of queries, and of keys and values; nil for others.
  private static func attentionFormats(_ type: String)
    -> (own: ProductFormat, cache: NumberFormat)?
  {
    let parts = type.split(separator: "/", maxSplits: 1).map(String.init)
    guard let own = parts.first.flatMap({ formats[$0] }), [.bf16, .fp16, .fp8].contains(own)
    else {
      return nil
    }
    guard parts.count == 2 else { return (own, own.weights) }
    guard parts[1].hasPrefix("kv ") else { return nil }
    let cache = parts[1].dropFirst("kv ".count).drop { $0 == " " }
    guard let format = formats[String(cache)], [.wide, .narrow].contains(format.kind),
      format.weights.bitsPerElement.value <= 16
    else { return nil }
    return (own, format.weights)
  }

  /// `decode`, and with a prompt `prefill` or `prefill-causal`, whatever follows; of no other attention there is a model.
  private static func phase(_ text: String) -> Attention.Phase? {
    if text.hasPrefix("decode") { return .decode }
    return text.hasPrefix("prefill") && !text.contains("non-causal") ? .prompt : nil
  }

  /// The formats, as stacks call them.
  private static let formats: [String: ProductFormat] = [
    "bfloat16": .bf16, "bf16": .bf16, "float16": .fp16, "fp16": .fp16, "half": .fp16,
    "tf32": .tf32, "fp32": .fp32, "float32": .fp32, "int8": .int8, "sq": .int8, "fp8": .fp8,
    "float8": .fp8, "fp8_ootb": .fp8, "fp8_block": .fp8Blocks, "mxfp8": .mxfp8, "nvfp4": .nvfp4,
    "mxfp4": .mxfp4, "w4a8_mxfp4_mxfp8": .mxfp4ByMXFP8, "w4afp8": .int4ByFP8,
    "int8_wo": .int8Weights, "int4_wo": .int4Weights, "w4a16_mxfp4": .mxfp4Weights,
  ]
  private static let elementFormats: [String: NumberFormat] = [
    "bfloat16": .bf16, "bf16": .bf16, "float16": .fp16, "fp16": .fp16, "half": .fp16,
    "fp32": .fp32, "float32": .fp32,
  ]

  /// Triton writes the grouped products of some stacks.
  private func origin(_ row: CaseTable.Row) -> GroupedProduct.Origin {
    let stack = table.text("stack", row).lowercased()
    return ["triton", "vllm_fused_moe"].contains { stack.contains($0) }
      ? .generated : .groupedLibrary
  }

  /// PyTorch without a version is how the artefact of LLMCompass names calls from the host.
  private func timing(_ row: CaseTable.Row) -> KernelTiming {
    let stack = table.text("stack", row)
    return stack == "PyTorch" || stack.hasPrefix("PyTorch (") ? .host : .device
  }

  /// The time; of operators on elements also out of elements in a second.
  private mutating func latency(_ row: CaseTable.Row, elements: Int?) -> Seconds? {
    let text = table.text("latency_s", row)
    if text.isEmpty, let elements, table.text("throughput_unit", row).hasPrefix("Gelem/s"),
      let rate = number("throughput", row)
    {
      return Seconds(Double(elements) / (rate * 1e9))
    }
    return number("latency_s", row).map { Seconds($0) }
  }

  private mutating func powerCap(_ row: CaseTable.Row) -> Power? {
    let column = "power_limit_w"
    guard !table.text(column, row).isEmpty else { return nil }
    return number(column, row).map { Power($0) }
  }

  private mutating func number(_ column: String, _ row: CaseTable.Row) -> Double? {
    let text = table.text(column, row)
    guard let value = Text.decimal(text), value > 0, value < 1e15 else {
      problems.append(.peerNumber(text, of: "'\(column)'", at: table.place(column, row)))
      return nil
    }
    return value
  }

  private mutating func unknown(_ type: String, _ row: CaseTable.Row) -> Kernel? {
    problems.append(.kernelFormat(type, at: table.place("dtype", row)))
    return nil
  }

}
