// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterDocuments
import RafterHardware
import RafterQuantities

extension TechnologyParser {
  /// The kinds of memory.
  mutating func readMemories(_ top: inout RecordReader, _ scope: TechnologyScope) {
    let example = "memories: {rram: {read: 0.2 pJ/bit, write: 1 pJ/bit}}"
    for entry in reader.map("memories", in: &top, example: example) ?? [] {
      if let memory = readMemory(entry.value, kind: entry.key, scope) {
        model.set(.stated(memory), for: entry.key)
      }
    }
  }

  private mutating func readMemory(
    _ node: DocumentNode, kind: String, _ outer: TechnologyScope
  ) -> StatedMemory? {
    guard
      var record = reader.record(node, as: TechnologyFields.memory, title: "memory kind '\(kind)'")
    else { return nil }
    let scope = scope(of: &record, in: outer)
    let own = quantity("node", of: Nanometre.self, in: &record, scope)
    let read = readEnergy("read", in: &record, scope)
    let write = readEnergy("write", in: &record, scope)
    let leakage = quantity("leakage", of: Per<Per<Joule, Second>, Byte>.self, in: &record, scope)
    let area = quantity("area", of: Per<SquareMillimetre, Byte>.self, in: &record, scope)
    let note = reader.text("note", in: &record)
    reader.finish(record)
    guard let read, let write else { return nil }
    let title = scope.source.flatMap { model.sources[$0]?.title } ?? model.source?.title
    return StatedMemory(
      node: own?.value, read: read, write: write, leakage: leakage, area: area,
      note: [note?.text, title].compactMap { $0 }.joined(separator: "; "))
  }

  private mutating func readEnergy(
    _ key: String, in record: inout RecordReader, _ scope: TechnologyScope
  ) -> StatedMemory.AccessEnergy? {
    guard let entry = record.entry(key) else { return nil }
    // `{value: ...}` is a number with its attributes, any other mapping a law.
    if entry.value.entries == nil || entry.value["value"] != nil {
      return reader.quantity(entry.value, TechnologyRules.energyPerBit, of: key)
        .flatMap { sourced($0, scope) { EnergyPerBit($0) } }
        .map { .perBit($0) }
    }
    return readLaw(entry.value, of: key, scope)
  }

  private mutating func readLaw(
    _ node: DocumentNode, of key: String, _ outer: TechnologyScope
  ) -> StatedMemory.AccessEnergy? {
    guard var record = reader.record(node, as: TechnologyFields.law, title: "the law '\(key)'")
    else { return nil }
    let scope = scope(of: &record, in: outer)
    let base = quantity("base", of: Joule.self, in: &record, scope)
    let slope = quantity("slope", of: Joule.self, in: &record, scope)
    let capacity = exponent("capacity-exponent", in: &record, scope)
    let width = exponent("width-exponent", in: &record, scope)
    reader.finish(record)
    guard let slope, let capacity, let width else { return nil }
    return .law(
      PowerLaw(
        base: base?.value ?? .zero, slope: slope.value, capacityExponent: capacity,
        widthExponent: width), slope.provenance)
  }

  private mutating func exponent(
    _ key: String, in record: inout RecordReader, _ scope: TechnologyScope
  ) -> Double? {
    reader.quantity(key, in: &record).flatMap { sourced($0, scope) { $0 } }?.value
  }

  /// What the memories of the machine are.
  mutating func readLevels(_ top: inout RecordReader) {
    let kinds = model.memories.map(\.kind)
    for entry in reader.map("levels", in: &top, example: "levels: {dram: {kind: lpddr5}}") ?? [] {
      guard
        var record = reader.record(
          entry.value, as: TechnologyFields.level, title: "level '\(entry.key)'")
      else { continue }
      var choice = TechnologyModel.LevelChoice()
      if let kind = reader.text("kind", in: &record) {
        choice.kind = kind.text
        if !kinds.contains(kind.text) {
          reader.report(.unknownKind(kind.text, of: "memory", among: kinds, at: kind.location))
        }
      }
      if let banks = record.entry("banks") {
        choice.banks = reader.count(banks.value, of: "'banks'", in: 1...65536)
      }
      if let width = reader.quantity("width", in: &record),
        case .number(let value, _) = width.content
      {
        choice.width = BitCount(value)
      }
      choice.device = reader.word("device", in: &record)
        .flatMap { DeviceType(rawValue: $0.text) }
      reader.finish(record)
      model.levels[entry.key] = choice
    }
  }
}
