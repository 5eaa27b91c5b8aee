// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics

/// The lines of a document, so that places can be measured; columns count Unicode scalars from 1.
struct DocumentText {
  var file: String
  var lines: [[Unicode.Scalar]]
  let byteCount: Int

  init(_ text: String, file: String) {
    self.file = file
    byteCount = text.utf8.count
    var lines: [[Unicode.Scalar]] = []
    var line: [Unicode.Scalar] = []
    for scalar in text.unicodeScalars {
      if scalar == "\n" {
        lines.append(line)
        line = []
      } else {
        if line.isEmpty { line.reserveCapacity(80) }
        line.append(scalar)
      }
    }
    lines.append(line)
    self.lines = lines
  }

  /// The text again.
  var joined: String {
    var text = String.UnicodeScalarView()
    for (index, line) in lines.enumerated() {
      if index > 0 { text.append("\n") }
      text.append(contentsOf: line)
    }
    return String(text)
  }

  /// A stretch of a line.
  func place(line: Int, column: Int, length: Int = 1) -> SourceLocation {
    SourceLocation(
      file: file, position: .text(line: line, column: column, length: max(1, length)))
  }

  /// The place of a scalar: as long as what is written on its first line.
  func place(ofScalar text: String, style: DocumentNode.Style, line: Int, column: Int)
    -> SourceLocation
  {
    place(line: line, column: column, length: length(of: text, style, line: line, column: column))
  }

  private func length(
    of text: String, _ style: DocumentNode.Style, line: Int, column: Int
  ) -> Int {
    guard lines.indices.contains(line - 1) else { return 1 }
    let rest = lines[line - 1].dropFirst(column - 1)
    switch style {
    case .plain:
      if rest.starts(with: text.unicodeScalars) { return text.unicodeScalars.count }
      return rest.reversed().drop { $0 == " " || $0 == "\r" }.count
    case .quoted:
      guard let quote = rest.first, quote == "\"" || quote == "'" else { return 1 }
      guard let end = rest.dropFirst().firstIndex(of: quote) else { return rest.count }
      return end - rest.startIndex + 1
    }
  }

  /// The line and column of the character with the given number.
  static func position(ofCharacter offset: Int, in text: String) -> (line: Int, column: Int) {
    var line = 1
    var column = 1
    for scalar in text.prefix(offset).unicodeScalars {
      if scalar == "\n" {
        line += 1
        column = 1
      } else {
        column += 1
      }
    }
    return (line, column)
  }
}
