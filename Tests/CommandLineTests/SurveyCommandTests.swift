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
    #expect(accepted.output.contains("1 row is in order"))
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

  @Test(arguments: [("fp32", []), ("fp16", ["--precision", "fp16"])])
  func `what a workload reaches is placed under the format it runs in`(
    format: String, precision: [String]
  ) throws {
    let run = try RafterProcess.run(
      ["survey", "--design", "nvidia-a100", "--workload", "resnet18", "--quiet"] + precision)
    #expect(run.status == 0)
    let headings = run.output.split(separator: "\n").filter { $0.contains("reached on resnet18") }
    #expect(headings.count == 1)
    #expect(headings.first?.hasPrefix("nvidia-a100, \(format) (") == true, "\(headings)")
  }

  @Test func `every built-in accelerator stands in the table with its computed roofs`() throws {
    let run = try RafterProcess.run([
      "survey", "--where", "class=library", "--columns",
      "name,evidence,peak_tops,ridge_op_per_byte,lever,lever_source", "--format", "csv",
    ])
    #expect(run.status == 0)
    let rows = run.output.split(whereSeparator: \.isNewline).dropFirst()
      .map { $0.split(separator: ",") }
    let folder = Self.root.appending(path: "Sources/CRafterResources/accelerators")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(".yaml") }
    #expect(!files.isEmpty)
    for file in files {
      let own = rows.filter { ($0.first ?? "") == file.dropLast(".yaml".count) }
      #expect(!own.isEmpty, "\(file)")
      for row in own {
        #expect(row.count >= 6 && row[1] == "modelled", "\(row)")
        #expect((Double(row[2]) ?? 0) > 0 && (Double(row[3]) ?? 0) > 0, "\(row)")
      }
    }
  }

  @Test func `the gallery of the documentation is what the command draws`() throws {
    let list = try String(
      contentsOf: Self.root.appending(path: "Documentation/Gallery.txt"), encoding: .utf8)
    let resources = Self.root.appending(path: "Sources/Rafter/Rafter.docc/Resources")
    var kinds: Set<String> = []
    for line in list.split(separator: "\n") where !line.hasPrefix("#") {
      // Arguments in quotes hold spaces.
      let words = line.split(separator: "\"", omittingEmptySubsequences: false).enumerated()
        .flatMap { index, part in
          index % 2 == 1 ? [String(part)] : part.split(separator: " ").map(String.init)
        }
      let name = try #require(words.first)
      if let plot = words.firstIndex(of: "--plot") { kinds.insert(words[plot + 1]) }
      for (theme, suffix) in [("light", ""), ("dark", "~dark")] {
        let run = try RafterProcess.run(
          ["survey", "--quiet", "--theme", theme] + words.dropFirst())
        #expect(run.status == 0, "\(run.errors)")
        let stored = try String(
          contentsOf: resources.appending(path: "survey-\(name)\(suffix).svg"), encoding: .utf8)
        #expect(
          run.output.trimmingCharacters(in: .newlines)
            == stored.trimmingCharacters(in: .newlines), "\(name): run make gallery")
      }
    }
    // One of each kind at least.
    let help = try RafterProcess.run(["survey", "--help"]).output
    for kind in kinds { #expect(help.contains(kind)) }
    #expect(kinds.count == 12)
  }

  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

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
