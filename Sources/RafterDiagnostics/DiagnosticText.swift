// SPDX-License-Identifier: Apache-2.0

extension Diagnostic {
  /// The diagnostic for people: place, reason, the line with a caret, remedy.
  ///
  /// - Parameter source: the text of the file, so that the line can be shown.
  public func text(source: String? = nil) -> String {
    var lines = [(location.map { "\($0.text): " } ?? "") + "\(severity.rawValue): \(message)"]
    if let source, case .text(let line, let column, let length) = location?.position,
      let excerpt = Excerpt(of: source, line: line, column: column, length: length)
    {
      let number = String(line)
      let margin = String(repeating: " ", count: max(5, number.count + 4))
      lines.append(String(margin.dropLast(number.count)) + number + " | " + excerpt.line)
      lines.append(margin + " | " + excerpt.marks + (suggestion.map { " \($0)" } ?? ""))
    } else if let suggestion {
      lines.append("    \(suggestion)")
    }
    lines += notes.map { "    note: \($0)" }
    lines.append("    [\(id)]")
    return lines.map(TerminalText.visible).joined(separator: "\n")
  }

  /// The diagnostic for editors: one JSON object on one line, keys sorted.
  public var json: String {
    var fields: [(String, String)] = []
    if let location {
      switch location.position {
      case .whole: break
      case .text(let line, let column, let length):
        fields += [("column", "\(column)"), ("length", "\(length)"), ("line", "\(line)")]
      case .byte(let offset): fields.append(("byte", "\(offset)"))
      case .node(let name, let index):
        fields += [("node", Self.quote(name)), ("node_index", "\(index)")]
      }
      fields.append(("file", Self.quote(location.file)))
    }
    fields += [
      ("id", Self.quote(id)), ("message", Self.quote(message)),
      ("notes", "[" + notes.map(Self.quote).joined(separator: ",") + "]"),
      ("severity", Self.quote(severity.rawValue)),
    ]
    if let suggestion { fields.append(("suggestion", Self.quote(suggestion))) }
    let sorted = fields.sorted { $0.0 < $1.0 }.map { "\"\($0.0)\":\($0.1)" }
    return "{" + sorted.joined(separator: ",") + "}"
  }

  private static func quote(_ text: String) -> String {
    var out = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": out += "\\\""
      case "\\": out += "\\\\"
      case "\n": out += "\\n"
      case "\r": out += "\\r"
      case "\t": out += "\\t"
      case _ where scalar.value < 0x20:
        let hex = String(scalar.value, radix: 16)
        out += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out + "\""
  }
}
