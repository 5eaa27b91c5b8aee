// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterDocuments
import RafterQuantities
import RafterWorkload

/// Turns the nodes of a file into a draft; the path is read in its own file.
struct AcceleratorParser {
  var reader = DocumentReader(confidences: AcceleratorFields.confidences)
  var draft = AcceleratorDraft()

  /// Reads a description, with the files it extends and the values given to its parameters.
  mutating func read(_ composition: Composition, file: String, settings: [ParameterSetting]) {
    draft.file = file
    composition.diagnostics.forEach { reader.report($0) }
    let root = composition.root.setting(settings, &reader.diagnostics)
    guard
      var head = reader.record(root, as: AcceleratorFields.accelerator, title: "the accelerator")
    else { return }
    readHeader(&head)
    draft.name = reader.text("name", in: &head)
    // Sources first: numbers name them.
    readSources(in: &head, composition)
    let known = readParameters(in: &head, of: root)
    guard
      var top = reader.record(known, as: AcceleratorFields.accelerator, title: "the accelerator")
    else { return }
    for key in ["rafter", "name", "source", "sources", "extends", "parameters"] {
      _ = top.entry(key)
    }
    if let entry = top.entry("about") { readAbout(entry.value) }
    let scope = draft.scope
    if let entry = top.entry("technology") { readTechnology(entry.value, scope) }
    if let entry = top.entry("power") {
      readPower(entry.value, scope)
    } else {
      draft.power.open = [.staticPower]
    }
    draft.launch = quantity("launch", of: Second.self, in: &top, scope)
    readPath(&top, scope)
    if let entry = top.entry("vector") { readVector(entry.value, scope) }
    if let entry = top.entry("links") { readLinks(entry.value, scope) }
    if let entry = top.entry("voltage-frequency") { readVoltageFrequency(entry, scope) }
    for node in reader.list("cautions", in: &top) ?? [] {
      if let caution = reader.text(node, of: "a caution") { draft.cautions.append(caution.text) }
    }
    if let name = draft.name {
      sharingCautions(name.text).forEach { caution($0) }
    }
    reader.finish(top)
  }

  /// Adds a caution of ours, unless a file that was written by us has it already.
  private mutating func caution(_ text: String) {
    if !draft.cautions.contains(text) { draft.cautions.append(text) }
  }

  /// What is wrong, less what would be said of references that could not be followed.
  var diagnostics: [Diagnostic] {
    reader.diagnostics.filter { diagnostic in
      diagnostic.id.hasPrefix("accelerator.")
        || !(diagnostic.location.map(draft.unresolved.contains) ?? false)
    }
  }

  private mutating func readSources(in head: inout RecordReader, _ composition: Composition) {
    if let entry = head.entry("source") {
      draft.source = readSource(entry.value, title: "'source'")
    }
    for entry in reader.map("sources", in: &head, example: "sources: {ID: {title: ...}}") ?? [] {
      draft.declared.append(LocatedWord(entry.key, at: entry.keyLocation))
      draft.sources[entry.key] = readSource(entry.value, title: "source '\(entry.key)'")
      // What a file that is extended declares may be of use to others only.
      if entry.keyLocation.file != draft.file { draft.usedSources.insert(entry.key) }
    }
    draft.scope = SourceScope().adding(
      draft.file, SourceScope.Statement(confidence: draft.source?.confidence ?? .assumed))
    for base in composition.bases {
      draft.scope = draft.scope.adding(
        base.file,
        SourceScope.Statement(
          source: base.key, confidence: draft.sources[base.key]?.confidence ?? .assumed))
    }
  }

  private mutating func readHeader(_ top: inout RecordReader) {
    guard let entry = top.entry("rafter"), let text = reader.text(entry.value, of: "'rafter'"),
      text.text != AcceleratorFields.version
    else { return }
    reader.report(.wrongVersion(text.text, at: text.location))
  }

