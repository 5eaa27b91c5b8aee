// SPDX-License-Identifier: Apache-2.0

/// A table as text: for a terminal of a given width, or as GitHub Markdown.
struct TextTable {
  /// Which side of its column a cell leans on.
  enum Alignment {
    case left, right
  }

  /// What gives way where the table is too wide.
  enum Overflow {
    /// Never shortened: numbers and labels.
    case keep
    /// Cut in the middle down to so many columns.
    case cutMiddle(minimum: Int)
    /// Cut at the end down to so many columns.
    case cutEnd(minimum: Int)
  }

  /// A column: its head, a line for each entry, the unit in the last.
  struct Column {
    var head: [String]
    var alignment = Alignment.left
    var overflow = Overflow.keep

    init(_ head: String..., alignment: Alignment = .left, overflow: Overflow = .keep) {
      self.head = head
      self.alignment = alignment
      self.overflow = overflow
    }
  }

  var columns: [Column]
  private(set) var rows: [[String]] = []

  init(_ columns: [Column]) { self.columns = columns }

  /// Adds a row; missing cells are empty.
  mutating func append(_ cells: [String]) {
    rows.append(columns.indices.map { $0 < cells.count ? PlainText.oneLine(cells[$0]) : "" })
  }

  /// The table in lines of at most `width` columns.
  func lines(width: Int) -> [String] {
    let widths = fitted(to: width)
    let depth = columns.map(\.head.count).max() ?? 0
    var lines: [String] = []
    for i in 0..<depth {
      // Heads stand on the rule below them.
      let cells = columns.map { column in
        let missing = depth - column.head.count
        return i < missing ? "" : column.head[i - missing]
      }
      lines.append(line(cells, widths))
    }
    lines.append(line(widths.map { String(repeating: "-", count: $0) }, widths))
    lines += rows.map { line($0, widths) }
    return lines
  }

  /// The table as GitHub Markdown.
  var markdown: [String] {
    func row(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }
    let heads = columns.map { Markdown.escape($0.head.joined(separator: " ")) }
    let rule = columns.map { $0.alignment == .right ? "---:" : "---" }
    return [row(heads), row(rule)] + rows.map { row($0.map(Markdown.escape)) }
  }

  /// Numbers stand closer to one another than words do.
  private func gap(before column: Int) -> Int {
    guard column > 0 else { return 0 }
    return columns[column].alignment == .right && columns[column - 1].alignment == .right ? 1 : 2
  }

  private func line(_ cells: [String], _ widths: [Int]) -> String {
    var line = ""
    for (i, cell) in cells.enumerated() {
      let text = cut(cell, columns[i].overflow, widths[i])
      let padding = String(repeating: " ", count: max(0, widths[i] - DisplayWidth.of(text)))
      line += String(repeating: " ", count: gap(before: i))
      line += columns[i].alignment == .left ? text + padding : padding + text
    }
    while line.last == " " { line.removeLast() }
    return line
  }

  private func cut(_ text: String, _ overflow: Overflow, _ width: Int) -> String {
    switch overflow {
    case .cutMiddle: PlainText.middleEllipsis(text, columns: width)
    case .keep, .cutEnd: PlainText.endEllipsis(text, columns: width)
    }
  }

  /// Natural widths, the widest of the columns that may give way shortened until all fit.
  private func fitted(to width: Int) -> [Int] {
    var widths = columns.indices.map { i in
      (columns[i].head + rows.map { $0[i] }).map { DisplayWidth.of($0) }.max() ?? 0
    }
    let gaps = columns.indices.reduce(0) { $0 + gap(before: $1) }
    func total() -> Int { widths.reduce(gaps, +) }
    while total() > width {
      let candidates = columns.indices.filter { widths[$0] > minimum($0) }
      guard let widest = candidates.max(by: { (widths[$0], $1) < (widths[$1], $0) }) else { break }
      widths[widest] -= 1
    }
    // What may not give way gives way in the end: the promise is the width.
    while total() > width, let widest = widths.indices.max(by: { widths[$0] < widths[$1] }),
      widths[widest] > 1
    {
      widths[widest] -= 1
    }
    return widths
  }

  private func minimum(_ column: Int) -> Int {
    switch columns[column].overflow {
    case .keep: Int.max
    case .cutMiddle(let minimum), .cutEnd(let minimum): minimum
    }
  }
}

/// Text that Markdown does not take for markup.
enum Markdown {
  static func escape(_ text: String) -> String {
    var out = ""
    for character in PlainText.oneLine(text) {
      switch character {
      case "|", "\\", "`", "*", "_", "[", "]", "~": out += "\\\(character)"
      case "<": out += "&lt;"
      case ">": out += "&gt;"
      case "&": out += "&amp;"
      default: out.append(character)
      }
    }
    return out
  }
}
