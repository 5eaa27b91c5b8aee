// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterDocuments

/// What an element of a path is called: a memory or arithmetic by its name, an array by its sides.
struct PathName {
  /// Which of `memory`, `array`, `compute` it is.
  var kind: String
  /// The name, or the names of the sides.
  var words: [String]
  /// Where it stands.
  var location: SourceLocation

  /// The kinds of element.
  static let kinds = ["memory", "array", "compute"]

  /// The name of an element; nil for what is none.
  init?(_ node: DocumentNode) {
    guard
      let entry = node.entries?.first(where: { Self.kinds.contains($0.key) })
    else { return nil }
    let words = entry.value.scalar.map { [$0] } ?? entry.value.entries?.map(\.key) ?? []
    guard !words.isEmpty else { return nil }
    kind = entry.key
    self.words = words
    location = entry.value.scalar == nil ? entry.keyLocation : entry.value.location
  }

  /// Whether this name, in a file that extends another, means that element of the other.
  func names(_ other: PathName) -> Bool {
    kind == other.kind && words.allSatisfy(other.words.contains)
  }

  /// `memory 'dram'`, `array 'rows x columns'`.
  var text: String { "\(kind) '\(words.joined(separator: " x "))'" }
}
