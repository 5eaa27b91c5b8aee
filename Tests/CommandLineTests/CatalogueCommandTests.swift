// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

struct CatalogueCommandTests {
  @Test func `a list is filtered, and its names can be had alone`() throws {
    let run = try RafterProcess.run([
      "list", "accelerators", "--class", "gpu", "--vendor", "amd", "--year", "2023..", "--names",
    ])
    #expect(run.status == 0)
    #expect(run.output == "amd-mi300x\namd-mi355x\n")
    let table = try RafterProcess.run(["list", "accelerators", "--min-peak", "2000 Top/s"])
    #expect(table.output.contains("machines") && table.output.contains("published"))
    #expect(!table.output.contains("eyeriss"))
  }

  @Test(arguments: [
    (["--class", "gppu"], "did you mean 'gpu'?"),
    (["--vendor", "Nvidja"], "did you mean 'NVIDIA'?"),
    (["--operands", "int9"], "did you mean 'int"), (["--year", "soon"], "2020..2023"),
    (["--node", "7"], "7 nm"), (["--min-peak", "7 GB"], "100 Top/s"),
    (["--min-memory", "2 GiB", "--max-memory", "1 GiB"], "exchange the two"),
  ])
  func `what a filter cannot mean ends with exit code 2 and a remedy`(
    arguments: [String], remedy: String
  ) throws {
    let run = try RafterProcess.run(["list", "accelerators"] + arguments)
    #expect(run.status == 2)
    #expect(run.output.isEmpty)
    #expect(run.errors.contains(remedy), "\(run.errors)")
  }

  @Test func `a filter of machines means nothing for models`() throws {
    let run = try RafterProcess.run(["list", "models", "--class", "gpu"])
    #expect(run.status == 2)
    #expect(run.errors.contains("--class means nothing here"))
  }

  @Test func `a machine is shown whole or in parts`() throws {
    let whole = try RafterProcess.run(["show", "edge-npu"]).output
    for part in ["hierarchy", "roofs", "numbers"] {
      let run = try RafterProcess.run(["show", "edge-npu", "--part", part])
      #expect(run.status == 0)
      let lines = run.output.split(separator: "\n")
      #expect(lines.count > 1)
      #expect(lines.allSatisfy { whole.contains("# \($0)") }, "\(part)")
    }
    let file = try RafterProcess.run(["show", "edge-npu", "--part", "file"]).output
    #expect(whole.hasPrefix(file))
    let model = try RafterProcess.run(["show", "gpt2", "--part", "roofs"])
    #expect(model.status == 2)
  }
}
