// SPDX-License-Identifier: Apache-2.0
package import RafterDiagnostics

/// A table in CSV as rows of cells that know their place.
///
/// Blank lines and lines that begin with `#` are left out; cells are trimmed; a cell in quotes may hold commas, and
/// doubled quotes stand for one.
package struct CSVRows {
  /// A cell and where it stands.
  package struct Cell {
    package var text: String
    package var place: SourceLocation
  }

  package private(set) var rows: [[Cell]] = []
  package private(set) var diagnostics: [Diagnostic] = []

  package init(_ text: String, file: String) {
    var number = 0
    for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      number += 1
      let scalars = Array(line.unicodeScalars.drop { number == 1 && $0 == "\u{feff}" })
      guard scalars.contains(where: { !$0.properties.isWhitespace }), scalars.first != "#" else {
        continue
      }
      var row = cells(scalars, line: number, file: file)
      // Many writers end each line with a comma.
      if row.count > 1, row.last?.text.isEmpty == true { row.removeLast() }
      rows.append(row)
    }
  }

  private mutating func cells(_ line: [Unicode.Scalar], line number: Int, file: String) -> [Cell] {
    var cells: [Cell] = []
    var start = 0
    while start <= line.count {
      var end = start
      while end < line.count, line[end].properties.isWhitespace { end += 1 }
      let first = end
      var text = String.UnicodeScalarView()
      if end < line.count, line[end] == "\"" {
        end += 1
        var isClosed = false
        while end < line.count {
          if line[end] == "\"" {
            guard end + 1 < line.count, line[end + 1] == "\"" else {
              isClosed = true
              end += 1
              break
            }
            end += 1
          }
          text.append(line[end])
          end += 1
        }
        let rest = line[end...].prefix { $0 != "," }
        if !isClosed || rest.contains(where: { !$0.properties.isWhitespace }) {
          diagnostics.append(.csvQuote(at: Self.place(file, number, first, 1)))
        }
        end += rest.count
      } else {
        while end < line.count, line[end] != "," {
          text.append(line[end])
          end += 1
        }
        while let last = text.last, last.properties.isWhitespace { text.removeLast() }
      }
      cells.append(
        Cell(text: String(text), place: Self.place(file, number, first, max(1, text.count))))
      start = end + 1
    }
    return cells
  }

  private static func place(_ file: String, _ line: Int, _ offset: Int, _ length: Int)
    -> SourceLocation
  {
    SourceLocation(file: file, position: .text(line: line, column: offset + 1, length: length))
  }
}
