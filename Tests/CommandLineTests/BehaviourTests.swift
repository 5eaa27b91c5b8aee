// SPDX-License-Identifier: Apache-2.0
import Foundation
import RafterTestSupport
import Testing

struct BehaviourTests {
  @Test func `without arguments it says three things to try`() throws {
    let run = try RafterProcess.run([])
    #expect(run.status == 0)
    #expect(run.output.contains("rafter demo"))
    #expect(run.output.contains("rafter analyze"))
    #expect(run.output.contains("rafter explain"))
  }

  @Test func `the help fits one screen`() throws {
    let run = try RafterProcess.run(["--help"])
    #expect(run.status == 0)
    #expect(run.output.split(separator: "\n", omittingEmptySubsequences: false).count <= 40)
  }

  @Test(arguments: [
    (["analyze", "resnet5", "--on", "edge-npu"], "resnet50"),
    (["analyze", "resnet50", "--on", "edge-nup"], "edge-npu"),
    (["analyze", "resnet50", "--on", "h100-sxm"], "nvidia-h100-sxm"),
    (["workload", "mobilenetv2"], "mobilenet-v2"),
    (["roofline", "tpu-v8"], "tpu-v1"),
    (["analyze", "resnet18", "--on", "edge-npu", "--level", "drma"], "dram"),
    (["analyze", "resnet18", "--on", "edge-npu", "--precision", "in8"], "int8"),
    (["explain", "resnet18", "--on", "edge-npu", "--layer", "L0l"], "L0"),
  ])
  func `a misspelt name ends with exit code 2 and the nearest one`(
    arguments: [String], suggestion: String
  ) throws {
    let run = try RafterProcess.run(arguments)
    #expect(run.status == 2)
    #expect(run.output.isEmpty)
    #expect(run.errors.contains("did you mean '\(suggestion)"), "\(run.errors)")
  }

  @Test func `a misspelt option is a usage error`() throws {
    let run = try RafterProcess.run(["analyze", "resnet18", "--onn", "edge-npu"])
    #expect(run.status == 64)
  }

  @Test func `diagnostics for programs are one JSON object a line`() throws {
    let run = try RafterProcess.run([
      "analyze", "resnet5", "--on", "edge-npu", "--diagnostics", "json",
    ])
    for line in run.errors.split(separator: "\n") {
      let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      #expect(object?["id"] as? String == "command.unknown-workload")
    }
    #expect(!run.errors.isEmpty)
  }

  @Test func `a reader that goes away ends the command quietly`() throws {
    let run = try RafterProcess.shell(
      "$RAFTER workload vit-b-16 --nodes --quiet | head -n 1; echo ${PIPESTATUS[0]}")
    let lines = run.output.split(separator: "\n")
    #expect(lines.last == "0")
    #expect(run.errors.isEmpty)
  }

  @Test func `every mistake of a machine file comes at once with its line`() throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let good = try RafterProcess.run(["show", "edge-npu"]).output
    let bad = good.replacing("capacity: 512 KiB", with: "capcity: 512 KiB")
      .replacing("rate: 32 op/cycle", with: "rate: 32")
    let file = try folder.write("npu.yaml", Array(bad.utf8))
    let run = try RafterProcess.run(["roofline", file])
    #expect(run.status == 2)
    #expect(run.errors.contains("capcity"))
    #expect(run.errors.contains("did you mean 'capacity'?"))
    #expect(run.errors.contains("needs a unit"))
    #expect(run.errors.contains("^"))
  }

  @Test func `a built-in file that is shown and edited reads again`() throws {
    let names = try RafterProcess.run(["list", "accelerators", "--names"]).output.split(
      separator: "\n")
    #expect(names.count >= 4)
    for name in names {
      let text = try RafterProcess.run(["show", String(name)]).output
      let run = try RafterProcess.run(["roofline", "-", "--quiet"], input: text)
      #expect(run.status == 0, "\(name): \(run.errors)")
    }
  }

  @Test func `the file that init writes is valid at once`() throws {
    let text = try RafterProcess.run(["init", "accelerator"]).output
    let run = try RafterProcess.run(["roofline", "-"], input: text)
    #expect(run.status == 0)
    #expect(!run.errors.contains("error"))
  }

  @Test func `the command can be moved: what is built in travels with it`() throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let moved = folder.url.appending(path: "rafter-moved").path
    try FileManager.default.copyItem(atPath: RafterProcess.path, toPath: moved)
    let run = try RafterProcess.run(
      ["workload", "resnet18", "--quiet"], environment: [:], command: moved)
    #expect(run.status == 0)
    #expect(run.output.contains("Conv"))
  }

  @Test(arguments: [
    ("empty.onnx", [UInt8](), "empty"),
    ("notes.onnx", Array("hello, this is a text\n".utf8), "text"),
    ("packed.onnx", [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3], "gzip"),
    ("model.onnx", Array("GGUF\u{3}\0\0\0".utf8), "GGUF"),
    (
      "pointer.onnx", Array("version https://git-lfs.github.com/spec/v1\noid sha256:0\n".utf8),
      "lfs"
    ),
  ])
  func `a file that is no model is named as what it is`(
    name: String, bytes: [UInt8], what: String
  ) throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let run = try RafterProcess.run(["workload", try folder.write(name, bytes)])
    #expect(run.status == 2)
    #expect(run.errors.lowercased().contains(what.lowercased()), "\(run.errors)")
  }

  @Test func `the demo leaves what it says it leaves`() throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let output = folder.url.appending(path: "out").path
    let run = try RafterProcess.run(["demo", "--output", output, "--quiet"])
    #expect(run.status == 0)
    for name in ["analysis.json", "layers.csv", "roofline.svg", "levels.svg", "waterfall.svg"] {
      #expect(FileManager.default.fileExists(atPath: "\(output)/\(name)"))
      #expect(run.output.contains(name))
    }
  }

  @Test(arguments: ["formats", "terms", "models"])
  func `closed lists are printed`(what: String) throws {
    let run = try RafterProcess.run(["list", what])
    #expect(run.status == 0)
    #expect(run.output.split(separator: "\n").count > 5)
  }
}
