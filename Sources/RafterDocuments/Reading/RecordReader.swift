// SPDX-License-Identifier: Apache-2.0
public import RafterDiagnostics

/// A mapping being read: it remembers which keys were asked for, so that none is lost.
public struct RecordReader: Sendable {
  /// Its keys.
  public let record: Record
  /// What it is called in messages: `memory 'sram'`.
  public var title: String
  /// Where it begins.
  public let location: SourceLocation
  /// What it holds.
  public let entries: [DocumentEntry]
  private var isRead: [Bool]

  init(_ record: Record, title: String, location: SourceLocation, entries: [DocumentEntry]) {
    self.record = record
    self.title = title
    self.location = location
    self.entries = entries
    isRead = entries.map { _ in false }
  }

  /// The entry of a key, which counts as read from now on; nil where it is absent.
  public mutating func entry(_ key: String) -> DocumentEntry? {
    guard let index = entries.firstIndex(where: { $0.key == key }) else { return nil }
    isRead[index] = true
    return entries[index]
  }

  /// All entries of a key, which count as read from now on: several where documents are laid over one another.
  public mutating func all(_ key: String) -> [DocumentEntry] {
    var found: [DocumentEntry] = []
    for index in entries.indices where entries[index].key == key {
      isRead[index] = true
      found.append(entries[index])
    }
    return found
  }

  /// Whether a key is there; it does not count as read by that.
  public func has(_ key: String) -> Bool { entries.contains { $0.key == key } }

  /// The place of a key, or of the mapping where it is absent.
  public func place(of key: String) -> SourceLocation {
    entries.first { $0.key == key }?.keyLocation ?? location
  }

  /// Whether a key is absent and another one was probably meant for it.
  public func isMisspelt(_ key: String) -> Bool {
    !has(key) && misspeltKeys.contains(key)
  }

  /// The absent keys that were probably meant by unknown ones; a list without end is not searched to its end.
  var misspeltKeys: Set<String> {
    var unknown: [DocumentEntry] = []
    for entry in entries where record[entry.key] == nil && unknown.count < 20 {
      unknown.append(entry)
    }
    guard !unknown.isEmpty else { return [] }
    let absent = absentKeys
    return Set(unknown.compactMap { Suggestion.nearest(to: $0.key, among: absent) })
  }

  /// The entries nobody asked for.
  var unread: [DocumentEntry] {
    zip(entries, isRead).compactMap { $1 ? nil : $0 }
  }

  /// The valid keys that are not given yet.
  var absentKeys: [String] {
    record.fields.map(\.name).filter { !has($0) }
  }
}
