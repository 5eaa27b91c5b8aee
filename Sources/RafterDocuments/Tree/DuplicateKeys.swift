// SPDX-License-Identifier: Apache-2.0

/// Keys that a mapping gives twice.
///
/// The YAML parser stops at the first mapping with such keys, and names only their first place. So the second
/// one is found here and renamed in a copy of the text, and parsing goes on: all of them are reported, with
/// all else that is wrong.
struct DuplicateKeys {
  /// A key given again.
  struct Repeat {
    var key: String
    var firstLine: Int
    var line: Int
    var column: Int
  }

  private(set) var repeats: [Repeat] = []

  /// Each one parses the text again, so large texts stop sooner.
  private static func limit(for text: DocumentText) -> Int {
    max(3, min(100, 4_000_000 / max(1, text.byteCount)))
  }

  /// Renames the second place of a key in the text; false where it is not found.
  mutating func rename(_ key: String, line: Int, column: Int, in text: inout DocumentText) -> Bool {
    guard repeats.count < Self.limit(for: text), !key.isEmpty,
      let place = second(Array(key.unicodeScalars), line: line - 1, column: column - 1, in: text),
      let mark = Unicode.Scalar(0xE000 + UInt32(repeats.count))
    else { return false }
    repeats.append(
      Repeat(key: key, firstLine: line, line: place.line + 1, column: place.column + 1))
    text.lines[place.line][place.column + key.unicodeScalars.count - 1] = mark
    return true
  }

  /// The repeat that stands at a place.
  func at(line: Int, column: Int) -> Repeat? {
    repeats.first { $0.line == line && $0.column == column }
  }

  private func second(
    _ key: [Unicode.Scalar], line: Int, column: Int, in text: DocumentText
  ) -> (line: Int, column: Int)? {
    guard text.lines.indices.contains(line) else { return nil }
    // In a flow mapping: `{a: 1, a: 2}`.
    let first = text.lines[line]
    var start = column + key.count
    while start + key.count < first.count {
      if isKey(key, at: start, in: first),
        let before = first[..<start].last(where: { $0 != " " }), before == "," || before == "{"
      {
        return (line, start)
      }
      start += 1
    }
    // In a block mapping: a later line with the same indentation.
    for next in text.lines.indices.dropFirst(line + 1) {
      let content = text.lines[next]
      guard let indentation = content.firstIndex(where: { $0 != " " && $0 != "\r" }),
        content[indentation] != "#"
      else { continue }
      if indentation < column { return nil }
      if indentation == column, isKey(key, at: column, in: content) { return (next, column) }
    }
    return nil
  }

  private func isKey(_ key: [Unicode.Scalar], at start: Int, in line: [Unicode.Scalar]) -> Bool {
    guard line[start...].starts(with: key) else { return false }
    return line[(start + key.count)...].first { $0 != " " } == ":"
  }
}
