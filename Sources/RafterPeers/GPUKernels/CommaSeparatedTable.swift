// SPDX-License-Identifier: Apache-2.0

/// A comma-separated table with a head: lines that begin with `#` are comments, values with commas stand between double quotes.
struct CommaSeparatedTable {
  /// A line of values.
  struct Row {
    /// Its line in the file, from 1.
    var line: Int
    /// Its values, without spaces around them.
    var values: [String]
  }

  /// The names of the columns.
  let head: [String]
  /// The lines below the head that are not empty.
  let rows: [Row]
  private let places: [String: Int]

  init(_ text: String) {
    var head: [String]?
    var rows: [Row] = []
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    for (place, line) in lines.enumerated() {
      guard let first = line.first(where: { !$0.isWhitespace }), first != "#" else { continue }
      let values = Self.values(line)
      if head == nil { head = values } else { rows.append(Row(line: place + 1, values: values)) }
    }
    self.head = head ?? []
    self.rows = rows
    places = Dictionary(
      (head ?? []).enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// Whether there is a column of a name.
  func has(_ column: String) -> Bool { places[column] != nil }

  /// The value of a row in a column; empty where there is none.
  func value(_ column: String, of row: Row) -> String {
    guard let place = places[column], place < row.values.count else { return "" }
    return row.values[place]
  }

  private static func values(_ line: Substring) -> [String] {
    var values: [String] = []
    var value = ""
    var isQuoted = false
    for character in line {
      switch character {
      case "\"": isQuoted.toggle()
      case "," where !isQuoted:
        values.append(trimmed(value))
        value = ""
      default: value.append(character)
      }
    }
    values.append(trimmed(value))
    return values
  }

  private static func trimmed(_ text: String) -> String {
    let start = text.drop { $0.isWhitespace }
    return String(start.prefix(start.count - start.reversed().prefix { $0.isWhitespace }.count))
  }
}
