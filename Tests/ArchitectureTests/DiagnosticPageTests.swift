// SPDX-License-Identifier: Apache-2.0
import Testing

@Suite struct DiagnosticPageTests {
  private static let page = "Sources/Rafter/Rafter.docc/Reference/Diagnostics.md"

  /// The ids in the sources with the file of each.
  private static func ids() throws -> [String: String] {
    var found: [String: String] = [:]
    for path in try Repository.files(below: "Sources", endingIn: ".swift") {
      for match in try Repository.text(path).matches(of: /\bid: "([a-z]+\.[a-z0-9-]+)"/) {
        found[String(match.1)] = path
      }
    }
    return found
  }

  @Test func `every diagnostic is explained with its cause and its remedy`() throws {
    let page = try Repository.text(Self.page)
    let ids = try Self.ids()
    #expect(ids.count > 5)
    for (id, path) in ids.sorted(by: { $0.key < $1.key }) {
      let isExplained = page.contains("### \(id)\n")
      #expect(isExplained, "\(id) of \(path) has no paragraph in \(Self.page)")
    }
  }

  @Test func `no paragraph is about a diagnostic that is gone`() throws {
    let ids = try Self.ids()
    let areas = Set(ids.keys.compactMap { $0.split(separator: ".").first })
    for match in try Repository.text(Self.page).matches(of: /(?m)^### ([a-z]+)\.([a-z0-9-]+)$/) {
      guard areas.contains(match.1) else { continue }
      let id = "\(match.1).\(match.2)"
      #expect(ids[id] != nil, "nothing makes \(id) any more")
    }
  }

  @Test func `an id is written out where it is made`() throws {
    for path in try Repository.files(below: "Sources", endingIn: ".swift") {
      // An id made of parts could not be found by whoever reads it in a message.
      #expect(!(try Repository.text(path).contains(/\bid: "[^"]*\\\(/)), "\(path)")
    }
  }
}
