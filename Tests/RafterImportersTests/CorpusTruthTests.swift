// SPDX-License-Identifier: Apache-2.0
import Foundation
import RafterDiagnostics
import RafterImporters
import RafterTestSupport
import Testing

/// Files that the reference writers wrote, against what the reference readers say of them (`Scripts/write-corpus`).
@Suite struct CorpusTruthTests {
  private struct Row: Decodable, Equatable {
    var name: String
    var shape: [Int]
    var format: String
    var parameters: Int
    var parameter_bytes: Int
    var offset: Int
  }

  @Test(arguments: ["gguf/tiny-llama.gguf", "gguf/split-00001-of-00003.gguf"])
  func `tensors are those that the reference reader finds`(file: String) throws {
    let truth = try JSONDecoder().decode(
      [String: [Row]].self, from: Data(Corpus.bytes("truth.json")))
    let list = try GGUFImporter.read(path: Corpus.path(file))
    let rows = list.tensors.map {
      Row(
        name: $0.name, shape: $0.shape, format: $0.format.name, parameters: $0.elements,
        parameter_bytes: $0.bytes, offset: $0.offset)
    }
    #expect(rows == truth[file])
    // Its keys are those of another model than its tensors: four heads, and 16 rows for the queries.
    #expect(list.diagnostics.allSatisfy { $0.id == "gguf.mismatch" })
    #expect(list.architecture == "llama")
    #expect(list.facts.contains(.init("llama.embedding_length", "256", integers: [256])))
  }

  @Test func `a model is the same in one file and in three, whichever is given`() throws {
    let whole = try GGUFImporter.read(path: Corpus.path("gguf/tiny-llama.gguf"))
    for number in 1...3 {
      let parts = try GGUFImporter.read(path: Corpus.path("gguf/split-0000\(number)-of-00003.gguf"))
      #expect(parts.files.count == 3)
      #expect(parts.byFormat == whole.byFormat)
      #expect(parts.tensors.map(\.name) == whole.tensors.map(\.name))
    }
  }

  @Test func `a shard without its fellows names them`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "rafter-shards-\(ProcessInfo.processInfo.processIdentifier)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let name = "split-00002-of-00003.gguf"
    try Data(Corpus.bytes("gguf/\(name)")).write(to: folder.appending(path: name))
    do throws(DiagnosticList) {
      _ = try GGUFImporter.read(path: folder.appending(path: name).path)
      Issue.record("it was read")
    } catch {
      #expect(error.diagnostics.map(\.id) == ["gguf.missing-shard"])
      #expect(error.diagnostics.first?.message.contains("split-00001-of-00003.gguf") == true)
    }
  }

  @Test func `safetensors of the reference writer read as they are`() throws {
    let list = try SafetensorsImporter.read(path: Corpus.path("safetensors/tiny.safetensors"))
    #expect(list.diagnostics == [])
    let shapes = Dictionary(uniqueKeysWithValues: list.tensors.map { ($0.name, $0.shape) })
    #expect(shapes["model.embed_tokens.weight"] == [10, 8])
    #expect(shapes["scalar"] == [])
    #expect(shapes["empty"] == [0, 4])
    // 80 of 2 bytes, 64 of 4, 128 of 1, 8 of 4, one of 8.
    #expect(list.elements == 80 + 64 + 128 + 8 + 1)
    #expect(list.bytes == 160 + 256 + 128 + 32 + 8)
    #expect(list.facts.contains(.init("made by", "ä \"quoted\" \\ writer")))
  }
}
