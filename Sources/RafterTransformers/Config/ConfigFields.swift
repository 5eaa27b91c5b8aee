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
  /// Keys that are spelt right, whether or not they are read here.
  let known: Set<String>
  /// Whether layers that are not modelled exactly may be read.
  let fidelity: ConfigFidelity
  /// What is wrong so far.
  var diagnostics: [Diagnostic] = []
  /// What is read but not modelled exactly, a sentence each.
  var approximations: [String] = []
  /// Whether a number that has to be there is not: 1 stands in its place, and checks against it say nothing.
  private(set) var hasGaps = false
  /// Optional keys that were asked for and are absent, with their other names: a near miss of one is no accident.
  private(set) var absent: [[String]] = []
  /// What the family's class takes where a key is not stated; said in a note each time.
  var classDefaults: [String: Int] = [:]

  init(file: String, root: DocumentNode, fidelity: ConfigFidelity) {
    self.file = file
    self.fidelity = fidelity
    known = ConfigSpelling.known
    let parts = ["text_config", "llm_config", "language_config"].compactMap { name in
      root.entries?.first { $0.key == name }
    }
    let nested = parts.first { $0.value.entries != nil }
    scopes = [nested?.value, root].compactMap { $0?.entries == nil ? nil : $0 }
    if nested == nil, let wrong = parts.first, !wrong.value.isNull {
      diagnostics.append(
        .configValue(
          wrong.key, wrong.value.words, expected: "an object", at: wrong.value.location))
    }
  }

  /// The keys of an object within `quantization_config`, or of that itself, read by the same rules and reported apart.
  init(quantization node: DocumentNode, of fields: ConfigFields) {
    file = fields.file
    fidelity = fields.fidelity
    scopes = [node]
    known = ConfigSpelling.knownOfQuantization
  }

  /// Whether the language model stands in an object of its own.
  var isNested: Bool { scopes.count > 1 }

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

  /// Whether one of the names is there, be it as null.
  func states(_ names: String...) -> Bool { states(names) }

  private func states(_ names: [String]) -> Bool {
    scopes.contains { scope in scope.entries?.contains { names.contains($0.key) } ?? false }
  }

  /// The entry of the first name that is there; one that is absent is remembered, for its near misses.
  private mutating func sought(_ names: [String]) -> DocumentEntry? {
    let found = entry(names)
    if found == nil, !states(names) { absent.append(names) }
    return found
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
    } else if let value = ofClass(names) {
      return value
    } else {
      missing(names, what: what)
    }
    hasGaps = true
    return 1
  }

  /// Reports a key that has to be there and is not.
  mutating func missing(_ names: [String], what: String) {
    let near = ConfigSpelling.nearMiss(of: names, in: scopes, known: known)?.entry
    diagnostics.append(
      .missingConfigKey(
        names, what: what, misspelt: near.map { ($0.key, $0.keyLocation) }, at: place))
  }

  private mutating func count(_ names: [String], _ range: ClosedRange<Int>) -> Int? {
    guard let entry = sought(names) else { return ofClass(names) }
    return number(entry, range)
  }

  /// What the class takes for a key that is not stated, with a note; nil where it takes nothing, or a near miss is there.
  private mutating func ofClass(_ names: [String]) -> Int? {
    guard !states(names), let name = names.first(where: { classDefaults[$0] != nil }),
      let value = classDefaults[name],
      ConfigSpelling.nearMiss(of: names, in: scopes, known: known) == nil
    else { return nil }
    let note = Diagnostic.classDefault(name, value, at: place)
    if !diagnostics.contains(note) { diagnostics.append(note) }
    return value
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
    guard let entry = sought(names) else { return nil }
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
    guard let entry = sought([name]) else { return absence }
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
  mutating func word(_ names: String...) -> String? { wordEntry(names)?.text }

  /// A text with its place, or nil where it is absent.
  mutating func wordEntry(_ names: [String]) -> (text: String, place: SourceLocation, key: String)?
  {
    guard let entry = sought(names) else { return nil }
    guard case .scalar(let text, .quoted) = entry.value.content else {
      diagnostics.append(
        .configValue(entry.key, entry.value.words, expected: "a text", at: entry.value.location))
      return nil
    }
    return (text, entry.value.location, entry.key)
  }

  /// An object, or nil where it is absent.
  mutating func object(_ names: String...) -> DocumentNode? {
    guard let entry = sought(names) else { return nil }
    guard entry.value.entries != nil else {
      diagnostics.append(
        .configValue(
          entry.key, entry.value.words, expected: "an object", at: entry.value.location))
      return nil
    }
    return entry.value
  }

  /// A list of texts with their places, or nil where it is absent.
  mutating func words(_ name: String) -> [DocumentNode]? {
    guard let entry = sought([name]) else { return nil }
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
    let numbers = nodes.map(\.wholeNumber)
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

  /// A number without a fraction, or nil.
  var wholeNumber: Int? {
    if case .scalar(let text, .plain) = content { Int(text) } else { nil }
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
