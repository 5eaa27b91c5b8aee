// SPDX-License-Identifier: Apache-2.0
import Foundation
import RafterDiagnostics
import RafterImporters
import RafterTestSupport
import Testing

@Suite struct FuzzMutationTests {
  /// How many mutations to try; more with `RAFTER_FUZZ_RUNS`.
  private static let runs =
    ProcessInfo.processInfo.environment["RAFTER_FUZZ_RUNS"].flatMap { Int($0) } ?? 10_000

  @Test func `mutations of a small model give an error or a result`() {
    let model = smallModel()
    var random = SeededGenerator(seed: 2025)
    var refused = 0
    for _ in 0..<Self.runs {
      var bytes = model
      Mutation.mutate(&bytes, &random)
      // Reading and checking, each with a remedy; then the whole import, which must only come back.
      let found = diagnostics(bytes)
      _ = resolve(bytes)
      for diagnostic in found {
        #expect(!diagnostic.message.isEmpty)
        #expect(diagnostic.suggestion?.isEmpty == false, "\(diagnostic.id) has no remedy")
      }
      if found.contains(where: { $0.severity == .error }) { refused += 1 }
    }
    // Most mutations hit a length, a key or a name; those of numbers and texts leave a model.
    #expect(refused > Self.runs / 4)
    #expect(refused < Self.runs)
  }

  /// A length of 2^63 - 1 in any place must not make anyone ask for that much memory.
  @Test func `huge lengths and numbers at every byte are refused or read`() {
    let model = smallModel()
    let huge: [UInt8] = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f]
    for position in model.indices {
      var bytes = model
      bytes.replaceSubrange(position...position, with: huge)
      _ = resolve(bytes)
      bytes = model
      bytes[position] = 0xff
      _ = resolve(bytes)
    }
  }

  /// Mutations of single bytes often leave a model, whose shapes are then found or refused.
  @Test func `mutations of single bytes reach shape inference`() {
    let model = smallModel()
    var random = SeededGenerator(seed: 9)
    var resolved = 0
    for _ in 0..<(Self.runs / 5) {
      var bytes = model
      bytes[Int.random(in: 0..<bytes.count, using: &random)] ^=
        1
        << UInt8.random(
          in: 0..<8, using: &random)
      if !resolve(bytes).contains(where: { $0.severity == .error }) { resolved += 1 }
    }
    #expect(resolved > 0)
  }

  /// What the whole import says of bytes.
  private func resolve(_ bytes: [UInt8]) -> [Diagnostic] {
    do throws(DiagnosticList) {
      return try ONNXImporter.resolve(
        bytes: FileBytes(bytes), source: "m.onnx", bindings: [.batch(1)]
      ).diagnostics
    } catch {
      return error.diagnostics
    }
  }
}
