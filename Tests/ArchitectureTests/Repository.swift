// SPDX-License-Identifier: Apache-2.0
import Foundation

/// The files of this repository.
enum Repository {
  /// Its top folder.
  static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The text of a file, by its path from the top.
  static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }

  /// The names of what lies in a folder, sorted; hidden files left out.
  static func names(in path: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: root.appending(path: path).path)
      .filter { !$0.hasPrefix(".") }.sorted()
  }

  /// The paths of all files below a folder whose name ends so, sorted.
  static func files(below path: String, endingIn suffix: String) throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: root.appending(path: path).path)
      .filter { $0.hasSuffix(suffix) }.map { "\(path)/\($0)" }.sorted()
  }

  /// The Swift files of a module.
  static func sources(of module: String) throws -> [String] {
    try files(below: "Sources/\(module)", endingIn: ".swift")
  }

  /// The modules that have a folder in Sources.
  static func modules() throws -> [String] { try names(in: "Sources") }
}
