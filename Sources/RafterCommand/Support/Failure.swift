// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Rafter

/// The exit codes of every command.
enum Exit {
  /// A check failed.
  static let checkFailed = ExitCode(1)
  /// Bad input; every diagnostic has been printed.
  static let badInput = ExitCode(2)
  /// No mapping fits.
  static let infeasible = ExitCode(3)
}

/// How diagnostics are printed.
enum DiagnosticStyle: String, ExpressibleByArgument, CaseIterable {
  case text, json
}

/// Prints diagnostics to standard error.
enum Failure {
  /// Prints them all; `sources` are the texts of files, so that lines can be shown.
  static func show(
    _ diagnostics: [Diagnostic], style: DiagnosticStyle, sources: [String: String] = [:]
  ) {
    for diagnostic in diagnostics {
      switch style {
      case .text:
        let source = diagnostic.location.flatMap { sources[$0.file] }
        Console.note(diagnostic.text(source: source))
      case .json: Console.note(diagnostic.json)
      }
    }
    let errors = diagnostics.count { $0.severity == .error }
    if style == .text, errors > 1 { Console.note("\(errors) errors") }
  }
}
