// SPDX-License-Identifier: Apache-2.0
public import RafterDiagnostics
import RafterDocuments
public import RafterWorkload

/// Reads lists of layers: our own in YAML, tables in CSV, topologies of SCALE-Sim, problems of Timeloop.
public enum LayerListReader {
  /// Reads a list; what kind it is shows in its text.
  ///
  /// - Parameters:
  ///   - text: The whole file.
  ///   - file: Its path, as diagnostics show it.
  ///   - name: What the workload is called where the list does not say.
  /// - Throws: `DiagnosticList` with everything that is wrong, in the order of its place.
  public static func read(text: String, file: String, name: String) throws(DiagnosticList)
    -> Workload
  {
    looksLikeTable(text)
      ? try TableReader.read(text: text, file: file, name: name)
      : try yaml(text: text, file: file, name: name)
  }

  /// Whether the first line that is no comment has commas and no colon in front of them.
  static func looksLikeTable(_ text: String) -> Bool {
    let first = text.split(whereSeparator: \.isNewline).first {
      !$0.allSatisfy(\.isWhitespace) && $0.first != "#"
    }
    guard let first, let comma = first.firstIndex(of: ",") else { return false }
    return !first[..<comma].contains { ":{[".contains($0) }
  }

  private static func yaml(text: String, file: String, name: String) throws(DiagnosticList)
    -> Workload
  {
    let document: Document
    do throws(DiagnosticList) {
      document = try Document.parse(text: text, file: file)
    } catch {
      guard error.diagnostics.map(\.id) == ["document.empty"] else { throw error }
      throw DiagnosticList(.emptyList(file))
    }
    if document.root["problem"] != nil
      || document.root["shape"] != nil && document.root["instance"] != nil
    {
      return try TimeloopReader.read(document, file: file, name: name)
    }
    guard document.root["rafter"] != nil || document.root["layers"] != nil else {
      let keys = document.root.entries?.prefix(4).map { "'\($0.key)'" } ?? []
      throw DiagnosticList(
        .notAWorkload(
          at: document.root.location,
          keys.isEmpty ? "it is no mapping" : "it begins with \(keys.joined(separator: ", "))"))
    }
    var parser = LayerListParser()
    parser.read(document.root)
    let list = DiagnosticList((document.diagnostics + parser.reader.diagnostics).inOrderOfPlace())
    guard !list.hasErrors else { throw list }
    return try ListedWorkload(
      name: parser.name ?? name, source: file, layers: parser.layers
    ).workload(diagnostics: list.diagnostics)
  }
}
