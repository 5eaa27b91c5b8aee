// SPDX-License-Identifier: Apache-2.0
public import RafterAnalysis
import RafterHardware

/// The JSON of `rafter analyze` with several accelerators: kind `rafter/comparison/1`.
public enum ComparisonJSON {
  /// Each analysis in full, in the order asked for.
  public static func value(_ analyses: [Analysis], version: String) -> JSONValue {
    .object([
      "schema": .string("rafter/comparison/1"),
      "rafter": .string(version),
      "accelerators": .array(analyses.map { .string($0.accelerator.name) }),
      "analyses": .array(analyses.map { AnalysisJSON.value($0, version: version) }),
    ])
  }
}
