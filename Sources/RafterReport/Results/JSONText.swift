// SPDX-License-Identifier: Apache-2.0

extension JSONValue {
  /// A count that is whole as an integer, anything else as a number.
  ///
  /// Counts arrive as quantities; a whole one below 2^53 is exact and reads better without a point.
  init(count: Double) {
    self =
      count == count.rounded() && count.magnitude < 0x1p53 ? .int(Int(count)) : .double(count)
  }

  /// The document as text: sorted keys, two spaces of indentation, a final newline.
  ///
  /// Numbers are the shortest text that reads back as the same number; what is not finite is null,
  /// for JSON has no word for it.
  public var text: String {
    var out = ""
    write(to: &out, indent: 0)
    out += "\n"
    return out
  }

  private func write(to out: inout String, indent: Int) {
    switch self {
    case .null: out += "null"
    case .bool(let value): out += value ? "true" : "false"
    case .int(let value): out += "\(value)"
    case .double(let value): out += value.isFinite ? "\(value)" : "null"
    case .string(let value): Self.quote(value, to: &out)
    case .array(let values):
      Self.block("[", "]", count: values.count, indent: indent, to: &out) { i, out in
        values[i].write(to: &out, indent: indent + 2)
      }
    case .object(let fields):
      let sorted = fields.sorted { $0.key < $1.key }
      Self.block("{", "}", count: sorted.count, indent: indent, to: &out) { i, out in
        Self.quote(sorted[i].key, to: &out)
        out += ": "
        sorted[i].value.write(to: &out, indent: indent + 2)
      }
    }
  }

  private static func block(
    _ open: String, _ close: String, count: Int, indent: Int, to out: inout String,
    _ item: (Int, inout String) -> Void
  ) {
    out += open
    for i in 0..<count {
      out += i == 0 ? "\n" : ",\n"
      out += String(repeating: " ", count: indent + 2)
      item(i, &out)
    }
    if count > 0 { out += "\n" + String(repeating: " ", count: indent) }
    out += close
  }

  /// Control characters and the two separators that end a line in JavaScript are escaped.
  private static func quote(_ text: String, to out: inout String) {
    out += "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": out += "\\\""
      case "\\": out += "\\\\"
      case "\n": out += "\\n"
      case "\r": out += "\\r"
      case "\t": out += "\\t"
      case _ where scalar.value < 0x20 || (0x7f...0x9f).contains(scalar.value),
        "\u{2028}", "\u{2029}":
        let hex = String(scalar.value, radix: 16)
        out += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
      default: out.unicodeScalars.append(scalar)
      }
    }
    out += "\""
  }
}
