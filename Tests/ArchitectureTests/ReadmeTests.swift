// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

struct ReadmeTests {
  @Test func `the Swift of the README is the snippet that every build compiles`() throws {
    let readme = try Repository.text("README.md")
    let snippet = try Repository.text("Snippets/AnalyzeAModel.swift")
    let code = snippet.split(separator: "\n", maxSplits: 1)[1]
      .trimmingCharacters(in: .whitespacesAndNewlines)
    #expect(readme.contains("```swift\n\(code)\n```"))
  }

  @Test func `the output of the README is what the example prints`() throws {
    let readme = try Repository.text("README.md")
    let output = try Repository.text("Examples/01-resnet50-on-an-edge-npu/analyze.txt")
    // Its first lines, up to the first layers.
    let shown = output.split(separator: "\n", omittingEmptySubsequences: false).prefix(30)
    #expect(readme.contains(shown.joined(separator: "\n")))
  }
}
