// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

/// What `rafter advise --emit` writes, run as its reader would run it.
struct EmissionTests {
  private static let layers = """
    rafter: workload/1
    name: block
    formats: {inputs: int8, weights: int8, outputs: int8, accumulate: int32}
    layers:
      - {name: wide, operator: gemm, dimensions: {M: 96, N: 256, K: 128}}
      - {name: narrow, operator: gemm, dimensions: {M: 96, N: 64, K: 256}}
    """

  /// A line of `reproduce.sh`, and the comment above it.
  private struct Line {
    var title: String
    var command: String

    /// All of a file, in order.
    static func all(of path: URL) throws -> [Line] {
      var title = ""
      return try String(contentsOf: path, encoding: .utf8).split(separator: "\n").compactMap {
        if $0.hasPrefix("# ") { title = String($0.dropFirst(2)) }
        return $0.hasPrefix("rafter ") ? Line(title: title, command: String($0)) : nil
      }
    }

    /// What it prints of time and energy.
    func totals() throws -> (latency: Double, energy: Double) {
      let run = try RafterProcess.shell(
        "rafter() { \"$RAFTER\" \"$@\"; }; \(command) --format json --quiet")
      #expect(run.status == 0, "\(command)\n\(run.errors)")
      let json = try #require(
        try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
      let totals = try #require(json["totals"] as? [String: Any])
      return (
        try #require(totals["latency_s"] as? Double), try #require(totals["energy_J"] as? Double)
      )
    }
  }

  private static func advise(_ options: [String], in folder: TemporaryFolder) throws -> [String:
    Any]
  {
    let layers = try folder.write("block.yaml", Array(Self.layers.utf8))
    let run = try RafterProcess.run(
      ["advise", layers, "--on", "edge-npu", "--format", "json", "--quiet"] + options + [
        "--emit", folder.url.appending(path: "rows").path,
      ])
    #expect(run.status == 0, "\(run.errors)")
    return try #require(
      try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
  }

  @Test func `every bundle of the front can be analysed from its file, to the last digit`() throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let levers = ["temporal-reuse", "quantization", "sparsity", "fusion"]
    let json = try Self.advise(
      ["--bundles", "--bundle-limit", "12"] + levers.flatMap { ["--lever", $0] }, in: folder)
    let front = try #require(json["front"] as? [[String: Any]])
    let rows = folder.url.appending(path: "rows")
    let lines = try Line.all(of: rows.appending(path: "reproduce.sh"))
    try #require(lines.count == front.count && front.count > 3)
    for (index, (line, bundle)) in zip(lines, front).enumerated() {
      // Numbered as in the table, with the same steps in their order.
      #expect(line.title.hasPrefix("bundle \(index + 1): "))
      let steps = try #require(bundle["steps"] as? [[String: Any]])
      for step in steps { #expect(line.title.contains(try #require(step["step"] as? String))) }
      let file = rows.appending(path: "bundle-\(index + 1).yaml").path
      #expect(FileManager.default.fileExists(atPath: file) == line.command.contains(file))
      let outcome = try #require(bundle["outcome"] as? [String: Any])
      let (latency, energy) = try line.totals()
      #expect(latency == outcome["latency_s"] as? Double, "\(line.title)\n\(line.command)")
      #expect(energy == outcome["energy_J"] as? Double, "\(line.title)\n\(line.command)")
    }
    // Something was combined, and something needs no machine of its own.
    #expect(front.contains { ($0["steps"] as? [Any])?.count ?? 0 > 1 })
  }

  @Test func `every row of the ranking can be analysed from its file, to the last digit`() throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let json = try Self.advise([], in: folder)
    var known: [(target: String, end: String, latency: Double, energy: Double)] = []
    for ladder in try #require(json["ladders"] as? [[String: Any]]) {
      let lever = try #require(ladder["lever"] as? String)
      for step in try #require(ladder["steps"] as? [[String: Any]]) {
        let outcome = try #require(step["outcome"] as? [String: Any])
        known.append(
          (
            try #require(ladder["target"] as? String),
            "\(try #require(step["step"] as? String)) (\(lever))",
            try #require(outcome["latency_s"] as? Double),
            try #require(outcome["energy_J"] as? Double)
          ))
      }
    }
    let lines = try Line.all(of: folder.url.appending(path: "rows/reproduce.sh"))
    #expect(lines.count > 15)
    for line in lines {
      // Formats and shapes are named by their step alone.
      let own =
        known.first { line.title == "\($0.target) \($0.end)" }
        ?? known.first { line.title.hasSuffix($0.end) }
      let row = try #require(own, "\(line.title)")
      let (latency, energy) = try line.totals()
      #expect(latency == row.latency, "\(line.title)\n\(line.command)")
      #expect(energy == row.energy, "\(line.title)\n\(line.command)")
    }
  }

  @Test func `what has no rows cannot be written`() throws {
    let run = try RafterProcess.run([
      "advise", "resnet18", "--on", "edge-npu", "--sensitivities", "--emit", "rows",
    ])
    #expect(run.status == 64 && run.errors.contains("--bundles"))
  }
}
