// SPDX-License-Identifier: Apache-2.0
import Foundation
import RafterTestSupport
import Testing

struct SurveyCommandTests {
  @Test(arguments: [
    (
      "survey-overview.txt",
      ["survey", "--where", "class!=library", "--quantiles", "ridge_op_per_byte"]
    ),
    (
      "survey-trend.txt",
      [
        "survey", "--where", "class=product and format=int8", "--trend", "efficiency_tops_per_w",
        "--trend", "density_tops_per_mm2",
      ]
    ),
  ])
  func `text is as reviewed`(golden: String, arguments: [String]) throws {
    let run = try RafterProcess.run(arguments)
    #expect(run.status == 0)
    expectGolden(golden, run.output)
  }

  @Test func `a trend of a subset is told with its interval`() throws {
    let run = try RafterProcess.run([
      "survey", "--where", "class=product and format=fp16/bf16 and year>=2017", "--trend",
      "efficiency_tops_per_w", "--format", "json",
    ])
    #expect(run.status == 0)
    #expect(run.errors.isEmpty)
    let document = try #require(
      try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    #expect(document["schema"] as? String == "rafter/survey/1")
    let trend = try #require((document["trends"] as? [[String: Any]])?.first)
    #expect(trend["n"] as? Int == 54)
  }

  @Test func `a wrong filter shows the place and ends with exit code 2`() throws {
    let run = try RafterProcess.run(["survey", "--where", "formt=fp16"])
    #expect(run.status == 2)
    #expect(run.errors.contains("--where:1:1: error"))
    #expect(run.errors.contains("^~~~~ did you mean 'format'?"))
    #expect(run.output.isEmpty)
  }

  @Test func `a contribution is checked cell by cell`() throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let csv = try RafterProcess.run([
      "survey", "--where", "id=hailo-8", "--format", "csv",
    ]).output
    // The id is taken by the built-in table.
    let taken = try folder.write("taken.csv", Array(csv.utf8))
    let refused = try RafterProcess.run(["survey", "--check", taken])
    #expect(refused.status == 2)
    #expect(refused.errors.contains("survey.id-twice"))
    let fresh = try folder.write(
      "fresh.csv", Array(csv.replacing("hailo-8,", with: "hailo-80,").utf8))
    let accepted = try RafterProcess.run(["survey", "--check", fresh])
    #expect(accepted.status == 0)
    #expect(accepted.output.contains("1 rows are in order"))
    let wrong = try folder.write(
      "wrong.csv",
      Array(csv.replacing("hailo-8,", with: "hailo-80,").replacing(",chip,", with: ",chips,").utf8))
    let told = try RafterProcess.run(["survey", "--check", wrong])
    #expect(told.status == 2)
    #expect(told.errors.contains("wrong.csv:2:"))
    #expect(told.errors.contains("did you mean 'chip'?"))
  }

  @Test func `a design is placed with its peak and what it reaches`() throws {
    let run = try RafterProcess.run([
      "survey", "--design", "edge-npu", "--workload", "resnet18", "--class", "digital", "--quiet",
    ])
    #expect(run.status == 0)
    #expect(run.output.contains("the peak"))
    #expect(run.output.contains("reached on resnet18"))
    #expect(run.output.contains("to reach the front"))
  }

  @Test func `a plot is written to the file of --output`() throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let path = try folder.write("plot.svg", [])
    let run = try RafterProcess.run([
      "survey", "--where", "class=product", "--plot", "ridge-format", "--output", path,
    ])
    #expect(run.status == 0)
    #expect(try String(contentsOfFile: path, encoding: .utf8).hasPrefix("<svg"))
  }
}
