// SPDX-License-Identifier: Apache-2.0
import Foundation
import Rafter
import Testing

/// The page with every row of the sets of chips.
@Suite struct SiliconPageTests {
  private static let page = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Documentation/Validation/Silicon.md")

  private static let head = """
    # Chips beside their published numbers

    Every row of the sets of chips, from the run of `rafter validate` that a test holds this page to. Error is predicted by published less one;
    a row *shown* has no tolerance of its own. What a set compares and by which rule is in the page *Other tools* of the
    documentation. What its makers or peers report stands below each table; a figure marked as recalled is to be checked before it is quoted.


    """

  // To renew the page: RECORD_GOLDEN=1 swift test --filter SiliconPageTests
  @Test func `the page has what the sets find`() throws {
    let outcomes = try ValidationSet.silicon.map { set in
      let files = set.builtIn.compactMap { name in
        BuiltIn.file(name, kind: .validationCase).map {
          ValidationFile(path: name, text: String(decoding: $0.bytes, as: UTF8.self))
        }
      }
      return ValidationOutcome(set, try set.run(files))
    }
    let text = Self.head + ValidationReport(outcomes, detail: .rows).text(.markdown)
    if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] == "1" {
      try text.write(to: Self.page, atomically: true, encoding: .utf8)
      return
    }
    let stored = try String(contentsOf: Self.page, encoding: .utf8)
    #expect(stored == text, "record it with RECORD_GOLDEN=1 and read the difference")
  }
}
