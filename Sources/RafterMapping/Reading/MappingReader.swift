// SPDX-License-Identifier: Apache-2.0
public import RafterDiagnostics
import RafterDocuments
import RafterWorkload

/// Reads mapping files.
///
///     let draft = try MappingReader.read(text: yaml, file: "mapping.yaml")
///     let mappings = try draft.mappings(of: layer.nests, on: machine, format: format)
public enum MappingReader {
  /// Reads a file of kind `mapping/1`.
  ///
  /// What is wrong with its keys and values is kept, and thrown by
  /// ``MappingDraft/mappings(of:on:format:)`` together with what does not suit layer and machine.
  ///
  /// - Parameters:
  ///   - text: The file, in YAML.
  ///   - file: Its path, as diagnostics show it.
  /// - Throws: `DiagnosticList` where the text is not YAML.
  public static func read(text: String, file: String) throws(DiagnosticList) -> MappingDraft {
    let document = try Document.parse(text: text, file: file)
    var parser = MappingParser()
    parser.read(document.root)
    return MappingDraft(
      file: file, products: parser.products,
      diagnostics: document.diagnostics + parser.reader.diagnostics)
  }
}

/// Turns located nodes into a draft.
struct MappingParser {
  var reader = DocumentReader(confidences: [])
  var products: [MappingDraft.Product] = []

  mutating func read(_ root: DocumentNode) {
    guard var file = reader.record(root, as: MappingFields.file, title: "the mapping") else {
      return
    }
    if let kind = reader.text("rafter", in: &file), kind.text != MappingFields.kind {
      reader.report(.unknownMappingKind(kind.text, at: kind.location))
    }
    if file.has("products") {
      if file.has("nodes") { reader.report(.bothProductForms(at: file.place(of: "nodes"))) }
      _ = file.entry("nodes")
      for node in reader.list("products", in: &file) ?? [] {
        guard var own = reader.record(node, as: MappingFields.product, title: "product") else {
          continue
        }
        let label = reader.text("label", in: &own)
        add(label?.text ?? "", &own)
        reader.finish(own)
      }
    } else if file.has("nodes") {
      add("", &file)
    } else if !file.isMisspelt("nodes"), !file.isMisspelt("products") {
      reader.report(.noNodes(at: file.location))
    }
    reader.finish(file)
  }

  private mutating func add(_ label: String, _ record: inout RecordReader) {
    var bounds: [MappingDraft.Bound] = []
    for entry in reader.map("nest", in: &record, example: "{K: 64, C: 3}") ?? [] {
      bounds.append(
        MappingDraft.Bound(
          name: entry.key, nameLocation: entry.keyLocation,
          count: count(entry.value, of: "'\(entry.key)'")))
    }
    let before = reader.errorCount
    let place = record.has("nodes") ? record.place(of: "nodes") : record.location
    let nodes = (reader.list("nodes", in: &record) ?? []).compactMap { node($0) }
    products.append(
      MappingDraft.Product(
        label: label, location: place, bounds: bounds, nodes: nodes,
        isWhole: reader.errorCount == before))
  }

  private mutating func node(_ node: DocumentNode) -> MappingDraft.Node? {
    guard var record = reader.record(node, as: MappingFields.node, title: "node") else {
      return nil
    }
    let kinds = MappingFields.node.fields.map(\.name).filter(record.has)
    let entries = kinds.compactMap { record.entry($0) }
    reader.finish(record)
    guard let entry = entries.first else {
      if record.entries.isEmpty { reader.report(.noNodeKind(at: node.location)) }
      return nil
    }
    guard entries.count == 1 else {
      reader.report(.severalNodeKinds(kinds, at: entries[1].keyLocation))
      return nil
    }
    switch entry.key {
    case "store":
      return stored(entry.value, as: MappingFields.store).map {
        .store(memory: $0.memory, operands: $0.operands)
      }
    case "bypass":
      return stored(entry.value, as: MappingFields.bypass).map {
        .bypass(memory: $0.memory, operands: $0.operands)
      }
    case "for": return loop(entry.value)
    default: return parallel(entry.value)
    }
  }

  private mutating func stored(_ node: DocumentNode, as fields: Record) -> (
    memory: LocatedWord, operands: [MappingDraft.Stored]
  )? {
    guard var record = reader.record(node, as: fields, title: fields.name) else { return nil }
    let memory = reader.text("memory", in: &record)
    var operands: [MappingDraft.Stored] = []
    let words = Operand.allCases.map(\.rawValue)
    for element in reader.list("operands", in: &record) ?? [] {
      guard let word = reader.word(element, of: "an operand", among: words),
        let operand = Operand(rawValue: word.text)
      else { continue }
      operands.append(MappingDraft.Stored(operand: operand, location: word.location))
    }
    reader.finish(record)
    return memory.map { ($0, operands) }
  }

  private mutating func loop(_ node: DocumentNode) -> MappingDraft.Node? {
    guard var record = reader.record(node, as: MappingFields.loop, title: "for") else {
      return nil
    }
    let dimension = reader.text("dimension", in: &record)
    let tile = count("tile", in: &record)
    reader.finish(record)
    guard let dimension, let tile else { return nil }
    return .loop(dimension: dimension, tile: tile)
  }

  private mutating func parallel(_ node: DocumentNode) -> MappingDraft.Node? {
    guard var record = reader.record(node, as: MappingFields.parallel, title: "parallel") else {
      return nil
    }
    let dimension = reader.text("dimension", in: &record)
    let factor = count("factor", in: &record)
    let tile = count("tile", in: &record)
    let side = reader.text("on", in: &record)
    reader.finish(record)
    guard let dimension, let side else { return nil }
    if factor == nil, tile == nil {
      // A value that could not be read has been reported.
      if !record.has("factor"), !record.has("tile") {
        reader.report(.partsMissing(dimension.text, at: record.location))
      }
      return nil
    }
    return .unroll(dimension: dimension, factor: factor, tile: tile, side: side)
  }

  private mutating func count(_ key: String, in record: inout RecordReader) -> MappingDraft.Count? {
    record.entry(key).flatMap { count($0.value, of: "'\(key)'") }
  }

  private mutating func count(_ node: DocumentNode, of what: String) -> MappingDraft.Count? {
    reader.count(node, of: what, in: MappingFields.counts)
      .map { MappingDraft.Count(number: $0, location: node.location) }
  }
}
