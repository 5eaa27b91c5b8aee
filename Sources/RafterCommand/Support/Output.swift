// SPDX-License-Identifier: Apache-2.0
import Foundation
import Rafter

/// Writes results where the user wants them.
enum Output {
  /// Writes text to a file.
  ///
  /// - Throws: a diagnostic with the system's reason.
  static func write(_ text: String, to path: String) throws(DiagnosticList) {
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue {
      throw DiagnosticList(.outputIsFolder(path))
    }
    do {
      try Data(text.utf8).write(to: URL(filePath: path))
    } catch {
      throw DiagnosticList(.notWritable(path, error.localizedDescription))
    }
  }

  /// Makes a folder and those above it.
  static func makeFolder(_ path: String) throws(DiagnosticList) {
    do {
      try FileManager.default.createDirectory(
        atPath: path, withIntermediateDirectories: true)
    } catch {
      throw DiagnosticList(.notWritable(path, error.localizedDescription))
    }
  }
}
