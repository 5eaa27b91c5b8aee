// SPDX-License-Identifier: Apache-2.0
import RafterDocuments

/// The JSON Schema of technology files, for editors: made from the keys that the reader checks.
public enum TechnologySchema {
  /// The schema (draft 2020-12) as text; the same bytes on every run.
  public static func json() -> String {
    JSONSchema(
      id: "urn:rafter:schema:technology:1", title: "Rafter technology",
      record: TechnologyFields.technology, confidences: TechnologyFields.confidences
    ).text()
  }
}
