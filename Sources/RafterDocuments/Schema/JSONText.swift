// SPDX-License-Identifier: Apache-2.0

/// A JSON value whose keys keep the order they are given in.
indirect enum JSONText {
  case string(String)
  case number(String)
  case boolean(Bool)
  case list([JSONText])
  case object([(String, JSONText)])

  /// The text, two spaces for each level, short lists and objects on one line.
  func text(indent: Int = 0) -> String {
    let flat = onOneLine
    if flat.count + indent <= 96 { return flat }
    let inner = String(repeating: " ", count: indent + 2)
    let outer = String(repeating: " ", count: indent)
    switch self {
    case .list(let elements):
      let lines = elements.map { inner + $0.text(indent: indent + 2) }
      return "[\n" + lines.joined(separator: ",\n") + "\n\(outer)]"
    case .object(let entries):
      let lines = entries.map {
        "\(inner)\(Self.quote($0.0)): \($0.1.text(indent: indent + 2))"
      }
      return "{\n" + lines.joined(separator: ",\n") + "\n\(outer)}"
    case .string, .number, .boolean:
      return flat
    }
  }

  private var onOneLine: String {
    switch self {
    case .string(let text): Self.quote(text)
    case .number(let digits): digits
    case .boolean(let truth): truth ? "true" : "false"
    case .list(let elements): "[" + elements.map(\.onOneLine).joined(separator: ", ") + "]"
    case .object(let entries):
      "{" + entries.map { "\(Self.quote($0.0)): \($0.1.onOneLine)" }.joined(separator: ", ") + "}"
    }
  }

  private static func quote(_ text: String) -> String {
    var out = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": out += "\\\""
      case "\\": out += "\\\\"
      case "\n": out += "\\n"
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out + "\""
  }
}
