// SPDX-License-Identifier: Apache-2.0
public import RafterDiagnostics
import RafterDocuments

/// Reads accelerator files.
///
///     let (machine, warnings) = try AcceleratorReader.read(text: yaml, file: "npu.yaml")
public enum AcceleratorReader {
  /// Reads a description and checks that it makes sense as a machine.
  ///
  /// - Parameters:
  ///   - text: The file, in YAML.
  ///   - file: Its path or built-in name, as diagnostics and provenances show it.
  /// - Returns: The accelerator, and warnings and notes in the order of their place.
  /// - Throws: `DiagnosticList` with everything that is wrong, in the order of its place.
  public static func read(text: String, file: String) throws(DiagnosticList)
    -> (Accelerator, [Diagnostic])
  {
    let document = try Document.parse(text: text, file: file)
    var parser = AcceleratorParser()
    parser.read(document.root)
    let draft = parser.draft
    let found =
      document.diagnostics + parser.reader.diagnostics + AcceleratorChecks(draft: draft).all()
    let list = DiagnosticList(found.inOrderOfPlace())
    guard !list.hasErrors, let name = draft.name, let source = draft.source,
      let technology = draft.technology
    else { throw list }
    let accelerator = Accelerator(
      name: name.text, file: file, source: source, sources: draft.sources, technology: technology,
      power: draft.power, launch: draft.launch, path: draft.parts.map(\.element),
      vector: draft.vector, links: draft.links, cautions: draft.cautions)
    return (accelerator, list.diagnostics)
  }
}
