// SPDX-License-Identifier: Apache-2.0
import Foundation
import Rafter
import RafterTestSupport
import Testing

/// The page on validation in the documentation, its pictures, and the table in the README, held to what the sets find.
///
/// To renew them: RECORD_GOLDEN=1 swift test --filter ValidatedPageTests
@Suite struct ValidatedPageTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
  private static let catalogue = root.appending(path: "Sources/Rafter/Rafter.docc")
  private static let images = root.appending(path: "Documentation/Images")
  private static let isRecording = ProcessInfo.processInfo.environment["RECORD_GOLDEN"] == "1"

  private static let page = Result {
    ValidationPage(
      try ValidationSet.peers.map { set in
        let files = set.builtIn.compactMap { name in
          BuiltIn.file(name, kind: .validationCase).map {
            ValidationFile(path: name, text: String(decoding: $0.bytes, as: UTF8.self))
          }
        }
        return ValidationOutcome(set, try set.run(files))
      })
  }

  /// Compares a file with a text, or writes it.
  private func hold(_ text: String, at file: URL) throws {
    if Self.isRecording {
      try text.write(to: file, atomically: true, encoding: .utf8)
    } else {
      let stored = try? String(contentsOf: file, encoding: .utf8)
      #expect(
        stored == text,
        "\(file.lastPathComponent): record it with RECORD_GOLDEN=1 and look at the difference")
    }
  }

  @Test func `the page of the documentation is that of the run`() throws {
    let page = try Self.page.get()
    try hold(page.article.text, at: Self.catalogue.appending(path: "Guides/\(page.article.name)"))
  }

  @Test func `the pictures of the page are those of the run, all of them and no other`() throws {
    let page = try Self.page.get()
    let folder = Self.catalogue.appending(path: "Resources")
    for chart in page.charts { try hold(chart.text, at: folder.appending(path: chart.name)) }
    let stored = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasPrefix("validation-") }
    #expect(Set(stored) == Set(page.charts.map(\.name)))
    // A clone stays small.
    #expect(page.charts.reduce(0) { $0 + $1.text.utf8.count } < 2 << 20)
  }

  @Test func `the README has the table and the picture of the run`() throws {
    let page = try Self.page.get()
    for (theme, name) in [(ChartTheme.light, "validation.svg"), (.dark, "validation-dark.svg")] {
      let picture = try #require(page.overview(theme).first)
      try hold(picture.text, at: Self.images.appending(path: name))
    }
    let file = Self.root.appending(path: "README.md")
    let text = try String(contentsOf: file, encoding: .utf8)
    let begin = "<!-- validation: written by the run -->\n"
    let end = "\n<!-- validation: end -->"
    let first = try #require(text.range(of: begin))
    let last = try #require(text.range(of: end))
    try hold(
      text[..<first.upperBound] + page.shortTable.joined(separator: "\n")
        + text[last.lowerBound...], at: file)
  }
}
