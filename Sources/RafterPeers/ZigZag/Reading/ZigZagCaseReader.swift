// SPDX-License-Identifier: Apache-2.0
public import RafterDiagnostics
import RafterDocuments
import RafterQuantities

/// Reads case files: one machine and its cases in each document of a stream.
public enum ZigZagCaseReader {
  /// All cases of a file.
  ///
  /// - Throws: `DiagnosticList` with everything that is wrong, each with its place.
  public static func read(text: String, file: String) throws(DiagnosticList) -> [ZigZagCase] {
    let documents = try Document.stream(text: text, file: file)
    var parser = ZigZagCaseParser()
    var cases: [ZigZagCase] = []
    for document in documents {
      parser.reader.diagnostics += document.diagnostics
      cases += parser.cases(of: document.root)
    }
    guard parser.reader.errorCount == 0 else {
      throw DiagnosticList(parser.reader.diagnostics.inOrderOfPlace())
    }
    return cases
  }
}

/// The work of reading; each part is in its own file.
struct ZigZagCaseParser {
  var reader = DocumentReader(confidences: [])

  mutating func cases(of root: DocumentNode) -> [ZigZagCase] {
    guard var record = reader.record(root, as: CaseFields.document, title: "the document") else {
      return []
    }
    let machine = record.entry("hardware").flatMap { self.machine($0.value) }
    let links = record.entry("operand_links").map { self.links($0.value) }
    let order = record.entry("access_order").flatMap { accessOrder($0.value) }
    _ = record.entry("port_codes")
    _ = record.entry("notes")
    let cases = record.entry("cases").flatMap { reader.elements($0.value, of: "'cases'") }
    reader.finish(record)
    guard let cases else { return [] }
    return cases.compactMap {
      layerCase($0, machine: machine, links: links ?? [:], order: order ?? ZigZagDirection.allCases)
    }
  }

  private mutating func links(_ node: DocumentNode) -> [String: String] {
    var links: [String: String] = [:]
    for entry in reader.entries(node, of: "'operand_links'") ?? [] {
      links[entry.key] = reader.text(entry.value, of: "the link of '\(entry.key)'")?.text
    }
    return links
  }

  private mutating func accessOrder(_ node: DocumentNode) -> [ZigZagDirection]? {
    let words = ZigZagDirection.allCases.map(\.word)
    guard let elements = reader.elements(node, of: "'access_order'") else { return nil }
    let order = elements.compactMap { element in
      reader.word(element, of: "a direction", among: words).flatMap { found in
        ZigZagDirection.allCases.first { $0.word == found.text }
      }
    }
    guard order.count == elements.count else { return nil }
    guard Set(order).count == 4, order.count == 4 else {
      reader.report(
        .peerForm("'access_order'", expected: "the four directions, each once", at: node.location))
      return nil
    }
    return order
  }

  private mutating func layerCase(
    _ node: DocumentNode, machine: ZigZagMachine?, links: [String: String],
    order: [ZigZagDirection]
  ) -> ZigZagCase? {
    let title = node["name"]?.scalar.map { "case '\($0)'" } ?? "a case"
    guard var record = reader.record(node, as: CaseFields.layerCase, title: title) else {
      return nil
    }
    let before = reader.errorCount
    let name = reader.text("name", in: &record)?.text
    for key in ["mapper", "exercises", "loop_order_inner_to_outer"] { _ = record.entry(key) }
    let evenness: ZigZagCase.Evenness =
      reader.word("temporal_mapping_type", in: &record)?.text == "even" ? .even : .uneven
    let cyclesPerOperation = reader.number("cycles_per_op", in: &record, least: 1e-6) ?? 1
    let layer = self.layer(&record, links: links, title: title)
    let dataflow = record.entry("array_unrolling").map { self.dataflow($0.value) }
    let mapping = layer.flatMap { self.mapping(&record, of: $0, title: title) }
    let expectation = layer.flatMap { layer in
      record.entry("expect").map { self.expectation($0.value, of: layer, order: order) }
    }
    if layer == nil {
      for field in CaseFields.layerCase.fields { _ = record.entry(field.name) }
    }
    reader.finish(record)
    guard reader.errorCount == before, let name, let machine, let layer, let dataflow, let mapping,
      let expectation
    else { return nil }
    return ZigZagCase(
      name: name, machine: machine, layer: layer, dataflow: dataflow, mapping: mapping,
      evenness: evenness, cyclesPerOperation: cyclesPerOperation, expectation: expectation)
  }
}
