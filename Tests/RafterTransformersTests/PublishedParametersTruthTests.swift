// SPDX-License-Identifier: Apache-2.0
import Foundation
import RafterTestSupport
import RafterTransformers
import Testing

/// Published counts with their sources, in `Documentation/Validation/published-parameters.csv`.
@Suite(.enabled(if: !Models.shared.isEmpty))
struct PublishedParametersTruthTests {
  private func rows() throws -> [(model: String, count: Int, scope: String, published: Bool)] {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let url = root.appending(path: "Documentation/Validation/published-parameters.csv")
    return try String(contentsOf: url, encoding: .utf8).split(separator: "\n").dropFirst().map {
      let cells = $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      try #require(cells.count == 8, "a row of other than 8 cells: \($0)")
      #expect(!cells[3].isEmpty && cells[4].hasPrefix("https://"), "a row without a source: \($0)")
      #expect(["published", "recalled"].contains(cells[6]), "\($0)")
      return (cells[0], try #require(Int(cells[1])), cells[2], cells[6] == "published")
    }
  }

  @Test func `models have as many parameters as is published, within 0_5 %`() throws {
    let rows = try rows()
    let published = rows.filter { $0.published }
    #expect(published.count >= 25)
    for row in rows {
      let text = try #require(
        Models.shared.first { $0.name == row.model + ".json" }?.text, "\(row.model)")
      let count = ParameterCount(try Models.read(text, .approximate))
      let ours = row.scope == "main" ? count.total : count.total + count.prediction
      let error = Double(ours) / Double(row.count) - 1
      #expect(abs(error) <= 0.005, "\(row.model): \(ours), published \(row.count)")
    }
  }

  /// gpt-oss, arXiv 2508.10925, table 1: checkpoints of 60.8 and 12.8 GiB with MXFP4 experts.
  @Test(arguments: [("openai__gpt-oss-120b", 60.8), ("openai__gpt-oss-20b", 12.8)])
  func `exclusions of a quantisation are kept`(name: String, gibibytes: Double) throws {
    let text = try #require(Models.shared.first { $0.name == name + ".json" }?.text)
    let bytes = Double(ParameterCount(try Models.read(text)).bytes)
    #expect(abs(bytes / 0x1p30 - gibibytes) < 0.05)
  }

  /// DeepSeek-V3, arXiv 2412.19437: 37B of 671B meet a token; Mixtral: 12.9B of 46.7B.
  @Test(arguments: [
    ("deepseek-ai__DeepSeek-V3", 37e9, 0.02), ("mistralai__Mixtral-8x7B-v0.1", 12.9e9, 0.005),
    ("Qwen__Qwen3-235B-A22B", 22e9, 0.01),
  ])
  func `a token meets as many as is published`(name: String, active: Double, within: Double) throws
  {
    let text = try #require(Models.shared.first { $0.name == name + ".json" }?.text)
    let count = ParameterCount(try Models.read(text))
    #expect(abs(Double(count.active) / active - 1) <= within, "\(count.active)")
  }
}
