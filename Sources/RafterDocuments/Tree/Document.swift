// SPDX-License-Identifier: Apache-2.0
public import RafterDiagnostics
import Yams

/// A YAML document as a tree of located nodes.
public struct Document: Sendable {
  /// The whole of it.
  public var root: DocumentNode
  /// What is wrong with it, but does not keep it from being read: keys given twice.
  public var diagnostics: [Diagnostic]

  /// Files above this size are not descriptions written by people.
  static let maximumBytes = 1 << 20
  /// Nothing we read is nested this deep.
  static let maximumDepth = 40
  /// Aliases are refused; so many make it sure that the text is not prose with asterisks.
  static let maximumAliases = 8

  /// Whose file it is.
  public enum Dialect: Sendable {
    /// Ours: tags such as `!Memory` and keys given twice are errors.
    case own
    /// Another tool's: nodes carry their tags, and of a key given twice the last one counts, as it does there.
    case foreign
  }

  /// Parses the one document of a text.
  ///
  /// - Parameters:
  ///   - text: The YAML.
  ///   - file: Its name in diagnostics.
  ///   - dialect: Whose file it is.
  /// - Throws: `DiagnosticList` where the text is not YAML, is empty, too large or too deep, or has anchors,
  ///   tags in a file of ours, or keys that are not text.
  public static func parse(text: String, file: String, dialect: Dialect = .own)
    throws(DiagnosticList) -> Document
  {
    if text.utf8.count <= maximumBytes, let root = PlainParser.parse(text, file: file) {
      return Document(root: root, diagnostics: [])
    }
    return try general(text: text, file: file, dialect: dialect)
  }

  /// Parses with the general parser, whether or not the text is plain.
  static func general(text: String, file: String, dialect: Dialect)
    throws(DiagnosticList) -> Document
  {
    let documents = try roots(of: text, file: file, dialect) { parser throws in
      try parser.singleRoot().map { [$0] } ?? []
    }
    guard let document = documents.first else { throw DiagnosticList(.emptyDocument(file)) }
    return document
  }

  /// Parses all documents of a text, which `---` divides.
  ///
  /// - Throws: as `parse`, and where there is none.
  public static func stream(text: String, file: String) throws(DiagnosticList) -> [Document] {
    let documents = try roots(of: text, file: file, .own) { parser throws in
      var found: [Node] = []
      while let root = try parser.nextRoot() { found.append(root) }
      return found
    }
    guard !documents.isEmpty else { throw DiagnosticList(.emptyDocument(file)) }
    return documents
  }

  private static func roots(
    of text: String, file: String, _ dialect: Dialect, _ read: (Parser) throws -> [Node]
  ) throws(DiagnosticList) -> [Document] {
    guard text.utf8.count <= maximumBytes else {
      throw DiagnosticList(.documentTooLarge(bytes: text.utf8.count, limit: maximumBytes, file))
    }
    var lines = DocumentText(text, file: file)
    if let place = Self.aliasBomb(in: lines) { throw DiagnosticList(.anchor(at: place)) }
    var duplicates = DuplicateKeys()
    while true {
      let attempt = duplicates.repeats.isEmpty ? text : lines.joined
      do {
        // Without rules for numbers and dates: what a scalar means is decided where it is read.
        let parser = try Parser(yaml: attempt, resolver: .basic, encoding: .utf8)
        // The parser owns the anchors: it has to live as long as the tree is looked at.
        return try withExtendedLifetime(parser) {
          try read(parser).map { try build($0, lines, duplicates, dialect) }
        }
      } catch let error as YamlError {
        if case .duplicatedKeysInMapping(let keys, let context) = error, let key = keys.first {
          let mark = context.mark
          if duplicates.rename(key, line: mark.line, column: mark.column, in: &lines) { continue }
          throw DiagnosticList(
            .duplicateKey(
              key, firstLine: nil, at: lines.place(line: mark.line, column: mark.column)))
        }
        throw DiagnosticList(Self.syntax(error, attempt, lines))
      } catch let list as DiagnosticList {
        throw list
      } catch {
        throw DiagnosticList(.yamlSyntax("\(error)", at: SourceLocation(file: file)))
      }
    }
  }

  private static func build(
    _ root: Node, _ lines: DocumentText, _ duplicates: DuplicateKeys, _ dialect: Dialect
  ) throws(DiagnosticList) -> Document {
    var builder = TreeBuilder(text: lines, duplicates: duplicates, dialect: dialect)
    let tree = builder.node(root, depth: 0)
    guard builder.fatal.isEmpty else {
      throw DiagnosticList((builder.fatal + builder.diagnostics).inOrderOfPlace())
    }
    return Document(root: tree, diagnostics: builder.diagnostics)
  }

  /// The first alias of a text with so many that following them could take for ever.
  private static func aliasBomb(in text: DocumentText) -> SourceLocation? {
    var first: SourceLocation?
    var count = 0
    for (index, line) in text.lines.enumerated() where line.contains("*") {
      var before: Unicode.Scalar = ":"
      for (column, scalar) in line.enumerated() where scalar != " " {
        if scalar == "*", "[{,:-?".unicodeScalars.contains(before) {
          count += 1
          first = first ?? text.place(line: index + 1, column: column + 1)
        }
        before = scalar
      }
    }
    return count > maximumAliases ? first : nil
  }

