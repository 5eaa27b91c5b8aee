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
    var process: String
    var id: String
    var name: String
    var metrics: [String: Double] = [:]
    var place: SourceLocation
  }

  /// Rows for the levels of a machine, DRAM the outermost memory and L2 the one inside it, and what was left out.
  static func rows(_ text: String, file: String, outermost: String, last: String?)
    throws(DiagnosticList) -> (rows: [MeasuredRow], notes: [String])
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
    let isLong = metricColumns.contains { head.contains($0) }
    if isLong, let missing = (["ID"] + metricColumns).first(where: { !head.contains($0) }) {
      throw DiagnosticList(
        .notAProfile(
          file, "its head has no column '\(missing)'", remedy: remedy(for: missing, head)))
    }
    var problems: [Diagnostic] = []
    let kernels =
      isLong
      ? details(head, csv.rows, &problems) : raw(head, csv.rows, &problems)
    if !problems.isEmpty { throw DiagnosticList(problems) }
    let rows = kernels.compactMap { row($0, outermost: outermost, last: last) }
    guard !rows.isEmpty else {
      throw DiagnosticList(
        .notAProfile(
          file, "no kernel has gpu__time_duration.sum and a count of bytes or operations",
          remedy:
            "profile with `--set full`, or `--metrics gpu__time_duration.sum,dram__bytes.sum,lts__t_bytes.sum` and the operations of the tensor cores"
        ))
    }
    let missing = kernels.count - rows.count
    return (
      rows,
      missing == 0
        ? []
        : [
          "left out: \(Format.count(missing, "kernel")) without a time, or without bytes and operations"
        ]
    )
  }

  /// The columns of a table with a line for each metric.
  private static let metricColumns = ["Metric Name", "Metric Unit", "Metric Value"]

  /// What to do about a column that is missing.
  private static func remedy(for missing: String, _ head: [String]) -> String {
    let others = head.filter { !metricColumns.contains($0) && $0 != "ID" && $0 != "Kernel Name" }
    return Suggestion.nearest(to: missing, among: others).map {
      "is '\($0)' meant? write '\(missing)'"
    } ?? "take the table as `ncu --csv --page details` writes it"
  }

  /// Times, without which a row is nothing: what their unit is has to be known.
  private static let times = ["gpu__time_duration.sum", "Duration"]

  private static func details(
    _ head: [String], _ rows: [[CSVRows.Cell]], _ problems: inout [Diagnostic]
  ) -> [Kernel] {
    guard let id = head.firstIndex(of: "ID"), let name = head.firstIndex(of: "Kernel Name"),
      let metric = head.firstIndex(of: "Metric Name"),
      let unit = head.firstIndex(of: "Metric Unit"),
      let value = head.firstIndex(of: "Metric Value")
    else { return [] }
    // Every process counts its kernels from 0.
    let process = head.firstIndex(of: "Process ID")
    var kernels: [Kernel] = []
    var places: [String: Int] = [:]
    for row in rows.dropFirst() where row.count > max(id, name, metric, unit, value) {
      let owner = process.map { row[$0].text } ?? ""
      let key = "\(owner) \(row[id].text)"
      let place = places[key] ?? kernels.count
      if place == kernels.count {
        places[key] = place
        kernels.append(
          Kernel(process: owner, id: row[id].text, name: row[name].text, place: row[id].place))
      }
      read(row[value], unit: row[unit].text, metric: row[metric].text, &kernels[place], &problems)
    }
    return kernels
  }

  private static func raw(
    _ head: [String], _ rows: [[CSVRows.Cell]], _ problems: inout [Diagnostic]
  ) -> [Kernel] {
    guard let id = head.firstIndex(of: "ID"), let name = head.firstIndex(of: "Kernel Name"),
      rows.count > 1
    else { return [] }
    let process = head.firstIndex(of: "Process ID")
    // A row of units follows, unless the heads have them: `gpu__time_duration.sum [us]`.
    let hasUnits = rows[1].count <= id || rows[1][id].text.isEmpty
    let units = hasUnits ? rows[1].map(\.text) : []
    let metrics = head.map(metric)
    return rows.dropFirst(hasUnits ? 2 : 1).compactMap { row in
      guard row.count > max(id, name) else { return nil }
      var kernel = Kernel(
        process: process.map { row[$0].text } ?? "", id: row[id].text, name: row[name].text,
        place: row[id].place)
      for (place, cell) in row.enumerated() where place < head.count {
        // Empty cells at the end of a line are not there.
        let unit = metrics[place].unit ?? (place < units.count ? units[place] : "")
        read(cell, unit: unit, metric: metrics[place].name, &kernel, &problems)
      }
      return kernel
    }
  }

  /// A head and the unit in its brackets.
  private static func metric(_ head: String) -> (name: String, unit: String?) {
    guard head.hasSuffix("]"), let open = head.lastIndex(of: "[") else { return (head, nil) }
    let name = head[..<open].split(separator: " ").joined(separator: " ")
    return (name, String(head[head.index(after: open)...].dropLast()))
  }

  /// Takes over a metric whose value is a number and whose unit is known.
  private static func read(
    _ cell: CSVRows.Cell, unit: String, metric: String, _ kernel: inout Kernel,
    _ problems: inout [Diagnostic]
  ) {
    guard let value = MeasuredNumber.parse(cell.text) else { return }
    if let scale = scales[unit] {
      kernel.metrics[metric] = value * scale
    } else if times.contains(metric) {
      problems.append(.unknownMetricUnit(unit, metric: metric, at: cell.place))
    }
  }

  private static let scales: [String: Double] = [
    "nsecond": 1e-9, "ns": 1e-9, "usecond": 1e-6, "us": 1e-6, "\u{b5}s": 1e-6, "\u{3bc}s": 1e-6,
    "msecond": 1e-3, "ms": 1e-3, "second": 1, "s": 1, "byte": 1, "B": 1, "Kbyte": 1e3, "KB": 1e3,
    "Mbyte": 1e6, "MB": 1e6, "Gbyte": 1e9, "GB": 1e9, "Tbyte": 1e12, "TB": 1e12, "inst": 1, "": 1,
    "byte/s": 1, "byte/second": 1, "B/s": 1, "Kbyte/s": 1e3, "Kbyte/second": 1e3, "KB/s": 1e3,
    "Mbyte/s": 1e6, "Mbyte/second": 1e6, "MB/s": 1e6, "Gbyte/s": 1e9, "Gbyte/second": 1e9,
    "GB/s": 1e9, "Tbyte/s": 1e12, "Tbyte/second": 1e12, "TB/s": 1e12, "inst/cycle": 1,
    "cycle/nsecond": 1e9, "cycle/ns": 1e9, "cycle/usecond": 1e6, "cycle/us": 1e6,
    "cycle/second": 1, "cycle/s": 1, "Ghz": 1e9, "GHz": 1e9, "Mhz": 1e6, "MHz": 1e6, "hz": 1,
  ]

  /// The rate at DRAM by the name that the page of details has for it.
  private static let rate = "Memory Throughput"

  /// A total over the kernel: as counted, or a rate times its time.
  private static func total(_ name: String, _ metrics: [String: Double], _ time: Double) -> Double?
  {
    metrics[name] ?? metrics["\(name).per_second"].map { $0 * time }
  }

  private static func row(_ kernel: Kernel, outermost: String, last: String?) -> MeasuredRow? {
    let metrics = kernel.metrics
    guard let time = times.lazy.compactMap({ metrics[$0] }).first, time > 0 else {
      return nil
    }
    var row = MeasuredRow(name: kernel.name, time: Seconds(time), location: kernel.place)
    let read = total("dram__bytes_read.sum", metrics, time)
    let written = total("dram__bytes_write.sum", metrics, time)
    let parts = read == nil && written == nil ? nil : (read ?? 0) + (written ?? 0)
    let bytes =
      total("dram__bytes.sum", metrics, time) ?? parts ?? (metrics[rate] ?? 0) * time
    if bytes > 0 { row.traffic.append(.init(level: outermost, bytes: ByteCount(bytes))) }
    if let last, let bytes = total("lts__t_bytes.sum", metrics, time), bytes > 0 {
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
      // The sections of rooflines have operations for each cycle, and the clock beside them.
      let cycles = metrics["smsp__cycles_elapsed.avg.per_second"].map { $0 * time }
      func executed(_ name: String) -> Double {
        for unit in ["smsp", "sm"] {
          let metric = "\(unit)__sass_thread_inst_executed_op_\(name)_pred_on.sum"
          if let count = metrics[metric] { return count }
          if let cycles, let rate = metrics["\(metric).per_cycle_elapsed"] { return rate * cycles }
        }
        return 0
      }
      let work = [("fp32", "f"), ("fp16", "h"), ("fp64", "d")].map { format, letter in
        (
          format: format,
          count: 2 * executed("\(letter)fma") + executed("\(letter)add")
            + executed("\(letter)mul")
        )
      }
      // A row has one format: that of most operations.
      if let most = work.max(by: { $0.count < $1.count }), most.count > 0 {
        row.format = most.format
        row.work.append(.init(operations: Operations(most.count)))
      }
    }
    return row.work.isEmpty && row.traffic.isEmpty ? nil : row
  }
}
