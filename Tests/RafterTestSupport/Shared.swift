// SPDX-License-Identifier: Apache-2.0
public import Foundation

/// Material outside the repository that some tests compare with; they skip when it is absent.
public enum Shared {
  /// The folder beside the repository.
  public static let folder = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "shared")

  /// A file below it, or nil.
  public static func file(_ path: String) -> URL? {
    let url = folder.appending(path: path)
    return FileManager.default.fileExists(atPath: url.path) ? url : nil
  }
}
