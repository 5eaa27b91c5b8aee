// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterDocuments

/// Lays one description over another: scalars and lists replace, mappings merge, elements of the path are
/// matched by name.
///
/// A quantity with attributes, `{value: ...}`, is one thing and is replaced as a whole: a new number must not
/// inherit the source of the old one.
struct Layering {
  /// The key that the base's own source gets among `sources`.
  var baseSource: String
  /// What does not fit.
  var diagnostics: [Diagnostic] = []

  /// What a part says about all its numbers; it holds for those of its own file, so both are kept.
  private static let scoped = ["source", "confidence"]

  init(baseSource: String) { self.baseSource = baseSource }

  /// The whole description.
  mutating func machine(_ child: DocumentNode, over base: DocumentNode) -> DocumentNode {
    var entries = base.entries ?? []
    var moved: DocumentEntry?
    // A child without a source of its own is reported; it may keep this one till then.
    if child["source"] != nil, let index = entries.firstIndex(where: { $0.key == "source" }) {
      moved = entries.remove(at: index)
    }
    entries.removeAll { $0.key == "extends" }
    for entry in child.entries ?? [] where entry.key != "extends" {
      guard let index = entries.firstIndex(where: { $0.key == entry.key }) else {
        entries.append(entry)
        continue
      }
      let old = entries[index].value
      switch entry.key {
      case "path": entries[index].value = path(entry.value, over: old)
      case "sources": entries[index].value = sources(entry.value, over: old)
      case "parameters": entries[index].value = parameters(entry.value, over: old)
      case "cautions": entries[index].value = joined(old, entry.value)
      default: entries[index] = merged(entry, over: entries[index])
      }
    }
    if var moved {
      moved.key = baseSource
      if let index = entries.firstIndex(where: { $0.key == "sources" }),
        let sources = entries[index].value.entries
      {
        entries[index].value.content = .mapping(sources + [moved])
      } else {
        entries.append(
          DocumentEntry(
            key: "sources", keyLocation: moved.keyLocation,
            value: DocumentNode(.mapping([moved]), at: moved.keyLocation)))
      }
    }
    return DocumentNode(.mapping(entries), at: child.location)
  }

  private func merged(_ child: DocumentEntry, over base: DocumentEntry) -> DocumentEntry {
    guard let new = child.value.entries, let old = base.value.entries,
      !(new + old).contains(where: { $0.key == "value" })
    else { return child }
    var result = base
    result.value = mapping(new, over: old, at: base.value.location)
    return result
  }

  private func mapping(_ new: [DocumentEntry], over old: [DocumentEntry], at place: SourceLocation)
    -> DocumentNode
  {
    var entries = old
    for entry in new {
      if !Self.scoped.contains(entry.key),
        let index = entries.firstIndex(where: { $0.key == entry.key })
      {
        entries[index] = merged(entry, over: entries[index])
      } else {
        entries.append(entry)
      }
    }
    return DocumentNode(.mapping(entries), at: place)
  }

  private func joined(_ old: DocumentNode, _ new: DocumentNode) -> DocumentNode {
    guard let first = old.elements, let second = new.elements else { return new }
    return DocumentNode(.sequence(first + second), at: old.location)
  }

  /// Sources add up; a key that stands for two works would move the numbers of one to the other.
  private mutating func sources(_ child: DocumentNode, over base: DocumentNode) -> DocumentNode {
    guard let new = child.entries, let old = base.entries else { return child }
    var entries = old
    for entry in new {
      if let first = old.first(where: { $0.key == entry.key }) {
        diagnostics.append(
          .sourceTwice(entry.key, first: first.keyLocation, at: entry.keyLocation))
      } else {
        entries.append(entry)
      }
    }
    return DocumentNode(.mapping(entries), at: base.location)
  }

  /// A parameter keeps the range that the base gives it where only a new value is stated.
  private func parameters(_ child: DocumentNode, over base: DocumentNode) -> DocumentNode {
    guard let new = child.entries, var entries = base.entries else { return child }
    for entry in new {
      guard let index = entries.firstIndex(where: { $0.key == entry.key }),
        var old = entries[index].value.entries
      else {
        entries.removeAll { $0.key == entry.key }
        entries.append(entry)
        continue
      }
      let changes =
        entry.value.entries
        ?? [DocumentEntry(key: "value", keyLocation: entry.keyLocation, value: entry.value)]
      for change in changes {
        old.removeAll { $0.key == change.key }
        old.append(change)
      }
      entries[index].value.content = .mapping(old)
    }
    return DocumentNode(.mapping(entries), at: base.location)
  }

  /// The base's path with what the elements of the child's path say.
  private mutating func path(_ child: DocumentNode, over base: DocumentNode) -> DocumentNode {
    guard let new = child.elements, let old = base.elements else { return child }
    var elements = old
    var changed: [Int: SourceLocation] = [:]
    for element in new {
      guard let entries = element.entries, let name = PathName(element) else {
        // The reader says what is wrong with it.
        elements.append(element)
        continue
      }
      guard let index = old.firstIndex(where: { PathName($0).map(name.names) ?? false }) else {
        diagnostics.append(
          .noSuchElement(
            name, among: old.compactMap(PathName.init), base: base.location, at: name.location))
        continue
      }
      if let first = changed[index] {
        diagnostics.append(.changedTwice(name, first: first, at: name.location))
      }
      changed[index] = name.location
      elements[index] = mapping(
        entries, over: elements[index].entries ?? [], at: elements[index].location)
    }
    return DocumentNode(.sequence(elements), at: base.location)
  }
}
