// SPDX-License-Identifier: Apache-2.0

/// A line of a source and the marks under the stretch that is meant.
///
/// Columns count Unicode scalars from 1, as YAML parsers do; the marks line up on a terminal all the
/// same: tabs stay tabs, wide characters take two marks and combining ones none.
struct Excerpt {
  /// The line, shortened around the stretch where it is long.
  var line: String
  /// Blanks, a caret and tildes.
  var marks: String

  /// The scalars of a line shown at most.
  private static let longest = 120

  /// Takes a line out of a source; nil where it has none of that number.
  init?(of source: String, line number: Int, column: Int, length: Int) {
    guard let all = Self.line(number, of: source.unicodeScalars) else { return nil }
    let start = min(max(0, column - 1), all.count)
    let end = min(max(start, start + max(1, min(length, Self.longest))), all.count)
    var first = 0
    var last = all.count
    if all.count > Self.longest {
      // A third of what is shown lies before the stretch.
      first = max(0, min(start - Self.longest / 3, all.count - Self.longest))
      last = min(all.count, first + Self.longest)
    }
    let head = first > 0 ? "..." : ""
    line = head + Self.text(all[first..<last]) + (last < all.count ? "..." : "")
    let indent = all[first..<start].map { $0 == "\t" ? "\t" : Self.blanks($0, " ") }.joined()
    let stretch = all[start..<min(end, last)].map { Self.blanks($0, "~") }.joined()
    marks = String(repeating: " ", count: head.count) + indent + "^" + stretch.dropFirst()
  }

  /// The line of a number from 1, without its line break: LF, CR LF or CR.
  private static func line(_ number: Int, of source: String.UnicodeScalarView) -> [Unicode.Scalar]?
  {
    var current = 1
    var line: [Unicode.Scalar] = []
    var afterReturn = false
    for scalar in source {
      defer { afterReturn = scalar == "\r" }
      if scalar == "\n", afterReturn { continue }
      if scalar == "\n" || scalar == "\r" {
        if current == number { return line }
        current += 1
      } else if current == number {
        line.append(scalar)
      }
    }
    return current == number ? line : nil
  }

  private static func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars)
    return String(text)
  }

  private static func blanks(_ scalar: Unicode.Scalar, _ mark: String) -> String {
    String(repeating: mark, count: TerminalText.width(of: scalar))
  }
}
