// SPDX-License-Identifier: Apache-2.0
import RafterDocuments

extension AcceleratorFields {
  /// The keys of a description that extends another: it may leave out all that does not differ.
  static let extending: Record = {
    var record = relaxed(accelerator)
    for index in record.fields.indices
    where ["rafter", "name", "source", "extends"].contains(record.fields[index].name) {
      record.fields[index].presence = .required
    }
    record.summary = "What differs from the accelerator that it extends."
    return record
  }()

  /// A record of which every key may be left out but those that say which part is meant.
  private static func relaxed(_ record: Record) -> Record {
    guard record.name != source.name else { return record }
    var copy = record
    for index in copy.fields.indices {
      let field = copy.fields[index]
      if !["memory", "array", "compute"].contains(field.name) {
        copy.fields[index].presence = .optional
      }
      copy.fields[index].kind = relaxed(field.kind, of: field.name)
    }
    return copy
  }

  /// Mappings merge, so what is in them may be left out; lists but the path are replaced as they are.
  private static func relaxed(_ kind: ValueKind, of key: String) -> ValueKind {
    switch kind {
    case .record(let record): .record(relaxed(record))
    case .either(let kinds): .either(kinds.map { relaxed($0, of: key) })
    case .list(let element) where key == "path": .list(relaxed(element, of: key))
    case .map(let value): .map(relaxed(value, of: key))
    case .list, .text, .pattern, .word, .count, .quantity: kind
    }
  }
}
