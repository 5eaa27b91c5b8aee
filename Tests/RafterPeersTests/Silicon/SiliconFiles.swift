// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterLibrary
import Testing

@testable import RafterPeers

/// The files of a set of chips, changed where a test wants it.
enum SiliconFiles {
  /// What a set finds on its built-in files.
  ///
  /// - Parameters:
  ///   - set: the set.
  ///   - change: changes the text of a file, given its path.
  static func findings(
    _ set: ValidationSet, changing change: (String, String) -> String = { $1 }
  ) throws -> ValidationSet.Findings {
    let files = try set.builtIn.map { name in
      let file = try Library.caseFile(name)
      return ValidationFile(path: name, text: change(name, file.text))
    }
    return try set.run(files)
  }

  /// The predicted number of a row.
  static func predicted(
    _ findings: ValidationSet.Findings, _ name: String, _ quantity: String
  ) throws -> Double {
    let row = try #require(
      findings.rows.first { $0.name == name && $0.quantity == quantity },
      "no row \(name), \(quantity)")
    return try #require(row.predicted)
  }

  /// All that is wrong with a file of a set.
  static func problems(_ set: ValidationSet, _ text: String) -> [Diagnostic] {
    do throws(DiagnosticList) {
      _ = try set.run([ValidationFile(path: "own.csv", text: text)])
      return []
    } catch { return error.diagnostics }
  }
}
