// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics

/// What AccelForge's templates come to without the template engine: lines stay where they are, so that places hold.
///
/// `{% set NAME = VALUE %}` and `{% set NAME = NAME | default(VALUE) %}` give a value and `{{NAME}}` takes it. Other template lines and merged
/// anchors (`<<: *name`) are left out and noted.
struct TemplateText {
  private(set) var text = ""
  private var values: [String: String] = [:]

  init(_ source: String, _ origin: inout Origin) {
    var lines: [String] = []
    for (index, line) in source.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .enumerated()
    {
      let place = SourceLocation(
        file: origin.file, position: .text(line: index + 1, column: 1, length: max(1, line.count)))
      lines.append(plain(String(line), at: place, &origin))
    }
    text = lines.joined(separator: "\n")
  }

  private mutating func plain(_ line: String, at place: SourceLocation, _ origin: inout Origin)
    -> String
  {
    let trimmed = String(line.drop { $0 == " " })
    if trimmed.hasPrefix("#") { return line }
    if trimmed.hasPrefix("{%") {
      if !set(trimmed) { origin.note(.foreignTemplate(trimmed, at: place)) }
      return ""
    }
    guard let line = withoutAnchors(withoutMerge(line, at: place, &origin), at: place, &origin)
    else {
      return ""
    }
    guard line.contains("{{") else { return line }
    var result = ""
    var rest = Substring(line)
    while let open = rest.range(of: "{{") {
      guard let close = rest[open.upperBound...].range(of: "}}") else { break }
      let name = String(rest[open.upperBound..<close.lowerBound].filter { $0 != " " })
      guard let value = values[name] else {
        origin.note(.foreignTemplate(trimmed, at: place))
        return ""
      }
      result += rest[..<open.lowerBound] + value
      rest = rest[close.upperBound...]
    }
    return result + rest
  }

  /// A line without the name that it gives its value; nil where its value is that of another place.
  private func withoutAnchors(_ line: String, at place: SourceLocation, _ origin: inout Origin)
    -> String?
  {
    let whole = Substring(line)
    if let mark = whole.range(of: ": &") {
      let rest = whole[mark.upperBound...].drop { $0 != " " }
      return String(whole[..<mark.lowerBound]) + ":" + rest
    }
    if let mark = whole.range(of: ": *") {
      let key = whole[..<mark.lowerBound].filter { $0 != " " && $0 != "-" }
      origin.note(.noCounterpart(String(key), "it takes its value from an anchor", at: place))
      return nil
    }
    return line
  }

  /// A line without `<<: *name` or `<<: [*a, *b]`.
  private func withoutMerge(_ line: String, at place: SourceLocation, _ origin: inout Origin)
    -> String
  {
    let whole = Substring(line)
    guard let mark = whole.range(of: "<<:") else { return line }
    origin.note(
      .noCounterpart("<<", "what the anchor stands for lies in a file that is not read", at: place))
    var rest = whole[mark.upperBound...].drop { $0 == " " }
    if rest.first == "[" {
      rest = rest.drop { $0 != "]" }.dropFirst()
    } else {
      rest = rest.drop { $0 != "," && $0 != "}" && $0 != " " }
    }
    rest = rest.drop { $0 == "," || $0 == " " }
    return String(whole[..<mark.lowerBound] + rest)
  }

  /// `{% set NAME = VALUE %}`, where the value is a number, a text or a name that has one; or
  /// `{% set NAME = NAME | default(VALUE) %}`.
  private mutating func set(_ line: String) -> Bool {
    let words = line.dropFirst(2).drop { $0 == " " || $0 == "-" }
    guard words.hasPrefix("set "), let equals = words.firstIndex(of: "="),
      let end = words.range(of: "%}")
    else { return false }
    let name = words[words.index(words.startIndex, offsetBy: 4)..<equals].filter { $0 != " " }
    guard let call = words.range(of: "default(") else {
      let value = words[words.index(after: equals)..<end.lowerBound].filter { $0 != " " }
      let isText = value.first == "\"" || value.first == "'"
      let plain = value.filter { $0 != "\"" && $0 != "'" }
      guard isText || Double(plain) != nil || values[plain] != nil else { return false }
      values[name] = values[plain] ?? plain
      return true
    }
    var value = words[call.upperBound..<end.lowerBound]
    while value.last == " " { value.removeLast() }
    guard value.last == ")" else { return false }
    value.removeLast()
    let plain = value.filter { $0 != "\"" && $0 != "'" }
    guard !plain.contains("(") else { return false }
    values[name] = String(plain)
    return true
  }
}

extension Substring {
  /// Where a text first stands.
  fileprivate func range(of word: String) -> Range<Substring.Index>? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(word) {
        return start..<index(start, offsetBy: word.count)
      }
      start = index(after: start)
    }
    return nil
  }
}
