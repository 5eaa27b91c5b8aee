// SPDX-License-Identifier: Apache-2.0
import Foundation
import RafterTestSupport
import Testing

struct AnalyzeCommandTests {
  @Test func `the table of ResNet-50 on the edge NPU`() throws {
    let run = try RafterProcess.run(["analyze", "resnet50", "--on", "edge-npu", "--quiet"])
    #expect(run.status == 0)
    #expect(run.errors.isEmpty)
    expectGolden("analyze-resnet50-edge-npu.txt", run.output)
    for line in run.output.split(separator: "\n") { #expect(line.count <= 100) }
  }

  @Test func `JSON is all that goes to standard output, and is the same on any number of cores`()
    throws
  {
    let options = ["analyze", "resnet18", "--on", "edge-npu", "--format", "json"]
    let one = try RafterProcess.run(options + ["--jobs", "1"])
    let two = try RafterProcess.run(options + ["--jobs", "4"])
    #expect(one.status == 0)
    #expect(one.output == two.output)
    let document = try #require(
      try JSONSerialization.jsonObject(with: Data(one.output.utf8)) as? [String: Any])
    #expect(document["schema"] as? String == "rafter/analysis/1")
    #expect((document["layers"] as? [Any])?.isEmpty == false)
    // Notes go to standard error.
    #expect(one.errors.contains("analysis.retargeted"))
  }

