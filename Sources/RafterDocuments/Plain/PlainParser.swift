// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics

/// Reads plain YAML in one pass: block and flow collections, scalars on one line, comments.
///
/// Nearly every file is that, and most of the time of reading it went into the general parser. What is not plain (anchors,
/// tags, escapes, scalars of several lines, empty values, keys given twice) and what is wrong ends this pass with nil, and
/// the general parser decides and speaks. So this one knows no diagnostic, and where it gives a tree it is the same tree:
/// tests hold it to that on all built-in files and on damaged ones.
struct PlainParser {
  private let text: PlainText
  private var index = 0
  private var line = 0

  /// Deeper files are left to the general parser, which has the limit.
  private static let maximumDepth = 24
  /// Keys are no longer; so the general parser looks for their end no further than 1024 characters.
  private static let longestKey = 200

  /// The tree of a text that is one plain mapping; else nil.
  static func parse(_ text: String, file: String) -> DocumentNode? {
    guard let plain = PlainText(text, file: file) else { return nil }
    var parser = PlainParser(text: plain)
    guard parser.skipToContent(), parser.byte != UInt8(ascii: "-"),
      let root = parser.blockMapping(indent: parser.column, depth: 0), parser.isAtEnd
    else { return nil }
    return root
  }

  private init(text: PlainText) { self.text = text }

  private var byte: UInt8 { text.byte(index) }
  private var isAtEnd: Bool { index >= text.bytes.count }
  /// Bytes before the place on its line; in a block only spaces and `- ` stand there.
  private var column: Int { index - text.lineStarts[line] }

  // MARK: Spaces and comments

  private mutating func skipSpaces() {
    while byte == 0x20, !isAtEnd { index += 1 }
  }

  /// Goes to the next character that is neither space nor comment, over line ends; false at the end of the text.
  @discardableResult
  private mutating func skipToContent() -> Bool {
    while !isAtEnd {
      skipSpaces()
      if byte == UInt8(ascii: "#") {
        guard index == text.lineStarts[line] || text.byte(index - 1) == 0x20 else { return true }
        index = text.lineStarts[line + 1] - 1
      }
      guard byte == 0x0A else { return true }
      guard index < text.bytes.count else { break }
      index += 1
      line += 1
    }
    return false
  }

  /// Whether nothing but a comment follows on the line; then the place is at the next content.
  private mutating func endsLine() -> Bool {
    let before = line
    return !skipToContent() || line > before
  }

  // MARK: Blocks

  /// A mapping whose keys stand at an indentation; the place is at its first key.
  private mutating func blockMapping(indent: Int, depth: Int) -> DocumentNode? {
    guard depth < Self.maximumDepth else { return nil }
    let start = text.place(index..<index + 1, line: line)
    var entries: [DocumentEntry] = []
    while !isAtEnd, column == indent {
      if startsElement { return nil }
      guard let key = key(inFlow: false) else { return nil }
      guard let value = value(indent: indent, depth: depth) else { return nil }
      guard add(key, value, to: &entries) else { return nil }
    }
    guard isAtEnd || column < indent, !entries.isEmpty else { return nil }
    return DocumentNode(.mapping(entries), at: start)
  }

  /// What follows `key:` in a block.
  private mutating func value(indent: Int, depth: Int) -> DocumentNode? {
    if !endsLine() { return inline(depth: depth) }
    guard !isAtEnd else { return nil }
    if startsElement, column >= indent { return blockSequence(indent: column, depth: depth + 1) }
    guard column > indent else { return nil }
    return blockMapping(indent: column, depth: depth + 1)
  }

  /// A flow collection or scalar, with nothing after it on its line.
  private mutating func inline(depth: Int) -> DocumentNode? {
    let node = isFlow ? flow(depth: depth + 1) : scalar(inFlow: false)
    guard let node, endsLine() else { return nil }
    return node
  }

  /// A list whose dashes stand at an indentation; the place is at the first.
  private mutating func blockSequence(indent: Int, depth: Int) -> DocumentNode? {
    guard depth < Self.maximumDepth else { return nil }
    let start = text.place(index..<index + 1, line: line)
    var elements: [DocumentNode] = []
    while !isAtEnd, column == indent, startsElement {
      index += 1
      guard let element = element(indent: indent, depth: depth) else { return nil }
      elements.append(element)
    }
    guard isAtEnd || column <= indent else { return nil }
    return DocumentNode(.sequence(elements), at: start)
  }

  private mutating func element(indent: Int, depth: Int) -> DocumentNode? {
    if endsLine() {
      guard !isAtEnd, column > indent, !startsElement else { return nil }
      return blockMapping(indent: column, depth: depth + 1)
    }
    if startsElement { return nil }
    if !isFlow, startsKey { return blockMapping(indent: column, depth: depth + 1) }
    return inline(depth: depth)
  }

