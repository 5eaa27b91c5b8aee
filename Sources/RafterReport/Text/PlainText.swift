// SPDX-License-Identifier: Apache-2.0

/// Makes any text safe and short enough for a line of a report.
enum PlainText {
  /// The text on one line: line ends and tabs become spaces, other controls a replacement mark.
  ///
  /// Names come from files; one with an escape sequence or a change of writing direction must not
  /// reach a terminal as it is.
  static func oneLine(_ text: String) -> String {
    var out = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .lineSeparator, .paragraphSeparator: out.append(" ")
      case .control: out.append(["\n", "\r", "\t"].contains(scalar) ? " " : "\u{FFFD}")
      case .format, .surrogate, .privateUse, .unassigned: out.append("\u{FFFD}")
      default: out.append(scalar)
      }
    }
    return String(out)
  }

  /// The text in at most so many columns, cut in the middle where both ends tell layers apart.
  static func middleEllipsis(_ text: String, columns: Int) -> String {
    guard DisplayWidth.of(text) > columns else { return text }
    guard columns > 1 else { return columns == 1 ? "…" : "" }
    let room = columns - 1
    let tail = suffix(text, columns: room * 3 / 5)
    let head = prefix(text, columns: room - DisplayWidth.of(tail))
    return head + "…" + tail
  }

  /// The text in at most so many columns, cut at its end.
  static func endEllipsis(_ text: String, columns: Int) -> String {
    guard DisplayWidth.of(text) > columns else { return text }
    guard columns > 1 else { return columns == 1 ? "…" : "" }
    return prefix(text, columns: columns - 1) + "…"
  }

  /// Lines of at most so many columns, broken at spaces; a longer word is broken where it must be.
  ///
  /// A number keeps its unit.
  static func wrap(_ text: String, columns: Int, indent: String = "") -> [String] {
    var lines: [String] = []
    var line = ""
    func room() -> Int { max(1, columns - (lines.isEmpty ? 0 : indent.count)) }
    func flush() {
      lines.append((lines.isEmpty ? "" : indent) + line)
      line = ""
    }
    for part in keepingUnits(oneLine(text).split(separator: " ")) {
      var word = part
      if !line.isEmpty, DisplayWidth.of(line) + 1 + DisplayWidth.of(word) > room() { flush() }
      while DisplayWidth.of(word) > room() {
        let head = prefix(word, columns: room())
        guard !head.isEmpty else { break }
        line = head
        word.removeFirst(head.count)
        flush()
      }
      line += (line.isEmpty ? "" : " ") + word
    }
    if !line.isEmpty || lines.isEmpty { flush() }
    return lines
  }

  /// Words, a number and the unit behind it as one.
  private static func keepingUnits(_ words: [Substring]) -> [String] {
    var kept: [String] = []
    for word in words {
      let unit = word.prefix { $0.isLetter || $0.isNumber || "%/".contains($0) }
      if let last = kept.last, last.last?.isNumber == true, !last.contains(" "),
        units.contains(String(unit))
      {
        kept[kept.count - 1] = "\(last) \(word)"
      } else {
        kept.append(String(word))
      }
    }
    return kept
  }

  private static let units: Set = [
    "%", "mm2", "ms", "us", "ns", "s", "mJ", "uJ", "nJ", "J", "W", "mW", "GB/s", "TB/s", "TOPS/W",
    "pJ/bit", "fJ/bit", "KiB", "MiB", "GiB",
  ]

  private static func prefix(_ text: String, columns: Int) -> String {
    var used = 0
    return String(
      text.prefix { character in
        used += DisplayWidth.of(character)
        return used <= columns
      })
  }

  private static func suffix(_ text: String, columns: Int) -> String {
    String(prefix(String(text.reversed()), columns: columns).reversed())
  }
}
