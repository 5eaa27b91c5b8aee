// SPDX-License-Identifier: Apache-2.0
import Foundation
public import Testing

/// Compares a text with the stored one in the folder `Golden` beside the test's file.
///
/// `RECORD_GOLDEN=1 swift test` writes it anew; the difference is then reviewed like code.
public func expectGolden(
  _ name: String, _ text: String, file: String = #filePath,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let url = URL(filePath: file).deletingLastPathComponent().appending(path: "Golden").appending(
    path: name)
  if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] == "1" {
    do {
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: url)
    } catch {
      Issue.record("cannot write \(url.path): \(error)", sourceLocation: sourceLocation)
    }
    return
  }
  guard let data = try? Data(contentsOf: url) else {
    Issue.record(
      "no golden \(name); record it with RECORD_GOLDEN=1", sourceLocation: sourceLocation)
    return
  }
  let stored = String(decoding: data, as: UTF8.self)
  guard stored != text else { return }
  let old = stored.split(separator: "\n", omittingEmptySubsequences: false)
  let new = text.split(separator: "\n", omittingEmptySubsequences: false)
  let line = zip(old, new).prefix { $0 == $1 }.count
  Issue.record(
    """
    \(name) differs at line \(line + 1):
    stored: \(line < old.count ? String(old[line].prefix(200)) : "<end>")
    now:    \(line < new.count ? String(new[line].prefix(200)) : "<end>")
    """, sourceLocation: sourceLocation)
}
