// SPDX-License-Identifier: Apache-2.0
import Foundation
import RafterDiagnostics
import RafterImporters
import RafterTestSupport
import RafterWorkload
import Testing

/// Mutated files of every kind but ONNX: an error with its remedy or a result, never a crash, a hang or memory.
@Suite struct FuzzReaderTests {
  /// How many mutations of each kind to try; more with `RAFTER_FUZZ_RUNS`.
  private static let runs =
    ProcessInfo.processInfo.environment["RAFTER_FUZZ_RUNS"].flatMap { Int($0) } ?? 10_000

  @Test func `mutations of GGUF files give an error or a result`() {
    fuzz(["gguf/tiny-llama.gguf"], seed: 11, head: 2048) { bytes throws(DiagnosticList) in
      try GGUFImporter.read(bytes: FileBytes(bytes), source: "m.gguf").diagnostics
    }
  }

  @Test func `mutations of safetensors files give an error or a result`() {
    fuzz(["safetensors/tiny.safetensors"], seed: 12) { bytes throws(DiagnosticList) in
      try SafetensorsImporter.read(bytes: FileBytes(bytes), source: "m.safetensors").diagnostics
    }
  }

  @Test func `mutations of JSON files give an error or a result`() {
    fuzz(["json/torch.json"], seed: 13) { bytes throws(DiagnosticList) in
      let graph = try TorchExportReader.resolve(
        bytes: FileBytes(bytes), source: "m.json", name: "m")
      return LayerGrouping.workload(from: graph, repeated: .folded).diagnostics
    }
    fuzz(
      ["json/config.json", "json/index.safetensors.index.json", "json/torch.json"], seed: 14
    ) { bytes throws(DiagnosticList) in
      try SidecarCheck.read(bytes)
      return []
    }
  }

  @Test func `mutations of a config beside weights give an error or a result`() throws {
    var file = SafetensorsBuilder()
    func add(_ name: String, _ shape: [Int]) {
      file.tensors.append(.init(name, "BF16", shape, bytes: 2 * shape.reduce(1, *)))
    }
    add("model.embed_tokens.weight", [9, 8])
    for name in ["q_proj", "k_proj", "qkv_proj", "q_a_proj", "kv_a_proj_with_mqa"] {
      add("model.layers.0.self_attn.\(name).weight", [8, 8])
    }
    for name in ["up_proj", "gate_up_proj", "down_proj", "experts.1.up_proj", "gate"] {
      add("model.layers.0.mlp.\(name).weight", [12, 8])
    }
    add("model.layers.0.mlp.experts.gate_up_proj", [2, 8, 12])
    let list = try SafetensorsImporter.read(bytes: FileBytes(file.file), source: "m.safetensors")
    fuzz(["json/config.json"], seed: 17) { bytes throws(DiagnosticList) in
      try SidecarCheck.differences(bytes, from: list)
    }
  }

  @Test func `mutations of tables give an error or a result`() {
    fuzz(["csv/layers.csv", "csv/topology.csv"], seed: 15) { bytes throws(DiagnosticList) in
      try LayerListReader.read(
        text: String(decoding: bytes, as: UTF8.self), file: "m.csv", name: "m"
      ).diagnostics
    }
  }

  @Test func `mutations of lists in YAML give an error or a result`() {
    fuzz(["yaml/workload.yaml", "yaml/timeloop.yaml"], seed: 16) { bytes throws(DiagnosticList) in
      try LayerListReader.read(
        text: String(decoding: bytes, as: UTF8.self), file: "m.yaml", name: "m"
      ).diagnostics
    }
  }

  /// A file of each seed in turn, damaged in its first `head` bytes.
  private func fuzz(
    _ seeds: [String], seed: UInt64, head: Int = .max,
    _ read: ([UInt8]) throws(DiagnosticList) -> [Diagnostic]
  ) {
    let files = seeds.map(Corpus.bytes)
    var random = SeededGenerator(seed: seed)
    var refused = 0
    var slowest = Duration.zero
    for run in 0..<Self.runs {
      let whole = files[run % files.count]
      var bytes = Array(whole.prefix(head))
      Mutation.mutate(&bytes, &random)
      bytes += whole.dropFirst(head)
      let start = ContinuousClock.now
      let found: [Diagnostic]
      do throws(DiagnosticList) {
        found = try read(bytes)
      } catch {
        found = error.diagnostics
        refused += 1
        if !error.hasErrors { Issue.record("refused without an error: \(found)") }
      }
      slowest = max(slowest, .now - start)
      for diagnostic in found
      where diagnostic.message.isEmpty || diagnostic.suggestion?.isEmpty != false {
        Issue.record("\(diagnostic.id) has no remedy")
      }
    }
    #expect(files.allSatisfy { !$0.isEmpty })
    #expect(refused > Self.runs / 10 && refused < Self.runs, "\(refused) refused")
    // A hundred times what the slowest takes on a busy machine.
    #expect(slowest < .seconds(5))
  }
}
