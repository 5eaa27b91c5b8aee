// SPDX-License-Identifier: Apache-2.0
import Foundation
import RafterTestSupport
import Testing

struct ValidateCommandTests {
  @Test func `every set runs without arguments, and all of it comes out`() throws {
    let run = try RafterProcess.run(["validate", "--format", "json"])
    #expect(run.status == 0)
    #expect(run.errors.isEmpty)
    let document = try #require(
      try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    #expect(document["schema"] as? String == "rafter/validation/1")
    let sets = try #require(document["sets"] as? [[String: Any]])
    #expect(
      sets.compactMap { $0["name"] as? String }.starts(with: ["zigzag", "accelforge", "timeloop"]))
  }

  @Test func `data of one's own are compared, and a miss ends with exit code 1`() throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let url = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
      .appending(path: "Sources/CRafterResources/cases/zigzag/zigzag-metaproto-conv.yaml")
    let text = try String(contentsOf: url, encoding: .utf8)
    let right = try folder.write("own.yaml", Array(text.utf8))
    #expect(try RafterProcess.run(["validate", "zigzag", "--data", right]).status == 0)
    let wrong = try folder.write(
      "wrong.yaml", Array(text.replacing("onload: 3480.0", with: "onload: 3481.0").utf8))
    let missed = try RafterProcess.run(["validate", "zigzag", "--data", wrong])
    #expect(missed.status == 1)
    #expect(missed.output.contains("1 of 49 rows miss their tolerance"))
    let broken = try folder.write(
      "broken.yaml", Array(text.replacing("size_bits: 8\n", with: "size_bit: 8\n").utf8))
    let refused = try RafterProcess.run(["validate", "zigzag", "--data", broken])
    #expect(refused.status == 2)
    #expect(refused.errors.contains("did you mean 'size_bits'?"))
  }

  @Test func `the files of a set are printed, and one of them without its last digit is noticed`()
    throws
  {
    let shown = try RafterProcess.run(["validate", "colonnade", "--show-data"])
    #expect(shown.status == 0)
    #expect(shown.output.contains("bits,fJ_per_MAC_1b_input_0.6V"))
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    var text = shown.output
    while text.last?.isNewline == true { text.removeLast() }
    let whole = try folder.write("whole.csv", Array((text + "\n").utf8))
    let right = try RafterProcess.run(["validate", "colonnade", "--data", whole])
    #expect(right.status == 0)
    #expect(right.errors.isEmpty)
    // It still reads, so the numbers are compared, and what may be wrong is said beside them.
    let cut = try folder.write("cut.csv", Array(text.dropLast(2).utf8))
    let warned = try RafterProcess.run(["validate", "colonnade", "--data", cut])
    #expect(warned.errors.contains("text.unended-line"))
    #expect(warned.errors.contains("cut.csv:"))
    #expect(!warned.output.isEmpty)
    #expect(
      try RafterProcess.run(["validate", "colonnade", "--data", cut, "--quiet"]).errors.isEmpty)
    #expect(try RafterProcess.run(["validate", "--show-data"]).status == 64)
  }

  @Test func `a set that there is not is suggested, and data need a set`() throws {
    let unknown = try RafterProcess.run(["validate", "zigzack"])
    #expect(unknown.status == 2)
    #expect(unknown.errors.contains("did you mean 'zigzag'?"))
    #expect(try RafterProcess.run(["validate", "--data", "x.yaml"]).status == 64)
    #expect(try RafterProcess.run(["validate", "zigzag", "--data", "/no/such/file"]).status == 2)
  }
}