  private mutating func readSource(_ node: DocumentNode, title: String) -> Source? {
    guard var record = reader.record(node, as: AcceleratorFields.source, title: title) else {
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

  private mutating func readAbout(_ node: DocumentNode) {
    guard var record = reader.record(node, as: AcceleratorFields.about, title: "'about'") else {
      return
    }
    draft.about = Identity(
      class: reader.word("class", in: &record).flatMap { Identity.Class(rawValue: $0.text) },
      vendor: reader.text("vendor", in: &record)?.text)
    if let entry = record.entry("year"), case .count(let range) = record.record["year"]?.kind {
      draft.about.year = reader.count(entry.value, of: "'year'", in: range)
    }
    reader.finish(record)
  }

  private mutating func readTechnology(_ node: DocumentNode, _ outer: SourceScope) {
    guard
      var record = reader.record(node, as: AcceleratorFields.technology, title: "'technology'")
    else { return }
    let scope = scope(of: &record, in: outer)
    let node = quantity("node", of: Nanometre.self, in: &record, scope)
    let voltage = quantity("voltage", of: Volt.self, in: &record, scope)
    let area = quantity("area", of: SquareMillimetre.self, in: &record, scope)
    if let frequency = quantity("frequency", of: Per<Cycle, Second>.self, in: &record, scope) {
      draft.technology = Technology(
        node: node, voltage: voltage, frequency: frequency, area: area)
    }
    reader.finish(record)
  }

  private mutating func readPower(_ node: DocumentNode, _ outer: SourceScope) {
    guard var record = reader.record(node, as: AcceleratorFields.power, title: "'power'") else {
      return
    }
    let scope = scope(of: &record, in: outer)
    draft.power.staticPower = quantity("static", of: Per<Joule, Second>.self, in: &record, scope)
    draft.power.cap = quantity("cap", of: Per<Joule, Second>.self, in: &record, scope)
    draft.power.open = record.open([.staticPower: "static"])
    draft.power.domain = reader.word("domain", in: &record)
      .flatMap { PowerBudget.Domain(rawValue: $0.text) }
    reader.finish(record)
  }

  private mutating func readVector(_ node: DocumentNode, _ outer: SourceScope) {
    guard var record = reader.record(node, as: AcceleratorFields.vector, title: "'vector'") else {
      return
    }
    let scope = scope(of: &record, in: outer)
    let rate = quantity("rate", of: Per<Operation, Cycle>.self, in: &record, scope)
    let energy = quantity("energy", of: Per<Joule, Operation>.self, in: &record, scope)
    draft.vectorMemory = reader.text("memory", in: &record)
    let special = readSpecial(in: &record, scope)
    if let rate {
      draft.vector = VectorUnit(
        rate: rate, energy: energy, memory: draft.vectorMemory?.text,
        open: record.open([.energy: "energy"]), special: special)
    }
    reportOpen(record, ["energy"], of: "the vector unit")
    reader.finish(record)
  }

  private mutating func readSpecial(in vector: inout RecordReader, _ outer: SourceScope)
    -> [OperatorKind: SpecialFunction]
  {
    var special: [OperatorKind: SpecialFunction] = [:]
    let words = SpecialFunction.operators.map(\.rawValue)
    let example = "special: {softmax: {rate: 4 op/cycle, energy: unknown}}"
    for entry in reader.map("special", in: &vector, example: example) ?? [] {
      guard words.contains(entry.key), let kind = OperatorKind(rawValue: entry.key) else {
        reader.report(
          .unknownName(entry.key, of: "vector operator", among: words, at: entry.keyLocation))
        continue
      }
      let title = "'\(entry.key)' of the vector unit"
      guard
        var record = reader.record(
          entry.value, as: AcceleratorFields.specialFunction, title: title)
      else { continue }
      let scope = scope(of: &record, in: outer)
      let rate = quantity("rate", of: Per<Operation, Cycle>.self, in: &record, scope)
      let energy = quantity("energy", of: Per<Joule, Operation>.self, in: &record, scope)
      reportOpen(record, ["energy"], of: title)
      reader.finish(record)
      guard let rate else { continue }
      special[kind] = SpecialFunction(
        rate: rate, energy: energy, open: record.open([.energy: "energy"]))
    }
    return special
  }
}

extension RecordReader {
  /// The numbers whose keys are absent: they are open.
  func open(_ keys: KeyValuePairs<OpenNumber, String>) -> Set<OpenNumber> {
    Set(keys.filter { !has($0.value) }.map(\.key))
  }
}

extension AcceleratorParser {
  /// The scope inside a part of the file: its own `source` and `confidence`, else those around it.
  ///
  /// A part that several files describe may have a statement of each.
  mutating func scope(of record: inout RecordReader, in outer: SourceScope) -> SourceScope {
    var scope = outer
    for entry in record.all("source") {
      let source = reader.text(entry.value, of: "'source'")
      scope = scope.stating(source: declared(source), confidence: nil, among: draft.sources)
    }
    for entry in record.all("confidence") {
      let word = reader.word(
        entry.value, of: "'confidence'", among: AcceleratorFields.confidences)
      scope = scope.stating(source: nil, confidence: word, among: draft.sources)
    }
    return scope
  }

  /// The source that is named, if it is declared; it counts as used.
  private mutating func declared(_ source: LocatedWord?) -> LocatedWord? {
    guard let source else { return nil }
    guard draft.declared.contains(where: { $0.text == source.text }) else {
      reader.report(
        .unknownSource(source.text, among: draft.declared.map(\.text), at: source.location))
      return nil
    }
    draft.usedSources.insert(source.text)
    return source
  }

  /// A number of one dimension; nil where it is absent, wrong or said to be unknown.
  mutating func quantity<D: Dimension>(
    _ key: String, of dimension: D.Type, in record: inout RecordReader, _ scope: SourceScope
  ) -> Sourced<Quantity<D>>? {
    guard let stated = reader.quantity(key, in: &record) else { return nil }
    return sourced(stated, scope) { value, _ in Quantity<D>(value) }
  }

  /// Warns of energies that are neither stated nor said to be unknown.
  mutating func reportOpen(_ record: RecordReader, _ keys: [String], of title: String) {
    let absent = keys.filter { !record.has($0) && !record.isMisspelt($0) }
    guard !absent.isEmpty else { return }
    reader.report(.noEnergy(title, absent == ["energy"] ? [] : absent, at: record.location))
  }

  /// A plain number between 0 and 1; 1 where it is absent.
  mutating func share(_ key: String, in record: inout RecordReader, _ scope: SourceScope)
    -> Sourced<Double>
  {
    guard let stated = reader.quantity(key, in: &record) else { return .ours(1, "1") }
    return sourced(stated, scope) { value, _ in value } ?? .ours(1, "1")
  }

  /// A number with its source; nil where a word stands for it.
  mutating func sourced<Value>(
    _ stated: StatedQuantity, _ scope: SourceScope,
    _ make: (Double, UnitExponents) -> Value
  ) -> Sourced<Value>? {
    let inner = scope.stating(
      source: declared(stated.source), confidence: stated.confidence, among: draft.sources)
    guard case .number(let value, let unit) = stated.content else { return nil }
    return Sourced(
      make(value, unit), range: stated.range, inner.provenance(stated.text, at: stated.location))
  }
}
