// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterQuantities

/// Reads rows of board power: comma-separated, with a head.
///
/// Columns `gemm_dtype`, `m`, `n`, `k`, `latency_us`, `power_w`, `cap_w`, `suspect` in any order; a `device`, where there is one, is that
/// whose constants and roofs are known; others, such as `stack`, are not needed.
struct BoardPowerReader {
  private let file: String
  private var problems: [Diagnostic] = []
  private var places: [String: Int] = [:]
  /// Devices that rows have named.
  private var devices: Set<String> = []

  private static let columns = [
    "gemm_dtype", "m", "n", "k", "latency_us", "power_w", "cap_w", "suspect",
  ]
  /// Formats whose products cost the same, and their bytes.
  private static let formats = ["bfloat16": 2, "float16": 2]
  private static let maximumSize = 1 << 30

  /// The rows of a file, suspect ones included.
  ///
  /// - Throws: all that is wrong in it.
  static func read(_ file: ValidationFile) throws(DiagnosticList) -> [BoardPowerRow] {
    var reader = BoardPowerReader(file: file.path)
    let rows = reader.rows(of: file.text)
    if !reader.problems.isEmpty { throw DiagnosticList(reader.problems) }
    return rows
  }

  private init(file: String) { self.file = file }

  private mutating func rows(of text: String) -> [BoardPowerRow] {
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    let head = lines.first.map(Self.fields) ?? []
    for (place, name) in head.enumerated() { places[name] = place }
    let missing = Self.columns.filter { places[$0] == nil }
    guard missing.isEmpty else {
      problems.append(
        .notACaseFile(file, expected: "give the columns \(missing.joined(separator: ", ")) too"))
      return []
    }
    var rows: [BoardPowerRow] = []
    for (place, line) in lines.enumerated().dropFirst() where !line.isEmpty {
      let fields = Self.fields(line)
      guard fields.count == head.count else {
        problems.append(
          .peerForm(
            "the row", expected: "\(head.count) values between commas",
            at: location(place + 1, length: line.count)))
        continue
      }
      if let row = row(fields, line: place + 1) { rows.append(row) }
    }
    return rows
  }

  private static func fields(_ line: Substring) -> [String] {
    line.split(separator: ",", omittingEmptySubsequences: false).map { field in
      let text = field.drop { $0.isWhitespace }
      return String(text.prefix(text.count - text.reversed().prefix { $0.isWhitespace }.count))
    }
  }

  private mutating func row(_ fields: [String], line: Int) -> BoardPowerRow? {
    let format = fields[places["gemm_dtype"] ?? 0]
    let bytes = Self.formats[format]
    if bytes == nil { problems.append(.powerFormat(format, at: location(line))) }
    let m = size("m", fields, line)
    let n = size("n", fields, line)
    let k = size("k", fields, line)
    let latency = number("latency_us", fields, line)
    let power = number("power_w", fields, line)
    let cap = number("cap_w", fields, line)
    let suspect = fields[places["suspect"] ?? 0]
    if !["0", "1"].contains(suspect) {
      problems.append(.peerForm("'suspect'", expected: "0 or 1", at: location(line)))
    }
    let device = places["device"].map { fields[$0] }
    if let device, devices.insert(device).inserted { checkDevice(device, at: location(line)) }
    guard let bytes, let m, let n, let k, let latency, let power, let cap else { return nil }
    return BoardPowerRow(
      m: m, n: n, k: k, elementBytes: bytes, latency: Seconds(latency * 1e-6), power: Power(power),
      cap: Power(cap), isSuspect: suspect == "1", device: device)
  }

  private mutating func checkDevice(_ name: String, at place: SourceLocation) {
    do throws(DiagnosticList) {
      _ = try KernelDevices.device(name, at: place)
    } catch {
      problems += error.diagnostics
    }
  }

  private mutating func number(_ column: String, _ fields: [String], _ line: Int) -> Double? {
    let text = fields[places[column] ?? 0]
    guard let value = Double(text), value.isFinite, value > 0, value < 1e15 else {
      problems.append(.peerNumber(text, of: "'\(column)'", at: location(line)))
      return nil
    }
    return value
  }

  private mutating func size(_ column: String, _ fields: [String], _ line: Int) -> Int? {
    let text = fields[places[column] ?? 0]
    guard let value = Int(text), value >= 1, value <= Self.maximumSize else {
      problems.append(.peerNumber(text, of: "'\(column)'", at: location(line)))
      return nil
    }
    return value
  }

  private func location(_ line: Int, length: Int = 1) -> SourceLocation {
    SourceLocation(file: file, position: .text(line: line, column: 1, length: max(1, length)))
  }
}
