// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterDocuments
import RafterWorkload

/// Reads layers from a table: `name,M,N,K` for matrix products, `name,K,C,OY,OX,FY,FX,stride` for convolutions.
enum TableReader {
  /// The most bytes of a table: as for YAML.
  static let byteLimit = 1 << 20

  static func read(text: String, file: String, name: String) throws(DiagnosticList) -> Workload {
    let table = CSVRows(text, file: file)
    guard table.diagnostics.isEmpty else { throw DiagnosticList(table.diagnostics) }
    guard let head = table.rows.first, table.rows.count > 1 else {
      throw DiagnosticList(.noLayers(at: SourceLocation(file: file)))
    }
    let rows = Array(table.rows.dropFirst())
    guard rows.count <= ListedWorkload.layerLimit else {
      throw DiagnosticList(.tooManyLayers(rows.count, at: SourceLocation(file: file)))
    }
    if head.contains(where: { Int($0.text) != nil }) {
      throw DiagnosticList(
        .csvHeader(at: head[0].place, "the first line holds numbers; it should name the columns"))
    }
    if ScaleSimTopology.isTopology(head) {
      return try ScaleSimTopology.read(head, rows, file: file, name: name)
    }
    return try ownTable(head, rows, file: file, name: name)
  }

  // MARK: Our own columns

  private static let texts = ["name", "operator"]
  private static let dimensions = [
    "M", "N", "K", "B", "G", "C", "OX", "OY", "OZ", "FX", "FY", "FZ", "IX", "IY", "IZ",
  ]
  private static let numbers = ["stride", "padding", "dilation", "repeats"]
  private static let formats = ["inputs", "weights", "outputs", "accumulate"]

  /// The column that a heading names; SCALE-Sim calls the first one `Layer`.
  private static func column(_ heading: String) -> String? {
    let all = texts + dimensions + numbers + formats
    let plain = heading.lowercased()
    if plain == "layer" || plain == "layer name" { return "name" }
    return all.first { $0.lowercased() == plain }
  }

  /// A row becomes a layer as YAML has it, with the places of its cells: one reader for both.
  private static func ownTable(
    _ head: [CSVRows.Cell], _ rows: [[CSVRows.Cell]], file: String, name: String
  ) throws(DiagnosticList) -> Workload {
    let columns = try columns(head)
    var errors: [Diagnostic] = []
    var nodes: [DocumentNode] = []
    for row in rows {
      guard row.count <= columns.count else {
        errors.append(.csvCells(row.count, expected: columns.count, at: row[0].place))
        continue
      }
      nodes.append(layer(row, columns))
    }
    guard !nodes.isEmpty else { throw DiagnosticList(errors) }
    let place = SourceLocation(file: file)
    func entry(_ key: String, _ content: DocumentNode.Content) -> DocumentEntry {
      DocumentEntry(key: key, keyLocation: place, value: DocumentNode(content, at: place))
    }
    let statesFormats = columns.contains { formats.contains($0) }
    let assumed = ["inputs": "int8", "weights": "int8", "outputs": "int8", "accumulate": "int32"]
    var entries = [
      entry("rafter", .scalar("workload/1", .plain)), entry("name", .scalar(name, .quoted)),
      entry("layers", .sequence(nodes)),
    ]
    if !statesFormats {
      entries.append(
        entry("formats", .mapping(formats.map { entry($0, .scalar(assumed[$0] ?? "", .plain)) })))
    }
    var parser = LayerListParser()
    parser.read(DocumentNode(.mapping(entries), at: place))
    let list = DiagnosticList((errors + parser.reader.diagnostics).inOrderOfPlace())
    guard !list.hasErrors else { throw list }
    return try ListedWorkload(name: name, source: file, layers: parser.layers).workload(
      diagnostics: list.diagnostics + (statesFormats ? [] : [.assumedFormats(file, "the table")]))
  }

  private static func columns(_ head: [CSVRows.Cell]) throws(DiagnosticList) -> [String] {
    var columns: [String] = []
    var errors: [Diagnostic] = []
    let known = texts + dimensions + numbers + formats
    for cell in head {
      guard let column = column(cell.text) else {
        errors.append(.csvUnknownColumn(cell.text, known: known, at: cell.place))
        continue
      }
      if columns.contains(column) { errors.append(.csvDuplicateColumn(cell.text, at: cell.place)) }
      columns.append(column)
    }
    if !columns.contains("name"), errors.isEmpty {
      errors.append(.csvHeader(at: head[0].place, "no column is called 'name'"))
    }
    guard errors.isEmpty else { throw DiagnosticList(errors) }
    return columns
  }

  private static func layer(_ row: [CSVRows.Cell], _ columns: [String]) -> DocumentNode {
    var entries: [DocumentEntry] = []
    var sides: [DocumentEntry] = []
    var stored: [DocumentEntry] = []
    let start = row[0].place
    for (cell, column) in zip(row, columns) where !cell.text.isEmpty {
      let entry = DocumentEntry(
        key: column, keyLocation: cell.place,
        value: DocumentNode(.scalar(cell.text, .plain), at: cell.place))
      if dimensions.contains(column) {
        sides.append(entry)
      } else if formats.contains(column) {
        stored.append(entry)
      } else {
        entries.append(entry)
      }
    }
    func add(_ key: String, _ content: DocumentNode.Content) {
      entries.append(
        DocumentEntry(key: key, keyLocation: start, value: DocumentNode(content, at: start)))
    }
    if !entries.contains(where: { $0.key == "operator" }) {
      let names = sides.map(\.key)
      // The rows of a product have M; those of a convolution a window.
      let isProduct = names.contains("M") || names.contains("N") && !names.contains("FX")
      let isDepthwise = names.contains("G") && !names.contains("K") && !names.contains("C")
      add(
        "operator",
        .scalar(isProduct ? "gemm" : isDepthwise ? "depthwise-convolution" : "convolution", .plain))
    }
    add("dimensions", .mapping(sides))
    if !stored.isEmpty { add("formats", .mapping(stored)) }
    return DocumentNode(.mapping(entries), at: start)
  }
}
