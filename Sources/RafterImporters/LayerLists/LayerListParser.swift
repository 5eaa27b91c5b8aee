// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterDocuments
import RafterQuantities
import RafterWorkload

/// Reads a list of layers in YAML; it collects everything that is wrong and goes on.
struct LayerListParser {
  var reader = DocumentReader(confidences: [], maximumCount: ListedWorkload.layerLimit)
  private(set) var name: String?
  private(set) var layers: [(layer: ListedLayer, place: SourceLocation)] = []

  /// Formats as far as they are stated.
  private struct PartialFormats {
    var inputs: NumberFormat?
    var weights: NumberFormat?
    var outputs: NumberFormat?
    var accumulate: NumberFormat?
  }

  mutating func read(_ root: DocumentNode) {
    guard
      var document = reader.record(root, as: LayerListFields.document, title: "the workload")
    else { return }
    _ = reader.word("rafter", in: &document)
    name = reader.text("name", in: &document)?.text
    let common = formats(&document)
    if let nodes = reader.list("layers", in: &document) {
      if nodes.isEmpty { reader.report(.noLayers(at: document.place(of: "layers"))) }
      for node in nodes { layer(node, common) }
    }
    reader.finish(document)
    var seen: Set<String> = []
    for (layer, place) in layers where !seen.insert(layer.name).inserted {
      reader.report(.duplicateLayer(layer.name, at: place))
    }
  }

  private mutating func formats(_ record: inout RecordReader) -> PartialFormats {
    var formats = PartialFormats()
    guard let entry = record.entry("formats"),
      var given = reader.record(entry.value, as: LayerListFields.formats, title: "formats")
    else { return formats }
    formats.inputs = format("inputs", &given)
    formats.weights = format("weights", &given)
    formats.outputs = format("outputs", &given)
    formats.accumulate = format("accumulate", &given)
    reader.finish(given)
    return formats
  }

  private mutating func format(_ key: String, _ record: inout RecordReader) -> NumberFormat? {
    reader.word(key, in: &record).flatMap { NumberFormat(rawValue: $0.text) }
  }

  private mutating func layer(_ node: DocumentNode, _ common: PartialFormats) {
    guard var record = reader.record(node, as: LayerListFields.layer, title: "a layer") else {
      return
    }
    let name = reader.text("name", in: &record)
    if let name { record.title = "layer '\(name.text)'" }
    let kind = reader.word("operator", in: &record).flatMap { OperatorKind(rawValue: $0.text) }
    let before = reader.errorCount
    let own = formats(&record)
    var repeats = 1
    if let entry = record.entry("repeats") {
      repeats = reader.count(entry.value, of: "'repeats'", in: 1...1_000_000) ?? 1
    }
    let densities = densities(&record)
    let dimensions = dimensions(&record)
    defer { reader.finish(record) }
    guard let kind, let name else {
      // What else an operator may have is not called unknown while the operator is.
      for field in LayerListFields.layer.fields { _ = record.entry(field.name) }
      return
    }
    var draft = LayerDraftReader(
      kind: kind, dimensions: dimensions, place: record.place(of: "dimensions"))
    let work = draft.work(&record, &reader)
    let isVector = draft.isVector
    let inputs = own.inputs ?? common.inputs
    let weights = own.weights ?? common.weights ?? (isVector ? inputs : nil)
    if let inputs, let weights {
      guard let work, reader.errorCount == before else { return }
      let formats = ListedLayer.Formats(
        inputs: inputs, weights: weights, outputs: own.outputs ?? common.outputs ?? inputs,
        accumulate: own.accumulate ?? common.accumulate)
      layers.append(
        (
          ListedLayer(
            name: name.text, operator: kind.rawValue, work: work, formats: formats,
            repeats: repeats, densities: densities), node.location
        ))
    } else {
      let missing = [inputs == nil ? "inputs" : nil, weights == nil ? "weights" : nil]
      reader.report(
        .missingFormats(
          at: record.location, missing: missing.compactMap(\.self).joined(separator: " and ")))
    }
  }

  private mutating func densities(_ record: inout RecordReader) -> WorkloadDensities {
    var densities = WorkloadDensities()
    let entries = reader.map("density", in: &record, example: "{weights: 0.5, inputs: 0.4}") ?? []
    for entry in entries {
      guard let operand = Operand(rawValue: entry.key) else {
        reader.report(.unknownDensity(entry.key, at: entry.keyLocation))
        continue
      }
      guard let text = reader.text(entry.value, of: "a density") else { continue }
      guard let density = TensorDensity(text: text.text) else {
        reader.report(.badDensity(text.text, of: entry.key, at: text.location))
        continue
      }
      densities[operand] = density
    }
    return densities
  }

  private mutating func dimensions(_ record: inout RecordReader) -> [LayerDraftReader.Dimension] {
    let entries = reader.map("dimensions", in: &record, example: "{M: 512, N: 768, K: 768}") ?? []
    return entries.map { entry in
      var bound = 1
      if let text = entry.value.scalar, let number = Int(text),
        LayerListFields.sides.contains(number)
      {
        bound = number
      } else {
        // It goes on as 1, so that the dimension does not count as missing too.
        reader.report(
          .badDimension(entry.key, entry.value.scalar ?? "no number", at: entry.value.location))
      }
      return LayerDraftReader.Dimension(name: entry.key, bound: bound, place: entry.keyLocation)
    }
  }
}
