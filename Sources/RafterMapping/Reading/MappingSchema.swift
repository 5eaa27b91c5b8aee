// SPDX-License-Identifier: Apache-2.0
import RafterDocuments

/// The JSON Schema of mapping files, for editors: made from the keys that the reader checks.
public enum MappingSchema {
  /// The schema (draft 2020-12) as text; the same bytes on every run.
  public static func json() -> String {
    JSONSchema(
      id: "urn:rafter:schema:mapping:1", title: "Rafter mapping", record: MappingFields.file,
      confidences: []
    ).text()
  }
}
