// SPDX-License-Identifier: Apache-2.0
public import RafterDiagnostics

/// A value of a document with the place it stands at.
public struct DocumentNode: Sendable, Hashable {
  /// How a scalar is written.
  public enum Style: Sendable, Hashable {
    case plain, quoted
  }

  /// What the value is.
  public enum Content: Sendable, Hashable {
    case scalar(String, Style)
    case sequence([DocumentNode])
    case mapping([DocumentEntry])
  }

  /// What the value is.
  public var content: Content
  /// Where it begins; the length covers what stands on its first line.
  public var location: SourceLocation
  /// The tag before it, without `!`; only in other tools' files.
  public var tag: String?

  /// Creates a node.
  public init(_ content: Content, at location: SourceLocation, tag: String? = nil) {
    self.content = content
    self.location = location
    self.tag = tag
  }

  /// The text of a scalar, or nil.
  public var scalar: String? {
    if case .scalar(let text, _) = content { text } else { nil }
  }

  /// The entries of a mapping, or nil.
  public var entries: [DocumentEntry]? {
    if case .mapping(let entries) = content { entries } else { nil }
  }

  /// The elements of a sequence, or nil.
  public var elements: [DocumentNode]? {
    if case .sequence(let elements) = content { elements } else { nil }
  }

  /// Whether nothing was written: `key:` and the end of the line.
  public var isEmpty: Bool {
    if case .scalar(let text, .plain) = content { text.isEmpty || text == "~" } else { false }
  }

  /// The value of a key of a mapping, or nil.
  public subscript(_ key: String) -> DocumentNode? {
    entries?.first { $0.key == key }?.value
  }

  /// What it is, for messages: `'32'`, `a list`.
  var shortDescription: String {
    switch content {
    case .scalar(let text, _): isEmpty ? "nothing" : "'\(text)'"
    case .sequence: "a list"
    case .mapping: "a mapping"
    }
  }
}

/// A key of a mapping and its value.
public struct DocumentEntry: Sendable, Hashable {
  /// The key.
  public var key: String
  /// Where the key stands.
  public var keyLocation: SourceLocation
  /// Its value.
  public var value: DocumentNode

  /// Creates an entry.
  public init(key: String, keyLocation: SourceLocation, value: DocumentNode) {
    self.key = key
    self.keyLocation = keyLocation
    self.value = value
  }
}
