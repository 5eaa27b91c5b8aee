// SPDX-License-Identifier: Apache-2.0
public import RafterDiagnostics
import RafterDocuments

/// Reads technology files.
///
///     let (model, warnings) = try TechnologyReader.read(text: yaml, file: "rram.yaml")
///     let (machine, fills) = completed(accelerator, with: model)
public enum TechnologyReader {
  /// Reads a file over a model: what the file does not state stays as it is there.
  ///
  /// - Parameters:
  ///   - text: The file, in YAML.
  ///   - file: Its path or built-in name, as diagnostics and provenances show it.
  ///   - base: What the file replaces parts of.
  /// - Returns: The model, and warnings in the order of their place.
  /// - Throws: `DiagnosticList` with everything that is wrong, in the order of its place.
  public static func read(
    text: String, file: String, over base: TechnologyModel = .standard
  ) throws(DiagnosticList) -> (TechnologyModel, [Diagnostic]) {
    let document = try Document.parse(text: text, file: file)
    var parser = TechnologyParser(model: base)
    parser.read(document.root)
    let list = DiagnosticList(
      (document.diagnostics + parser.reader.diagnostics).inOrderOfPlace())
    guard !list.hasErrors else { throw list }
    return (parser.model, list.diagnostics)
  }
}