  /// Whether `- ` stands here.
  private var startsElement: Bool { byte == UInt8(ascii: "-") && text.isBlank(index + 1) }

  private var isFlow: Bool { byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") }

  /// Whether a scalar and a colon stand here.
  private var startsKey: Bool {
    var ahead = self
    return ahead.key(inFlow: false) != nil
  }

  // MARK: Flow

  private mutating func flow(depth: Int) -> DocumentNode? {
    guard depth < Self.maximumDepth else { return nil }
    let isMapping = byte == UInt8(ascii: "{")
    let close = isMapping ? UInt8(ascii: "}") : UInt8(ascii: "]")
    let start = text.place(index..<index + 1, line: line)
    var entries: [DocumentEntry] = []
    var elements: [DocumentNode] = []
    index += 1
    while true {
      guard insideFlow() else { return nil }
      if byte == close { break }
      if isMapping {
        guard let key = key(inFlow: true), insideFlow(), let value = flowValue(depth: depth),
          add(key, value, to: &entries)
        else { return nil }
      } else {
        guard let element = flowValue(depth: depth) else { return nil }
        elements.append(element)
      }
      guard insideFlow() else { return nil }
      if byte == UInt8(ascii: ",") { index += 1 } else if byte != close { return nil }
    }
    index += 1
    return DocumentNode(isMapping ? .mapping(entries) : .sequence(elements), at: start)
  }

  private mutating func flowValue(depth: Int) -> DocumentNode? {
    isFlow ? flow(depth: depth + 1) : scalar(inFlow: true)
  }

  /// Goes to the next content; a line inside a flow collection may not begin at the margin.
  private mutating func insideFlow() -> Bool {
    let before = line
    return skipToContent() && (line == before || column > 0)
  }

  // MARK: Scalars and keys

  /// A key with its colon.
  private mutating func key(inFlow: Bool) -> DocumentNode? {
    let start = index
    guard let key = scalar(inFlow: inFlow, isKey: true), byte == UInt8(ascii: ":"),
      text.isBlank(index + 1), index - start <= Self.longestKey
    else { return nil }
    index += 1
    return key
  }

  private mutating func scalar(inFlow: Bool, isKey: Bool = false) -> DocumentNode? {
    if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") { return quoted() }
    return plain(inFlow: inFlow, isKey: isKey)
  }

  /// A scalar in quotes, on one line and without escapes.
  private mutating func quoted() -> DocumentNode? {
    let start = index
    let quote = byte
    index += 1
    while byte != quote {
      guard byte != 0x0A, byte != UInt8(ascii: "\\") else { return nil }
      index += 1
    }
    index += 1
    guard byte != quote else { return nil }
    return DocumentNode(
      .scalar(text.text(start + 1..<index - 1), .quoted), at: text.place(start..<index, line: line))
  }

  /// A scalar without quotes, on one line.
  private mutating func plain(inFlow: Bool, isKey: Bool) -> DocumentNode? {
    guard beginsPlain else { return nil }
    let start = index
    var end = index
    scan: while true {
      switch byte {
      case 0x0A: break scan
      case 0x20:
        index += 1
        continue
      case UInt8(ascii: "#") where end < index: break scan
      case UInt8(ascii: ":"):
        if text.isBlank(index + 1) {
          // A colon ends a key right behind it, and stands in no value.
          guard isKey, end == index else { return nil }
          break scan
        }
        if inFlow, !isWord(text.byte(index + 1)) { return nil }
      case UInt8(ascii: ","), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "{"),
        UInt8(ascii: "}"):
        if inFlow { break scan }
      case UInt8(ascii: "?"):
        if inFlow { return nil }
      default: break
      }
      index += 1
      end = index
    }
    index = end
    return DocumentNode(
      .scalar(text.text(start..<end), .plain), at: text.place(start..<end, line: line))
  }

  /// Whether a scalar may begin with what stands here and mean nothing else.
  private var beginsPlain: Bool {
    let first = byte
    if isWord(first) { return true }
    switch first {
    case UInt8(ascii: "."), UInt8(ascii: "$"), UInt8(ascii: "("), UInt8(ascii: "+"),
      UInt8(ascii: "/"), UInt8(ascii: "_"), UInt8(ascii: "~"):
      return true
    case UInt8(ascii: "-"): return isWord(text.byte(index + 1))
    default: return false
    }
  }

  /// A letter, a digit or a character beyond ASCII.
  private func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x80...0xFF: true
    case UInt8(ascii: "/"): true
    default: false
    }
  }

  /// False where the key is there already: the general parser finds both places.
  private func add(_ key: DocumentNode, _ value: DocumentNode, to entries: inout [DocumentEntry])
    -> Bool
  {
    guard let name = key.scalar, entries.count < 200, !entries.contains(where: { $0.key == name })
    else { return false }
    entries.append(DocumentEntry(key: name, keyLocation: key.location, value: value))
    return true
  }
}
