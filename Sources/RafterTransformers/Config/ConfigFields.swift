// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterDocuments

/// The keys of a configuration, read by any of their names; collects what is wrong and goes on.
///
/// Families call the same thing by several names (`hidden_size`, `n_embd`, `d_model`). Models with several parts
/// nest that of the language model in `text_config`; keys are looked up there first, then at the top.
struct ConfigFields {
  /// The file, as the user gave it.
  let file: String
  /// Mappings to look keys up in, innermost first.
  let scopes: [DocumentNode]
  /// Whether layers that are not modelled exactly may be read.
  let fidelity: ConfigFidelity
  /// What is wrong so far.
  var diagnostics: [Diagnostic] = []
  /// What is read but not modelled exactly, a sentence each.
  var approximations: [String] = []
  /// Whether a number that has to be there is not: 1 stands in its place, and checks against it say nothing.
  private(set) var hasGaps = false
  /// Optional keys that were asked for and are absent: a near miss of one is no accident.
  private(set) var absent: [String] = []

  init(file: String, root: DocumentNode, fidelity: ConfigFidelity) {
    self.file = file
    self.fidelity = fidelity
    let nested = root["text_config"] ?? root["llm_config"] ?? root["language_config"]
    scopes = [nested, root].compactMap { $0?.entries == nil ? nil : $0 }
  }

  /// Where the innermost mapping begins.
  var place: SourceLocation { scopes.first?.location ?? SourceLocation(file: file) }

  /// The entry of the first name that is there and not null.
  func entry(_ names: [String]) -> DocumentEntry? {
    for scope in scopes {
      for name in names {
        if let entry = scope.entries?.first(where: { $0.key == name }), !entry.value.isNull {
          return entry
        }
      }
    }
    return nil
  }

  /// Where the value of a key stands, or the mapping.
  func place(of names: String...) -> SourceLocation { entry(names)?.value.location ?? place }

  /// A whole number, or nil where it is absent.
  mutating func count(_ names: String..., in range: ClosedRange<Int> = 1...Self.largest) -> Int? {
    count(names, range)
  }

  /// A whole number that has to be there; 1 where it is not, which has been reported then.
  mutating func required(_ names: String..., what: String, upTo limit: Int = Self.largest) -> Int {
    if let entry = entry(names) {
      if let value = number(entry, 1...limit) { return value }
    } else {
      missing(names, what: what)
    }
    hasGaps = true
    return 1
  }

  /// Reports a key that has to be there and is not.
  mutating func missing(_ names: [String], what: String) {
    var near: DocumentEntry?
    for name in names where near == nil { near = ConfigSpelling.nearMiss(of: name, in: scopes) }
    diagnostics.append(
      .missingConfigKey(
        names, what: what, misspelt: near.map { ($0.key, $0.keyLocation) }, at: place))
  }

  private mutating func count(_ names: [String], _ range: ClosedRange<Int>) -> Int? {
    guard let entry = entry(names) else {
      absent += names.prefix(1)
      return nil
    }
    return number(entry, range)
  }

  private mutating func number(_ entry: DocumentEntry, _ range: ClosedRange<Int>) -> Int? {
    guard case .scalar(let text, .plain) = entry.value.content, let number = Int(text) else {
      diagnostics.append(
        .configValue(
          entry.key, entry.value.words, expected: "a whole number", at: entry.value.location))
      return nil
    }
    guard range.contains(number) else {
      diagnostics.append(.configRange(entry.key, number, range, at: entry.value.location))
      return nil
    }
    return number
  }

  /// A share such as `partial_rotary_factor`, or nil where it is absent.
  mutating func share(_ names: String...) -> Double? {
    guard let entry = entry(names) else { return nil }
    guard case .scalar(let text, .plain) = entry.value.content, let number = Double(text),
      (0...1).contains(number)
    else {
      diagnostics.append(
        .configValue(
          entry.key, entry.value.words, expected: "a number from 0 to 1", at: entry.value.location))
      return nil
    }
    return number
  }

  /// true or false.
  mutating func flag(_ name: String, default absence: Bool) -> Bool {
    guard let entry = entry([name]) else {
      absent.append(name)
      return absence
    }
    switch entry.value.content {
    case .scalar("true", .plain): return true
    case .scalar("false", .plain): return false
    default:
      diagnostics.append(
        .configValue(
          entry.key, entry.value.words, expected: "true or false", at: entry.value.location))
      return absence
    }
  }

  /// A text, or nil where it is absent.
  mutating func word(_ names: String...) -> String? {
    guard let entry = entry(names) else { return nil }
    guard let text = entry.value.scalar else {
      diagnostics.append(
        .configValue(entry.key, entry.value.words, expected: "a text", at: entry.value.location))
      return nil
    }
    return text
  }

  /// A list of texts with their places, or nil where it is absent.
  mutating func words(_ name: String) -> [DocumentNode]? {
    guard let entry = entry([name]) else { return nil }
    guard let elements = entry.value.elements, elements.allSatisfy({ $0.scalar != nil }) else {
      diagnostics.append(
        .configValue(entry.key, entry.value.words, expected: "a list", at: entry.value.location))
      return nil
    }
    return elements
  }

  /// A list of whole numbers, or nil where it is absent.
  mutating func counts(_ name: String) -> [Int]? {
    guard let nodes = words(name) else { return nil }
    let numbers = nodes.map { Int($0.scalar ?? "") }
    guard let bad = numbers.firstIndex(of: nil) else { return numbers.compactMap(\.self) }
    diagnostics.append(
      .configValue(name, nodes[bad].words, expected: "a whole number", at: nodes[bad].location))
    return nil
  }

  /// Takes something that is not modelled: an error, or a sentence for every result.
  mutating func approximate(_ what: String, as sentence: String, at place: SourceLocation?) {
    switch fidelity {
    case .exact: diagnostics.append(.notModelled(what, at: place))
    case .approximate:
      if !approximations.contains(sentence) { approximations.append(sentence) }
    }
  }

  /// No count of a configuration is larger.
  static let largest = 1 << 24
  /// No number of heads, nor of elements of a head, is larger: products of three still fit.
  static let mostHeads = 1 << 16
}

extension DocumentNode {
  /// Whether nothing is said: `null`.
  var isNull: Bool {
    if case .scalar(let text, .plain) = content { text == "null" || text.isEmpty } else { false }
  }

  /// What it is, for messages.
  var words: String {
    switch content {
    case .scalar(let text, .plain): text
    case .scalar(let text, .quoted): "the text \"\(text)\""
    case .sequence: "a list"
    case .mapping: "an object"
    }
  }
}
