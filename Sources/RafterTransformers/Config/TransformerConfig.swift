// SPDX-License-Identifier: Apache-2.0
public import RafterDiagnostics
import RafterDocuments

/// What is done with layers that are not modelled exactly.
public enum ConfigFidelity: String, Sendable, Hashable, CaseIterable {
  /// They are refused by name.
  case exact
  /// They are read as something near, and every result is marked.
  case approximate
}

/// Reads the `config.json` of a Hugging Face model.
public enum TransformerConfig {
  /// The architecture that a configuration describes, and what is to be said about it.
  ///
  /// - Parameters:
  ///   - text: the content of the file.
  ///   - file: its path, or the name of something built in, for messages.
  ///   - name: what to call the model in reports.
  ///   - fidelity: whether layers that are not modelled exactly may be read as something near.
  /// - Throws: everything that is wrong with it, at once: an unknown family, keys that are missing or
  ///   misspelt, counts that do not divide, layers that are not modelled.
  public static func read(
    text: String, file: String, name: String, fidelity: ConfigFidelity = .exact
  ) throws(DiagnosticList) -> (architecture: TransformerArchitecture, diagnostics: [Diagnostic]) {
    let root = try parse(text, file: file)
    guard let entries = root.entries else {
      throw DiagnosticList(.configNotAnObject(root.location))
    }
    var fields = ConfigFields(file: file, root: root, fidelity: fidelity)
    let family = try ModelFamily.of(fields, root: root, keys: entries.map(\.key))
    var architecture = family.read(&fields, family.name)
    architecture.name = name
    architecture.source = file
    architecture.weights = Quantization.read(&fields)
    architecture.approximations = fields.approximations
    ConfigSpelling.check(&fields)
    noteOtherParts(root, &fields)
    if fields.diagnostics.allSatisfy({ $0.severity != .error }),
      ParameterCount.estimate(architecture) > 1e15
    {
      fields.diagnostics.append(.modelTooLarge(file))
    }
    let list = DiagnosticList(fields.diagnostics).sorted()
    if list.hasErrors { throw list }
    return (architecture, list.diagnostics)
  }

  private static func parse(_ text: String, file: String) throws(DiagnosticList) -> DocumentNode {
    do throws(DiagnosticList) {
      let document = try Document.parse(text: text, file: file)
      if !document.diagnostics.isEmpty { throw DiagnosticList(document.diagnostics) }
      return document.root
    } catch {
      throw DiagnosticList(
        error.diagnostics.map { diagnostic in
          switch diagnostic.id {
          case "document.syntax", "document.empty", "document.anchor":
            .configNotJSON(diagnostic)
          default: diagnostic
          }
        })
    }
  }

  private static func noteOtherParts(_ root: DocumentNode, _ fields: inout ConfigFields) {
    for (key, part) in [("vision_config", "the vision part"), ("audio_config", "the audio part")] {
      guard fields.scopes.count > 1, let node = root[key], node.entries != nil else { continue }
      fields.diagnostics.append(.partNotCounted(part, at: node.location))
    }
  }
}
