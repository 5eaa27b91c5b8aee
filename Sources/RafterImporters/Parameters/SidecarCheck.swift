// SPDX-License-Identifier: Apache-2.0
package import RafterDiagnostics

/// Reads the JSON files that lie beside weights, for tests: a config and an index.
package enum SidecarCheck {
  /// Reads bytes as a config, then as an index; the first that is wrong throws.
  package static func read(_ bytes: [UInt8]) throws(DiagnosticList) {
    try FileBytes(bytes).withUnsafeBytes { pointer throws(DiagnosticList) in
      _ = try ConfigFile(pointer, source: "config.json")
      _ = try SafetensorsIndex(pointer, source: "index.json")
    }
  }

  /// What a config says against a list of weights.
  package static func differences(_ config: [UInt8], from list: ParameterList)
    throws(DiagnosticList) -> [Diagnostic]
  {
    let config = try FileBytes(config).withUnsafeBytes { pointer throws(DiagnosticList) in
      try ConfigFile(pointer, source: "config.json")
    }
    var check = ConfigCheck(config)
    check.check(list)
    return check.diagnostics
  }
}
