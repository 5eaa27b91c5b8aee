// SPDX-License-Identifier: Apache-2.0
public import Foundation

/// The small files in `Tests/Corpus`, which reference writers wrote: truth for the readers, seeds for fuzzing.
public enum Corpus {
  /// The folder.
  public static let folder = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Corpus")

  /// The bytes of a file; empty where it is missing, which the test that reads it then shows.
  public static func bytes(_ path: String) -> [UInt8] {
    (try? Data(contentsOf: folder.appending(path: path))).map { Array($0) } ?? []
  }

  /// The path of a file.
  public static func path(_ path: String) -> String { folder.appending(path: path).path }
}
