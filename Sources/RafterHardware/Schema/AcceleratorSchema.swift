// SPDX-License-Identifier: Apache-2.0
import RafterDocuments

/// The JSON Schema of accelerator files, for editors: made from the keys that the reader checks.
public enum AcceleratorSchema {
  /// The schema (draft 2020-12) as text; the same bytes on every run.
  public static func json() -> String {
    JSONSchema(
      id: "urn:rafter:schema:accelerator:1",
      title: "Rafter accelerator", record: AcceleratorFields.accelerator,
      confidences: AcceleratorFields.confidences, alternative: AcceleratorFields.extending,
      reference: #"^\$.+$"#
    ).text()
  }
}
