// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

/// The table of what a description can carry, against the built-in files.
@Suite struct DescriptionPageTests {
  struct Row {
    var keys: [String]
    /// The machine whose file has them; nil for the page itself.
    var machine: String?
  }

  static let page = "Sources/Rafter/Rafter.docc/Guides/Describing-Your-Accelerator.md"

  static func rows() throws -> [Row] {
    let section = try Repository.text(page).components(
      separatedBy: "## What a description can carry")[1].components(separatedBy: "\n## ")[0]
    return section.split(separator: "\n").filter { $0.hasPrefix("| ") }.dropFirst().map { line in
      let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      func words(_ cell: String) -> [String] {
        cell.matches(of: /`([^`]+)`/).map { String($0.1) }
      }
      return Row(keys: words(cells[1]), machine: words(cells[2]).first)
    }
  }

  @Test func `every key that it names stands in the file of the machine beside it`() throws {
    let rows = try Self.rows()
    #expect(rows.count > 25)
    for row in rows {
      let path =
        row.machine.map { "Sources/CRafterResources/accelerators/\($0).yaml" } ?? Self.page
      let text = try Repository.text(path)
      #expect(!row.keys.isEmpty)
      for key in row.keys {
        let isThere = text.split(separator: "\n").contains { line in
          line.contains("\(key):") && !line.hasPrefix("|")
            && !(row.machine != nil && line.trimmingCharacters(in: .whitespaces).hasPrefix("#"))
        }
        #expect(isThere, "\(key) is not in \(path)")
      }
    }
  }

  @Test func `every key that it names is one that is read`() throws {
    let keys = try Repository.text("Sources/Rafter/Rafter.docc/Reference/YAML-Keys.md")
    for key in try Self.rows().flatMap(\.keys) {
      #expect(keys.contains("| `\(key)` |"), "\(key)")
    }
  }
}
