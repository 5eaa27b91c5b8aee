// SPDX-License-Identifier: Apache-2.0
import Foundation
import RafterTestSupport
import Testing

@Suite struct MapCommandTests {
  /// A folder that is removed afterwards.
  static func inFolder(_ work: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try work(folder.path)
  }

  static let layer = ["map", "resnet18", "--on", "edge-npu", "--layer", "L03"]

  @Test(arguments: ["table", "json"])
  func `what a search found is saved, read back and printed to the byte`(format: String) throws {
    try Self.inFolder { folder in
      let path = "\(folder)/mapping.yaml"
      let found = try RafterProcess.run(
        Self.layer + ["--format", format, "--save-mapping", path])
      #expect(found.status == 0, "\(found.errors)")
      let given = try RafterProcess.run(Self.layer + ["--format", format, "--mapping", path])
      #expect(given.output == found.output)
      #expect(given.status == 0, "\(given.errors)")
    }
  }

  /// Whole outputs fit beside the inputs at 8 bits (784 KiB + 147 KiB of 1 MiB), but not at 16: whatever brings sums back to such a
  /// tile fails further in, as most tiles that large do.
  @Test func `a layer whose large tiles ask for more room further in is mapped with smaller ones`()
    throws
  {
    let run = try RafterProcess.run([
      "map", "resnet50", "--on", "zigzag-tesla-npu-like", "--layer", "L01", "--format", "json",
    ])
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.contains("\"nodes\""))
    #expect(!run.output.contains("none of"))
  }

  @Test func `a mapping that is edited is counted as it stands, with its distance from the best`()
    throws
  {
    try Self.inFolder { folder in
      let path = "\(folder)/mapping.yaml"
      let plain = """
        rafter: mapping/1
        nodes:
          - store: {memory: dram, operands: [weights, inputs, outputs]}
          - for: {dimension: OX, tile: 1}
          - for: {dimension: OY, tile: 1}
          - store: {memory: buffer, operands: [weights, inputs, outputs]}
          - store: {memory: accumulator, operands: [outputs]}
          - for: {dimension: K, tile: 32}
          - for: {dimension: C, tile: 32}
          - for: {dimension: FY, tile: 1}
          - for: {dimension: FX, tile: 1}
          - parallel: {dimension: C, factor: 32, on: rows}
          - parallel: {dimension: K, factor: 32, on: columns}
          - store: {memory: weight-register, operands: [weights]}
        """
      try plain.write(toFile: path, atomically: true, encoding: .utf8)
      let given = try RafterProcess.run(Self.layer + ["--mapping", path])
      #expect(given.status == 0, "\(given.errors)")
      #expect(given.output.contains("above the best latency"))
      #expect(given.output.contains("why not otherwise"))
    }
  }

  @Test func `every mistake of a mapping file is listed with its line`() throws {
    try Self.inFolder { folder in
      let path = "\(folder)/mapping.yaml"
      let text = """
        rafter: mapping/1
        nest: {K: 65}
        nodes:
          - store: {memory: dram, operands: [weights, inputs, outputs]}
          - for: {dimension: H, tile: 1}
          - parallel: {dimension: K, factor: 64, on: rows}
          - store: {memory: accumulator, operands: [weights]}
        """
      try text.write(toFile: path, atomically: true, encoding: .utf8)
      let outcome = try RafterProcess.run(Self.layer + ["--mapping", path])
      #expect(outcome.status == 2)
      for line in [2, 5, 6, 7] { #expect(outcome.errors.contains("mapping.yaml:\(line):")) }
      #expect(outcome.errors.contains("mapping.side-overfull"))
    }
  }

  @Test(arguments: ["--mapping", "--save-mapping", "--capacity-curve"])
  func `an option about one layer asks for the layer`(option: String) throws {
    let outcome = try RafterProcess.run(["map", "resnet18", "--on", "edge-npu", option, "x.svg"])
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains("--layer"))
  }

  @Test func `the capacity curve is drawn, and its points are printed`() throws {
    try Self.inFolder { folder in
      let path = "\(folder)/curve.svg"
      let outcome = try RafterProcess.run([
        "map", "resnet18", "--on", "edge-npu", "--layer", "L23", "--search-limit", "2000",
        "--capacity-curve", path, "--format", "csv",
      ])
      #expect(outcome.status == 0, "\(outcome.errors)")
      let svg = try String(contentsOfFile: path, encoding: .utf8)
      #expect(svg.contains("capacity of buffer, bytes"))
      let moved = outcome.output.split(whereSeparator: \.isNewline).dropFirst().compactMap { row in
        row.split(separator: ",").dropFirst().first.flatMap { Double($0) }
      }
      #expect(moved.count >= 20)
      #expect(zip(moved, moved.dropFirst()).allSatisfy { $0 >= $1 })
      #expect(outcome.output.contains(",true"))
    }
  }
}
