// SPDX-License-Identifier: Apache-2.0
public import RafterHardware
public import RafterRoofline

/// The JSON of `rafter roofline`: kind `rafter/roofline/1`.
public enum RooflineJSON {
  /// The machine's roofs and ridge points, per level and format.
  public static func value(_ roofs: [MachineRoof], _ accelerator: Accelerator) -> JSONValue {
    .object([
      "schema": .string("rafter/roofline/1"),
      "accelerator": AnalysisJSON.accelerator(accelerator),
      "roofs": .array(roofs.map(AnalysisJSON.roof)),
    ])
  }
}