  @Test func `a search in ZigZag's rules is the same on any number of cores, names apart`() throws {
    let options = [
      "analyze", "resnet18", "--on", "zigzag-tpu-like", "--cost-model", "zigzag", "--format",
      "json", "--quiet",
    ]
    let one = try RafterProcess.run(options + ["--jobs", "1"])
    let two = try RafterProcess.run(options + ["--jobs", "3"])
    #expect(one.status == 0)
    #expect(one.output == two.output)
    let document = try #require(
      try JSONSerialization.jsonObject(with: Data(one.output.utf8)) as? [String: Any])
    // Equal products are searched once, and every layer has its row under its own name.
    let nests = try #require(document["nests"] as? [[String: Any]])
    let names = nests.compactMap { $0["layer"] as? String }
    #expect(names.count == 21)
    #expect(Set(names).count == names.count)
  }

  @Test func `with a gap of 0 every layer of ResNet-18 is proven optimal`() throws {
    func certificates(_ options: String...) throws -> [[String: Any]] {
      let run = try RafterProcess.run(
        [
          "analyze", "resnet18", "--on", "zigzag-tpu-like", "--objective", "edp", "--format",
          "json",
          "--quiet",
        ] + options)
      #expect(run.status == 0, "\(run.errors)")
      let document = try #require(
        try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
      let layers = try #require(document["layers"] as? [[String: Any]])
      return layers.compactMap { $0["certificate"] as? [String: Any] }
    }
    let proven = try certificates("--search-gap", "0")
    #expect(proven.count == 21)
    #expect(proven.allSatisfy { $0["status"] as? String == "optimal" })
    // The usual search ends before: a proof takes more than its mappings.
    let usual = try certificates()
    #expect(!usual.allSatisfy { $0["status"] as? String == "optimal" })
    func work(_ all: [[String: Any]]) -> Int {
      all.compactMap { $0["mappings_considered"] as? Int }.reduce(0, +)
    }
    #expect(work(proven) > work(usual))
    let refused = try RafterProcess.run(
      ["analyze", "resnet18", "--on", "edge-npu", "--search-gap", "2"])
    #expect(refused.status == 64)
  }

  @Test func `another supply or clock is one option, and outside the range an error`() throws {
    func run(_ options: String...) throws -> Outcome {
      try RafterProcess.run(
        ["analyze", "resnet18", "--on", "edge-npu", "--format", "json"] + options)
    }
    func totals(_ output: String) throws -> [String: Any] {
      let document =
        try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any]
      return try #require(document?["totals"] as? [String: Any])
    }
    let described = try totals(try run("--quiet").output)
    let low = try run("--at-voltage", "0.6V")
    #expect(low.status == 0)
    #expect(low.errors.contains("analysis.operating-point"))
    #expect(low.output.contains("\"operating_point\""))
    let moved = try totals(low.output)
    // 0.621 of the clock, and dram as fast as before.
    let times = try (
      #require(described["latency_s"] as? Double), #require(moved["latency_s"] as? Double)
    )
    #expect(times.1 > times.0 && times.1 < times.0 / 0.62)
    // Of the mappings of least energy: the fastest ones spend more on dram, which is the faster the slower the array is.
    let thrifty = try totals(try run("--quiet", "--objective", "energy").output)
    let lower = try totals(
      try run("--quiet", "--objective", "energy", "--at-voltage", "0.6V").output)
    let energies = try (
      #require(thrifty["energy_J"] as? Double), #require(lower["energy_J"] as? Double)
    )
    #expect(energies.1 < energies.0)
    #expect(try run("--at-clock", "300 MHz", "--quiet").status == 0)
    let outside = try run("--at-voltage", "0.3V")
    #expect(outside.status == 2)
    #expect(outside.errors.contains("500 mV to 900 mV"))
    #expect(try run("--at-voltage", "0.6V", "--at-clock", "1MHz").status == 2)
    #expect(try run("--at-voltage", "0.6").errors.contains("command.option-quantity"))
  }

  @Test func `several machines stand side by side`() throws {
    let run = try RafterProcess.run([
      "analyze", "resnet18", "--on", "edge-npu", "--on", "eyeriss-v1", "--format", "json",
      "--quiet",
    ])
    #expect(run.status == 0)
    let document = try #require(
      try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    #expect(document["schema"] as? String == "rafter/comparison/1")
  }

  @Test func `a model from a file and a machine from standard input`() throws {
    let machine = try RafterProcess.run(["show", "edge-npu"])
    let run = try RafterProcess.run(
      ["analyze", "resnet18", "--on", "-", "--quiet", "--format", "csv"], input: machine.output)
    let named = try RafterProcess.run([
      "analyze", "resnet18", "--on", "edge-npu", "--quiet", "--format", "csv",
    ])
    #expect(run.status == 0)
    #expect(run.output == named.output)
  }

  @Test func `a layer that fits nowhere ends with exit code 3 and names the bytes`() throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    // A weight, an input and a sum each fit, but not together.
    let text = try RafterProcess.run(["show", "edge-npu"]).output
      .replacing("capacity: 512 KiB", with: "capacity: 5 B")
    let machine = try folder.write("small.yaml", Array(text.utf8))
    let run = try RafterProcess.run(["analyze", "resnet18", "--on", machine, "--quiet"])
    #expect(run.status == 3)
    #expect(run.output.contains("buffer must hold"))
    #expect(run.output.contains("are missing"))
  }

  @Test func `the batch multiplies the operations`() throws {
    func operations(_ batch: String) throws -> Double {
      let run = try RafterProcess.run([
        "workload", "resnet18", "--batch", batch, "--format", "json", "--quiet",
      ])
      let document = try JSONSerialization.jsonObject(with: Data(run.output.utf8))
      let totals = (document as? [String: Any])?["totals"] as? [String: Any]
      return try #require(totals?["operations"] as? Double)
    }
    #expect(try operations("4") == 4 * operations("1"))
  }

  @Test func `charts are written in the format their name says`() throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let svg = folder.url.appending(path: "chart.svg").path
    let run = try RafterProcess.run([
      "analyze", "resnet18", "--on", "edge-npu", "--quiet", "--plot", svg,
    ])
    #expect(run.status == 0)
    let text = try String(contentsOfFile: svg, encoding: .utf8)
    #expect(text.hasPrefix("<svg") || text.hasPrefix("<?xml"))
    let other = try RafterProcess.run([
      "analyze", "resnet18", "--on", "edge-npu", "--quiet", "--plot", "chart.gif",
    ])
    #expect(other.status == 2)
    #expect(other.errors.contains("command.picture-format"))
  }

  @Test func `without rsvg-convert a PNG is refused with the way to install it`() throws {
    let run = try RafterProcess.run(
      ["analyze", "resnet18", "--on", "edge-npu", "--quiet", "--plot", "chart.png"],
      environment: ["PATH": "/nowhere"])
    #expect(run.status == 2)
    #expect(run.errors.contains("apt-get install librsvg2-bin"))
  }
}
