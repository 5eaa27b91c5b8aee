// SPDX-License-Identifier: Apache-2.0
import Foundation

/// Runs the command on what is built in and prints a table in Markdown.
///
///     bench PATH-OF-RAFTER
@main
enum Bench {
  private static let accelerators = ["edge-npu", "eyeriss-v1", "tpu-v1", "nvidia-a100"]
  private static let models = [
    "resnet18", "resnet50", "resnet50-legacy", "mobilenet-v2", "mobilenet-v2-int8", "vit-b-16",
    "bert-base", "llama-small", "llama-small-legacy",
  ]

  static func main() throws {
    guard CommandLine.arguments.count == 2 else {
      print("bench: give the path of the command to measure")
      exit(64)
    }
    let rafter = CommandLine.arguments[1]
    let folder = FileManager.default.temporaryDirectory.appending(path: "rafter-bench-\(getpid())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let large = folder.appending(path: "two-gigabytes.onnx")
    // 23,171^2 * 4 bytes = 2,147,580,964 bytes, just above 2 GiB.
    try SparseModel.write(to: large, side: 23171)

    print("| command | wall, best of | runs | CPU | peak memory |")
    print("|---|---|---|---|---|")
    var failures = 0
    func measure(_ name: String, runs: Int, _ arguments: [String]) throws {
      let all = try (0..<runs).map { _ in try Run([rafter] + arguments) }
      guard let best = all.min(by: { $0.wall < $1.wall }) else { return }
      let peak = all.map(\.peak).max() ?? 0
      let failed = all.contains { $0.status != 0 }
      failures += failed ? 1 : 0
      print(
        "| `rafter \(name)`\(failed ? " FAILED" : "") | \(milliseconds(best.wall)) | \(runs) "
          + "| \(milliseconds(best.cpu)) | \(peak >> 20) MiB |")
    }
    try measure("--help", runs: 20, ["--help"])
    try measure("demo", runs: 3, ["demo", "--output", folder.appending(path: "demo").path])
    for accelerator in accelerators {
      try measure(
        "analyze resnet50 --on \(accelerator)", runs: 3,
        ["analyze", "resnet50", "--on", accelerator, "--quiet"])
    }
    for model in models {
      try measure("workload \(model)", runs: 5, ["workload", model, "--quiet"])
    }
    try measure("workload two-gigabytes.onnx", runs: 5, ["workload", large.path])
    if failures > 0 { exit(1) }
  }

  private static func milliseconds(_ seconds: Double) -> String {
    seconds < 1 ? "\(Int((seconds * 1000).rounded())) ms" : "\((seconds * 100).rounded() / 100) s"
  }
}
