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
  ///   - bases: The files that it may extend.
  ///   - settings: Values for its parameters, instead of those it states.
  /// - Returns: The accelerator, and warnings and notes in the order of their place.
  /// - Throws: `DiagnosticList` with everything that is wrong, in the order of its place.
  public static func read(
    text: String, file: String, bases: AcceleratorBases = .none, settings: [ParameterSetting] = []
  ) throws(DiagnosticList) -> (Accelerator, [Diagnostic]) {
    let document = try Document.parse(text: text, file: file)
    let composition = try Composition(document, file: file, bases: bases)
    var parser = AcceleratorParser()
    parser.read(composition, file: file, settings: settings)
    let draft = parser.draft
    let checks = AcceleratorChecks(draft: draft)
    let found = parser.diagnostics + checks.all()
    let list = DiagnosticList(
      composition.bases.isEmpty && settings.isEmpty
        ? found.inOrderOfPlace() : DiagnosticList(found).sorted().diagnostics)
    guard !list.hasErrors, let name = draft.name, let source = draft.source,
      let technology = draft.technology
    else { throw list }
    let accelerator = Accelerator(
      name: name.text, file: file, source: source, sources: draft.sources, technology: technology,
      power: draft.power, launch: draft.launch, path: draft.parts.map(\.element),
      vector: draft.vector, links: draft.links, cautions: draft.cautions,
      parameters: draft.parameters, voltageFrequency: checks.voltageFrequency,
      about: draft.about)
    return (accelerator, list.diagnostics)
  }
}