  private static func syntax(_ error: YamlError, _ text: String, _ lines: DocumentText)
    -> Diagnostic
  {
    switch error {
    case .scanner(let context, let problem, let mark, _),
      .parser(let context, let problem, let mark, _),
      .composer(let context, let problem, let mark, _):
      let place = lines.place(line: mark.line, column: mark.column)
      let line = lines.lines.indices.contains(mark.line - 1) ? lines.lines[mark.line - 1] : []
      if line.dropFirst(mark.column - 1).first == "\t" { return .tab(at: place) }
      return .yamlSyntax(
        problem, context: context.map { "\($0.text), from line \($0.mark.line)" }, at: place)
    case .reader(let problem, let offset, _, _):
      guard let offset else {
        return .yamlSyntax(problem, at: SourceLocation(file: lines.file))
      }
      let (line, column) = DocumentText.position(ofCharacter: offset, in: text)
      return .yamlSyntax(problem, at: lines.place(line: line, column: column))
    default:
      return .yamlSyntax("\(error)", at: SourceLocation(file: lines.file))
    }
  }
}

/// Turns the parser's nodes into ours.
private struct TreeBuilder {
  var text: DocumentText
  var duplicates: DuplicateKeys
  var dialect: Document.Dialect
  var fatal: [Diagnostic] = []
  var diagnostics: [Diagnostic] = []

  init(text: DocumentText, duplicates: DuplicateKeys, dialect: Document.Dialect) {
    self.text = text
    self.duplicates = duplicates
    self.dialect = dialect
  }

  mutating func node(_ node: Node, depth: Int) -> DocumentNode {
    let line = node.mark?.line ?? 1
    let column = node.mark?.column ?? 1
    var place = text.place(line: line, column: column)
    let nothing = DocumentNode(.scalar("", .plain), at: place)
    // An alias is the node of its anchor: nothing behind an anchor is followed, so the walk is no longer
    // than the text.
    guard node.anchorOfItsOwn == nil else {
      fatal.append(.anchor(at: place))
      return nothing
    }
    guard depth < Document.maximumDepth else {
      fatal.append(.tooDeep(limit: Document.maximumDepth, at: place))
      return nothing
    }
    switch node {
    case .scalar(let scalar):
      let tag = tag(scalar.tag, at: place)
      let style: DocumentNode.Style =
        scalar.style == .plain || scalar.style == .any ? .plain : .quoted
      place = text.place(ofScalar: scalar.string, style: style, line: line, column: column)
      return DocumentNode(.scalar(scalar.string, style), at: place, tag: tag)
    case .sequence(let sequence):
      let tag = tag(sequence.tag, at: place)
      var elements: [DocumentNode] = []
      for element in sequence { elements.append(self.node(element, depth: depth + 1)) }
      return DocumentNode(.sequence(elements), at: place, tag: tag)
    case .mapping(let mapping):
      let tag = tag(mapping.tag, at: place)
      var entries: [DocumentEntry] = []
      for (key, value) in mapping { add(key, value, depth: depth + 1, to: &entries) }
      return DocumentNode(.mapping(entries), at: place, tag: tag)
    case .alias:
      fatal.append(.anchor(at: place))
      return nothing
    }
  }

  private mutating func add(
    _ key: Node, _ value: Node, depth: Int, to entries: inout [DocumentEntry]
  ) {
    let key = node(key, depth: depth)
    guard let name = key.scalar else {
      fatal.append(.keyIsNotText(key.shortDescription, at: key.location))
      return
    }
    let converted = node(value, depth: depth)
    if case .text(let line, let column, let length) = key.location.position,
      let twice = duplicates.at(line: line, column: column)
    {
      var diagnostic = Diagnostic.duplicateKey(
        twice.key, firstLine: twice.firstLine,
        at: text.place(line: line, column: column, length: length))
      if dialect == .foreign {
        diagnostic.severity = .warning
        entries.removeAll { $0.key == twice.key }
        entries.append(
          DocumentEntry(key: twice.key, keyLocation: key.location, value: converted))
      }
      diagnostics.append(diagnostic)
      return
    }
    entries.append(DocumentEntry(key: name, keyLocation: key.location, value: converted))
  }

  private mutating func tag(_ tag: Tag, at place: SourceLocation) -> String? {
    let name = tag.rawValue
    // `!`, and what the parser gives quoted scalars.
    guard !name.isEmpty, name != "!", !name.hasPrefix("tag:yaml.org,2002:") else { return nil }
    switch dialect {
    case .own:
      fatal.append(.tag(name, at: place))
      return nil
    case .foreign: return String(name.drop { $0 == "!" })
    }
  }
}

extension Node {
  /// The anchor the node was given.
  fileprivate var anchorOfItsOwn: Anchor? {
    switch self {
    case .scalar(let scalar): scalar.anchor
    case .sequence(let sequence): sequence.anchor
    case .mapping(let mapping): mapping.anchor
    case .alias(let alias): alias.anchor
    }
  }
}
