// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

@Suite struct LinkTests {
  private static func pages() throws -> [String] {
    try Repository.names(in: "").filter { $0.hasSuffix(".md") }
      + ["Documentation", "Examples", "Benchmarks"].flatMap {
        try Repository.files(below: $0, endingIn: ".md")
      }
  }

  @Test func `every link of a page to a file of the repository leads somewhere`() throws {
    var seen = 0
    for page in try Self.pages() {
      let folder = Repository.root.appending(path: page).deletingLastPathComponent()
      let text = try Repository.text(page)
      let links = text.matches(of: /\]\(([^)#\s]+)\)/).map { String($0.1) }
      let pictures = text.matches(of: /(?:src|srcset)="([^"]+)"/).map { String($0.1) }
      for link in links + pictures where !link.contains("://") {
        seen += 1
        let path = folder.appending(path: link).path
        #expect(FileManager.default.fileExists(atPath: path), "\(page) links to \(link)")
      }
    }
    #expect(seen > 15)
  }

  // A placeholder for a measured figure must not be published as it is.
  @Test func `nothing is left to be filled in`() throws {
    for page in try Self.pages() {
      let open = try Repository.text(page).matches(of: /<!-- (?:fill|bench).*/).map { String($0.0) }
      #expect(open.isEmpty, "\(page): \(open.joined(separator: "; "))")
    }
  }
}
