// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterImporters
import RafterQuantities

/// The CSV of Nsight Compute: a line for each metric (`--page details`) or one for each kernel with a line of units
/// (`--page raw`).
enum NsightComputeTable {
  /// Whether a text is one.
  static func recognises(_ text: String) -> Bool {
    text.split(whereSeparator: \.isNewline).prefix(60).contains {
      $0.contains("\"Kernel Name\"") && $0.contains("\"ID\"")
    }
  }

  /// A kernel and its metrics in base units.
  private struct Kernel {
    var id: String
    var name: String
    var metrics: [String: Double] = [:]
    var place: SourceLocation
  }

  /// Rows for the levels of a machine: DRAM is the outermost memory, L2 the one inside it.
  static func rows(_ text: String, file: String, outermost: String, last: String?)
    throws(DiagnosticList) -> [MeasuredRow]
  {
    // What the profiler says before the table is no part of it.
    var lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    if let head = lines.firstIndex(where: { $0.contains("\"Kernel Name\"") }) {
      for place in 0..<head { lines[place] = "" }
    }
    let csv = CSVRows(lines.joined(separator: "\n"), file: file)
    if !csv.diagnostics.isEmpty { throw DiagnosticList(csv.diagnostics) }
    guard let head = csv.rows.first?.map(\.text) else {
      throw DiagnosticList(.notAProfile(file, "it has no head"))
    }
    let kernels =
      head.contains("Metric Name") ? details(head, csv.rows) : raw(head, csv.rows)
    let rows = kernels.compactMap { row($0, outermost: outermost, last: last) }
    guard !rows.isEmpty else {
      throw DiagnosticList(
        .notAProfile(
          file, "no kernel has gpu__time_duration.sum and a count of bytes or operations"))
    }
    return rows
  }

  private static func details(_ head: [String], _ rows: [[CSVRows.Cell]]) -> [Kernel] {
    guard let id = head.firstIndex(of: "ID"), let name = head.firstIndex(of: "Kernel Name"),
      let metric = head.firstIndex(of: "Metric Name"),
      let unit = head.firstIndex(of: "Metric Unit"),
      let value = head.firstIndex(of: "Metric Value")
    else { return [] }
    var kernels: [Kernel] = []
    for row in rows.dropFirst() where row.count > max(id, name, metric, unit, value) {
      if kernels.last?.id != row[id].text {
        kernels.append(Kernel(id: row[id].text, name: row[name].text, place: row[id].place))
      }
      if let number = number(row[value].text, unit: row[unit].text) {
        kernels[kernels.count - 1].metrics[row[metric].text] = number
      }
    }
    return kernels
  }

  private static func raw(_ head: [String], _ rows: [[CSVRows.Cell]]) -> [Kernel] {
    guard let id = head.firstIndex(of: "ID"), let name = head.firstIndex(of: "Kernel Name"),
      rows.count > 1
    else { return [] }
    let units = rows[1].map(\.text)
    return rows.dropFirst(2).compactMap { row in
      guard row.count > max(id, name) else { return nil }
      var kernel = Kernel(id: row[id].text, name: row[name].text, place: row[id].place)
      for (place, cell) in row.enumerated() where place < head.count {
        // Empty cells at the end of a line are not there.
        let unit = place < units.count ? units[place] : ""
        if let value = number(cell.text, unit: unit) {
          kernel.metrics[head[place]] = value
        }
      }
      return kernel
    }
  }

  /// Numbers have commas between thousands, and units with prefixes.
  private static func number(_ text: String, unit: String) -> Double? {
    guard let value = Double(text.filter { $0 != "," }), value.isFinite else { return nil }
    let scales: [String: Double] = [
      "nsecond": 1e-9, "ns": 1e-9, "usecond": 1e-6, "us": 1e-6, "msecond": 1e-3, "ms": 1e-3,
      "second": 1, "s": 1, "byte": 1, "Kbyte": 1e3, "Mbyte": 1e6, "Gbyte": 1e9, "Tbyte": 1e12,
      "inst": 1, "": 1,
    ]
    return scales[unit].map { value * $0 }
  }

  private static func row(_ kernel: Kernel, outermost: String, last: String?) -> MeasuredRow? {
    let metrics = kernel.metrics
    guard let time = metrics["gpu__time_duration.sum"] ?? metrics["Duration"], time > 0 else {
      return nil
    }
    var row = MeasuredRow(name: kernel.name, time: Seconds(time), location: kernel.place)
    let read = metrics["dram__bytes_read.sum"] ?? 0
    let written = metrics["dram__bytes_write.sum"] ?? 0
    let bytes = metrics["dram__bytes.sum"] ?? read + written
    if bytes > 0 { row.traffic.append(.init(level: outermost, bytes: ByteCount(bytes))) }
    if let last, let bytes = metrics["lts__t_bytes.sum"], bytes > 0 {
      row.traffic.append(.init(level: last, bytes: ByteCount(bytes)))
    }
    let tensor = metrics.filter {
      $0.key.hasPrefix("sm__ops_path_tensor_") && $0.key.hasSuffix(".sum")
    }
    if let path = tensor.filter({ $0.value > 0 }).max(by: {
      ($0.value, $1.key) < ($1.value, $0.key)
    }) {
      row.format =
        path.key.contains("src_bf16")
        ? "bf16"
        : path.key.contains("src_fp16")
          ? "fp16"
          : path.key.contains("src_tf32")
            ? "tf32"
            : path.key.contains("src_fp8")
              ? "fp8"
              : path.key.contains("src_int8") ? "int8" : nil
      row.work.append(.init(operations: Operations(path.value)))
    } else {
      func executed(_ name: String) -> Double {
        metrics["smsp__sass_thread_inst_executed_op_\(name)_pred_on.sum"]
          ?? metrics["sm__sass_thread_inst_executed_op_\(name)_pred_on.sum"] ?? 0
      }
      let single = 2 * executed("ffma") + executed("fadd") + executed("fmul")
      if single > 0 {
        row.format = "fp32"
        row.work.append(.init(operations: Operations(single)))
      }
    }
    return row.work.isEmpty && row.traffic.isEmpty ? nil : row
  }
}
