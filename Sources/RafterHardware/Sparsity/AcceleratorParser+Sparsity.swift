// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterDocuments
import RafterQuantities
import RafterWorkload

extension AcceleratorParser {
  /// What arithmetic does with zeros; nil where nothing is said.
  mutating func readSparsity(in outer: inout RecordReader, title: String, _ around: SourceScope)
    -> SparsitySupport?
  {
    guard let entry = outer.entry("sparsity"),
      var record = reader.record(
        entry.value, as: AcceleratorFields.sparsity, title: "'sparsity' of \(title)")
    else { return nil }
    let scope = scope(of: &record, in: around)
    let words = [Operand.weights.rawValue, Operand.inputs.rawValue]
    var support = SparsitySupport()
    support.gating = operands("gating", in: &record, among: words)
    support.skipping = operands("skipping", in: &record, among: words)
    support.gatedEnergy = plain("gated-energy", in: &record, scope)
    support.fastest = plain("fastest", in: &record, scope)
    support.loadBalance = plain("load-balance", in: &record, scope)
    let example = "structure: {weights: 2:4}"
    for entry in reader.map("structure", in: &record, example: example) ?? [] {
      guard words.contains(entry.key), let operand = Operand(rawValue: entry.key) else {
        reader.report(
          .unknownName(entry.key, of: "operand", among: words, at: entry.keyLocation))
        continue
      }
      support.structures[operand] = readStructure(entry.value)
    }
    reader.finish(record)
    if record.has("gated-energy"), !record.has("gating") {
      reader.report(.withoutEffect("gated-energy", "gating", at: record.place(of: "gated-energy")))
    }
    for key in ["structure", "fastest", "load-balance"]
    where record.has(key) && !record.has("skipping") {
      reader.report(.withoutEffect(key, "skipping", at: record.place(of: key)))
    }
    return support
  }

  /// How a memory stores operands without their zeros; nil where nothing is said.
  mutating func readCompression(
    in outer: inout RecordReader, title: String, holds: [Operand], _ around: SourceScope
  ) -> CompressedStorage? {
    guard let entry = outer.entry("compression"),
      var record = reader.record(
        entry.value, as: AcceleratorFields.compression, title: "'compression' of \(title)")
    else { return nil }
    let scope = scope(of: &record, in: around)
    let words = holds.map(\.rawValue)
    var storage = CompressedStorage(
      operands: operands("operands", in: &record, among: words))
    let example = "format-overhead: {weights: 2 bit}"
    for entry in reader.map("format-overhead", in: &record, example: example) ?? [] {
      guard let operand = Operand(rawValue: entry.key), storage.operands.contains(operand) else {
        reader.report(
          .unknownName(
            entry.key, of: "compressed operand",
            among: storage.operands.map(\.rawValue).sorted(), at: entry.keyLocation))
        continue
      }
      if let stated = reader.quantity(entry.value, Rules.overhead, of: entry.key) {
        storage.overhead[operand] = sourced(stated, scope) { value, _ in BitCount(value) }
      }
    }
    for entry in reader.map("format", in: &record, example: "format: {weights: bitmask}") ?? [] {
      guard let operand = Operand(rawValue: entry.key), storage.operands.contains(operand) else {
        reader.report(
          .unknownName(
            entry.key, of: "compressed operand",
            among: storage.operands.map(\.rawValue).sorted(), at: entry.keyLocation))
        continue
      }
      let words = CompressedStorage.Code.allCases.map(\.rawValue)
      guard let word = reader.text(entry.value, of: "'format'") else { continue }
      guard let code = CompressedStorage.Code(rawValue: word.text) else {
        reader.report(.unknownName(word.text, of: "format", among: words, at: word.location))
        continue
      }
      if storage.overhead[operand] != nil {
        reader.report(.codeAndOverhead(operand.rawValue, at: entry.keyLocation))
      }
      storage.codes[operand] = code
    }
    reader.finish(record)
    return storage
  }

  private mutating func operands(
    _ key: String, in record: inout RecordReader, among words: [String]
  )
    -> Set<Operand>
  {
    guard let entry = record.entry(key) else { return [] }
    return Set(readOperands(entry.value, of: "'\(key)'", among: words))
  }

  private mutating func plain(_ key: String, in record: inout RecordReader, _ scope: SourceScope)
    -> Sourced<Double>?
  {
    reader.quantity(key, in: &record).flatMap { stated in
      sourced(stated, scope) { value, _ in value }
    }
  }

  /// `2:4`.
  private mutating func readStructure(_ node: DocumentNode) -> SparsitySupport.Structure? {
    guard let text = reader.text(node, of: "'structure'") else { return nil }
    let parts = text.text.split(separator: ":", omittingEmptySubsequences: false)
      .map { Int($0) }
    guard parts.count == 2, let n = parts[0], let m = parts[1], n > 0, n < m, m <= 1024 else {
      reader.report(.notAStructure(text.text, at: text.location))
      return nil
    }
    return SparsitySupport.Structure(n: n, m: m)
  }
}
