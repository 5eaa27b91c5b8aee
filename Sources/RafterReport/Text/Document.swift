// SPDX-License-Identifier: Apache-2.0

/// What a report says, apart from how it is laid out: written once, shown as text or as Markdown.
struct Document {
  /// A part of a report.
  enum Block {
    case heading(String)
    case paragraph(String)
    /// Sentences, one below the other.
    case items([String])
    /// Short labels with what they say.
    case facts([(label: String, text: String)])
    case table(TextTable)
    /// Lines as they are, such as a loop nest.
    case lines([String])
  }

  var blocks: [Block] = []

  mutating func heading(_ text: String) { blocks.append(.heading(text)) }
  mutating func paragraph(_ text: String) { blocks.append(.paragraph(text)) }
  mutating func items(_ items: [String]) { blocks.append(.items(items)) }
  mutating func facts(_ facts: [(label: String, text: String)]) { blocks.append(.facts(facts)) }
  mutating func lines(_ lines: [String]) { blocks.append(.lines(lines)) }
  mutating func table(_ table: TextTable) { blocks.append(.table(table)) }

  /// Plain text of at most so many columns.
  func text(columns: Int = Page.columns) -> String {
    var lines: [String] = []
    for block in blocks {
      switch block {
      case .heading(let text):
        lines += [""] + PlainText.wrap(text, columns: columns)
      case .paragraph(let text): lines += PlainText.wrap(text, columns: columns)
      case .items(let items):
        lines += items.flatMap { Self.hanging("  ", $0, columns) }
      case .facts(let facts):
        let width = facts.map { DisplayWidth.of(PlainText.oneLine($0.label)) }.max() ?? 0
        for fact in facts {
          let label = PlainText.endEllipsis(PlainText.oneLine(fact.label), columns: columns / 2)
          let padding = min(width, columns / 2) - DisplayWidth.of(label)
          lines += Self.hanging(
            "  " + label + String(repeating: " ", count: max(0, padding) + 2), fact.text, columns)
        }
      case .table(let table): lines += [""] + table.lines(width: columns)
      case .lines(let own):
        lines += own.map { PlainText.endEllipsis("  " + $0, columns: columns) }
      }
    }
    while lines.first == "" { lines.removeFirst() }
    return lines.joined(separator: "\n") + "\n"
  }

  /// GitHub Markdown.
  var markdown: String {
    var parts: [String] = []
    for block in blocks {
      switch block {
      case .heading(let text): parts.append("### " + Markdown.escape(text))
      case .paragraph(let text): parts.append(Markdown.escape(text))
      case .items(let items):
        parts.append(items.map { "- " + Markdown.escape($0) }.joined(separator: "\n"))
      case .facts(let facts):
        let lines = facts.map {
          "- **\(Markdown.escape($0.label))**: \(Markdown.escape($0.text))"
        }
        parts.append(lines.joined(separator: "\n"))
      case .table(let table): parts.append(table.markdown.joined(separator: "\n"))
      case .lines(let own): parts.append((["```"] + own + ["```"]).joined(separator: "\n"))
      }
    }
    return parts.joined(separator: "\n\n") + "\n"
  }

  private static func hanging(_ first: String, _ text: String, _ columns: Int) -> [String] {
    let indent = DisplayWidth.of(first)
    let wrapped = PlainText.wrap(text, columns: max(10, columns - indent))
    return wrapped.enumerated().map { i, line in
      (i == 0 ? first : String(repeating: " ", count: indent)) + line
    }
  }
}
