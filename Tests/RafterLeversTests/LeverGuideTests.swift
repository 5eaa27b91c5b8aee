// SPDX-License-Identifier: Apache-2.0
import Foundation
import Rafter
import Testing

/// Each lever has a source file, a test file and a guide of its name.
struct LeverGuideTests {
  static let repository = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  private static func words(_ lever: Lever) -> [String] {
    lever.rawValue.split(separator: "-").map { $0.prefix(1).uppercased() + $0.dropFirst() }
  }

  @Test(arguments: Lever.allCases)
  func `a lever has a source file and a test file of its name`(_ lever: Lever) {
    let name = Self.words(lever).joined() + "Lever"
    for path in [
      "Sources/RafterLevers/Levers/\(name).swift", "Tests/RafterLeversTests/\(name)Tests.swift",
    ] {
      let file = Self.repository.appending(path: path)
      #expect(FileManager.default.fileExists(atPath: file.path), "\(path)")
    }
  }

  @Test(arguments: Lever.allCases)
  func `a lever has a guide that says what it does, costs, and what limits it`(_ lever: Lever)
    throws
  {
    let name = Self.words(lever).joined(separator: "-")
    let catalog = Self.repository.appending(path: "Sources/Rafter/Rafter.docc")
    let guide = try String(
      contentsOf: catalog.appending(path: "Levers/\(name).md"), encoding: .utf8)
    #expect(guide.contains("`\(lever.rawValue)`"))
    let text = guide.lowercased()
    for topic in ["changes", "roof", "cost", "limit", "source"] {
      #expect(text.contains(topic), "\(name) says nothing of \(topic)")
    }
    let start = try String(contentsOf: catalog.appending(path: "Rafter.md"), encoding: .utf8)
    #expect(start.contains("<doc:\(name)>"))
  }
}
