// SPDX-License-Identifier: Apache-2.0
import Foundation
import Rafter

/// A command line of the user's.
enum ShellCommand {
  /// Runs it in the shell, and waits; all that it prints goes to standard error.
  ///
  /// - Throws: a diagnostic: it could not be started, or ended with another code than 0.
  static func run(_ line: String) throws(DiagnosticList) {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", line]
    // Standard output is the report's.
    process.standardOutput = FileHandle.standardError
    do {
      try process.run()
    } catch {
      throw DiagnosticList(.commandFailed(line, "\(error)"))
    }
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      let reason =
        process.terminationReason == .uncaughtSignal
        ? "ended by signal \(process.terminationStatus)"
        : "ended with exit code \(process.terminationStatus)"
      throw DiagnosticList(.commandFailed(line, reason))
    }
  }
}
