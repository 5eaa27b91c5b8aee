// SPDX-License-Identifier: Apache-2.0

/// Comma-separated values as RFC 4180 has them: CRLF, and quotes where a field needs them.
struct CSVText {
  private(set) var text = ""

  /// Begins a document with its head.
  init(head: [String]) { append(head) }

  /// Adds a record.
  mutating func append(_ fields: [String]) {
    text += fields.map(Self.field).joined(separator: ",") + "\r\n"
  }

  /// A number, the empty field where it is unknown.
  static func number(_ value: Double?) -> String {
    guard let value, value.isFinite else { return "" }
    return "\(value)"
  }

  private static func field(_ text: String) -> String {
    // By scalar: CR LF is one Character.
    let needsQuotes = text.unicodeScalars.contains { ["\"", ",", "\r", "\n"].contains($0) }
    guard needsQuotes else { return text }
    var quoted = "\""
    for scalar in text.unicodeScalars {
      if scalar == "\"" { quoted += "\"" }
      quoted.unicodeScalars.append(scalar)
    }
    return quoted + "\""
  }
}
