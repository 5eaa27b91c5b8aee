// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterDocuments
import RafterHardware
import RafterQuantities

/// The source and confidence that numbers have unless they say otherwise.
struct TechnologyScope {
  var source: String?
  var confidence: Confidence
}

extension TechnologyParser {
  /// The scope inside a part of the file: its own `source` and `confidence`, else those around it.
  mutating func scope(of record: inout RecordReader, in outer: TechnologyScope)
    -> TechnologyScope
  {
    let source = reader.text("source", in: &record)
    let confidence = reader.word("confidence", in: &record)
    return inner(outer, source, confidence)
  }

  private mutating func inner(
    _ outer: TechnologyScope, _ source: LocatedWord?, _ confidence: LocatedWord?
  ) -> TechnologyScope {
    var scope = outer
    if let source {
      if declared.contains(where: { $0.text == source.text }) {
        used.insert(source.text)
        scope.source = source.text
        scope.confidence = model.sources[source.text]?.confidence ?? scope.confidence
      } else {
        reader.report(
          .unknownTechnologySource(
            source.text, among: declared.map(\.text), at: source.location))
      }
    }
    if let own = confidence.flatMap({ Confidence(rawValue: $0.text) }) { scope.confidence = own }
    return scope
  }

  /// A number of one dimension; nil where it is absent or wrong.
  mutating func quantity<D: Dimension>(
    _ key: String, of dimension: D.Type, in record: inout RecordReader, _ scope: TechnologyScope
  ) -> Sourced<Quantity<D>>? {
    reader.quantity(key, in: &record).flatMap { sourced($0, scope) { Quantity<D>($0) } }
  }

  /// A number with its source.
  mutating func sourced<Value>(
    _ stated: StatedQuantity, _ scope: TechnologyScope, _ make: (Double) -> Value
  ) -> Sourced<Value>? {
    let inner = inner(scope, stated.source, stated.confidence)
    guard case .number(let value, _) = stated.content else { return nil }
    return Sourced(
      make(value), range: stated.range,
      Provenance(
        confidence: inner.confidence, source: inner.source, location: stated.location,
        text: stated.text))
  }
}
