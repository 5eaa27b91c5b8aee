// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterDocuments
import RafterQuantities

/// The source and confidence that numbers have unless they say otherwise: those of the nearest part of the
/// file around them that states any.
struct SourceScope {
  var source: String?
  var confidence: Confidence

  /// The scope with what a number or a part states; a source brings its own confidence.
  func stating(
    source: String?, confidence: Confidence?, among sources: [String: Source]
  ) -> SourceScope {
    var inner = self
    if let source {
      inner.source = source
      inner.confidence = sources[source]?.confidence ?? inner.confidence
    }
    if let confidence { inner.confidence = confidence }
    return inner
  }

  func provenance(_ text: String, at location: SourceLocation) -> Provenance {
    Provenance(confidence: confidence, source: source, location: location, text: text)
  }
}

extension Sourced {
  /// A value that the file leaves to us.
  static func ours(_ value: Value, _ text: String) -> Sourced {
    Sourced(value, Provenance(confidence: .assumed, text: text))
  }
}
