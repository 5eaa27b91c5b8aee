// SPDX-License-Identifier: Apache-2.0

/// The last line of a text where it has no line end though the lines above it have: how a file ends that was cut off.
///
/// A number that lost its last digits is a number, so nothing else gives such a cut away. Files written by hand end like this too, which is why
/// it is worth a warning and no error.
public struct UnendedLine: Sendable, Hashable {
  /// The line, from 1.
  public var line: Int
  /// Where its last cell begins, in Unicode scalars from 1.
  public var column: Int
  /// The last cell, or the line without its blanks where it is no table; may be empty.
  public var cell: String
  /// How many characters the last cell has in every other row, where all have as many and this one has fewer.
  public var usualLength: Int?

  /// Looks at the end of a text; nil where it ends as it should, in a comment, or is one line only.
  ///
  /// - Parameters:
  ///   - text: all of it.
  ///   - isTable: whether commas part cells.
  public init?(of text: String, isTable: Bool) {
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    guard lines.count > 1, let last = lines.last, Self.isRow(last),
      let first = lines.dropLast().firstIndex(where: Self.isRow)
    else { return nil }
    let (cell, start) = isTable ? Self.lastCell(last) : (last[...], 0)
    let blanks = cell.prefix { $0.isWhitespace }
    line = lines.count
    column = start + blanks.unicodeScalars.count + 1
    self.cell = Self.trimmed(cell)
    guard isTable else { return }
    // The head is no row; two rows that agree say little.
    let others = lines[(first + 1)...].dropLast().filter(Self.isRow).map {
      Self.trimmed(Self.lastCell($0).cell).count
    }
    if others.count >= 3, let length = others.first, length > self.cell.count,
      others.allSatisfy({ $0 == length })
    {
      usualLength = length
    }
  }

  /// Whether a line is neither blank nor a comment.
  private static func isRow(_ line: Substring) -> Bool {
    line.first != "#" && line.contains { !$0.isWhitespace }
  }

  /// What stands behind the last comma that is in no quotes, and how many scalars stand before it.
  private static func lastCell(_ line: Substring) -> (cell: Substring, start: Int) {
    var isQuoted = false
    var start = line.startIndex
    for place in line.indices {
      switch line[place] {
      case "\"": isQuoted.toggle()
      case "," where !isQuoted: start = line.index(after: place)
      default: break
      }
    }
    return (line[start...], line[..<start].unicodeScalars.count)
  }

  private static func trimmed(_ text: Substring) -> String {
    let head = text.drop { $0.isWhitespace }
    return String(head.prefix(head.count - head.reversed().prefix { $0.isWhitespace }.count))
  }
}

extension Diagnostic {
  /// That a file may have been cut off within its last line; nil where its end shows nothing of the kind.
  ///
  /// - Parameters:
  ///   - text: all of the file.
  ///   - file: what to call it.
  ///   - isTable: whether commas part cells.
  public static func unendedLine(of text: String, file: String, isTable: Bool = true) -> Diagnostic?
  {
    guard let end = UnendedLine(of: text, isTable: isTable) else { return nil }
    let length =
      end.usualLength.map {
        ", and has \(end.cell.count) \(end.cell.count == 1 ? "character" : "characters") where all above it have \($0)"
      } ?? ""
    return Diagnostic(
      .warning, id: "text.unended-line",
      end.cell.isEmpty
        ? "the last line has no line end, and nothing stands behind its last comma: more may be missing"
        : "the last line has no line end, so '\(end.cell)' may not be all that stood there\(length)",
      at: SourceLocation(
        file: file,
        position: .text(
          line: end.line, column: end.column, length: max(1, end.cell.unicodeScalars.count))),
      suggestion:
        "compare it with its source, since a file that was cut off ends like this; end the line if it is whole"
    )
  }
}
