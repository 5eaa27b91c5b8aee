// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterDocuments
import RafterQuantities

/// The source and confidence that numbers have unless they say otherwise: those of the nearest part of their
/// file around them that states any.
///
/// A description may be laid over others. What one file says holds for its own numbers only: a number that it
/// changes does not come from the data sheet of the file it extends.
struct SourceScope {
  /// What holds for the numbers of one file.
  struct Statement {
    var source: String?
    var confidence: Confidence
  }

  /// The files, and what holds in each here; few, so a list.
  private var statements: [(file: String, statement: Statement)] = []

  /// The scope with what holds in a file as a whole.
  func adding(_ file: String, _ statement: Statement) -> SourceScope {
    var scope = self
    scope.statements.append((file, statement))
    return scope
  }

  /// The scope with what a number or a part states; a source brings its own confidence.
  func stating(
    source: LocatedWord?, confidence: LocatedWord?, among sources: [String: Source]
  ) -> SourceScope {
    var inner = self
    if let source {
      inner.change(source.location) {
        $0.source = source.text
        $0.confidence = sources[source.text]?.confidence ?? $0.confidence
      }
    }
    if let confidence, let word = Confidence(rawValue: confidence.text) {
      inner.change(confidence.location) { $0.confidence = word }
    }
    return inner
  }

  private mutating func change(_ place: SourceLocation, _ edit: (inout Statement) -> Void) {
    for index in statements.indices where statements[index].file == place.file {
      edit(&statements[index].statement)
    }
  }

  func provenance(_ text: String, at location: SourceLocation) -> Provenance {
    // What the command line states belongs to no file: nobody vouches for it.
    let statement =
      statements.first { $0.file == location.file }?.statement
      ?? Statement(confidence: .assumed)
    return Provenance(
      confidence: statement.confidence, source: statement.source, location: location, text: text)
  }
}

extension Sourced {
  /// A value that the file leaves to us.
  static func ours(_ value: Value, _ text: String) -> Sourced {
    Sourced(value, Provenance(confidence: .assumed, text: text))
  }
}
