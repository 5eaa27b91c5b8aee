// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterDocuments
import RafterHardware
import RafterQuantities

/// Puts what a file states over a model.
struct TechnologyParser {
  var model: TechnologyModel
  var reader = DocumentReader(confidences: TechnologyFields.confidences)
  /// The keys of the sources in the order of the file.
  var declared: [LocatedWord] = []
  var used: Set<String> = []

  init(model: TechnologyModel) { self.model = model }

  mutating func read(_ root: DocumentNode) {
    guard
      var top = reader.record(root, as: TechnologyFields.technology, title: "the technology")
    else { return }
    readVersion(&top)
    if let name = reader.text("name", in: &top) { model.name = name.text }
    if let entry = top.entry("source") {
      model.source = readSource(entry.value, title: "'source'")
    }
    for entry in reader.map("sources", in: &top, example: "sources: {ID: {title: ...}}") ?? [] {
      declared.append(LocatedWord(entry.key, at: entry.keyLocation))
      model.sources[entry.key] = readSource(entry.value, title: "source '\(entry.key)'")
    }
    let scope = TechnologyScope(confidence: model.source?.confidence ?? .assumed)
    if let word = reader.word("scaling", in: &top),
      let scaling = TechnologyModel.Scaling(rawValue: word.text)
    {
      model.scaling = scaling
    }
    if let word = reader.word("leakage", in: &top),
      let leakage = TechnologyModel.Leakage(rawValue: word.text)
    {
      model.leakage = leakage
    }
    readMemories(&top, scope)
    readMACs(&top, scope)
    readLogic(&top, scope)
    readLinks(&top, scope)
    readConverters(&top, scope)
    readLevels(&top)
    for source in declared where !used.contains(source.text) {
      reader.report(.unusedTechnologySource(source.text, at: source.location))
    }
    reader.finish(top)
  }

  private mutating func readVersion(_ top: inout RecordReader) {
    guard let entry = top.entry("rafter"), let text = reader.text(entry.value, of: "'rafter'"),
      text.text != TechnologyFields.version
    else { return }
    reader.report(.technologyVersion(text.text, at: text.location))
  }

  private mutating func readSource(_ node: DocumentNode, title: String) -> Source? {
    guard var record = reader.record(node, as: TechnologyFields.source, title: title) else {
      return nil
    }
    let title = reader.text("title", in: &record)
    let url = reader.text("url", in: &record)
    let confidence = reader.word("confidence", in: &record)
    reader.finish(record)
    return Source(
      title: title?.text ?? "", url: url?.text,
      confidence: confidence.flatMap { Confidence(rawValue: $0.text) } ?? .assumed)
  }

  /// The vector unit and the wires: one number each, which holds at every node.
  private mutating func readLogic(_ top: inout RecordReader, _ scope: TechnologyScope) {
    if let energy = quantity("vector", of: Per<Joule, Operation>.self, in: &top, scope) {
      model.statedVector = energy
    }
    if let energy = quantity("wire", of: Per<Per<Joule, Bit>, Nanometre>.self, in: &top, scope) {
      model.wire.stated = energy
    }
  }

  private mutating func readLinks(_ top: inout RecordReader, _ scope: TechnologyScope) {
    for entry in reader.map("links", in: &top, example: "links: {nvlink: 8 pJ/bit}") ?? [] {
      guard
        let stated = reader.quantity(entry.value, TechnologyRules.energyPerBit, of: entry.key)
      else { continue }
      model.links[entry.key] = sourced(stated, scope) { EnergyPerBit($0) }
    }
    guard let kind = reader.text("link", in: &top) else { return }
    let kinds = model.links.keys.sorted()
    if kinds.contains(kind.text) {
      model.link = kind.text
    } else {
      reader.report(.unknownKind(kind.text, of: "links", among: kinds, at: kind.location))
    }
  }

  private mutating func readConverters(_ top: inout RecordReader, _ outer: TechnologyScope) {
    if let entry = top.entry("adc"),
      var record = reader.record(entry.value, as: TechnologyFields.adc, title: "'adc'")
    {
      let scope = scope(of: &record, in: outer)
      let bit = quantity("per-bit", of: Joule.self, in: &record, scope)
      let step = quantity("per-step", of: Joule.self, in: &record, scope)
      if let bit, let step {
        (model.converters.adcPerBit, model.converters.adcPerStep) = (bit.value, step.value)
      }
      reader.finish(record)
    }
    if let entry = top.entry("dac"),
      var record = reader.record(entry.value, as: TechnologyFields.dac, title: "'dac'")
    {
      let scope = scope(of: &record, in: outer)
      if let bit = quantity("per-bit", of: Joule.self, in: &record, scope) {
        model.converters.dacPerBit = bit.value
      }
      reader.finish(record)
    }
  }
}
