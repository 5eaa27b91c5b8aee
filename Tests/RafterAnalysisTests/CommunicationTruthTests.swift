// SPDX-License-Identifier: Apache-2.0
import Foundation
import Rafter
import RafterTestSupport
import Testing

/// Collectives of a pass beside those measured with NCCL on 4 and 8 devices, by kind and by size of message.
@Suite(.enabled(if: Shared.file("cases/llm/measured-a100-h100.csv") != nil))
struct CommunicationTruthTests {
  private struct Measured {
    var collective: Collective
    var seconds: Double
  }

  private func measured(_ device: String) throws -> [Measured] {
    let kinds: [String: CollectiveKind] = [
      "all_reduce": .allReduce, "all_gather": .allGather, "reduce_scatter": .reduceScatter,
      "alltoall": .allToAll,
    ]
    let url = try #require(Shared.file("cases/llm/measured-a100-h100.csv"))
    return try String(contentsOf: url, encoding: .utf8).split(separator: "\n").compactMap { line in
      let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      guard cells.count > 12, cells[1] == "collective", cells[2] == device,
        let kind = kinds[cells[6]], let devices = Int(cells[3]), let bytes = Double(cells[11]),
        let seconds = Double(cells[12])
      else { return nil }
      return Measured(
        collective: Collective(
          cells[6], kind, devices: devices, bytes: Int(bytes), count: 1), seconds: seconds)
    }
  }

  /// The time that a pass spends on collectives, as its totals have it.
  private func times(_ rows: [Measured], on name: String) async throws -> [Double] {
    let file = try #require(BuiltIn.file(name, kind: .accelerator))
    let machine = try AcceleratorReader.read(
      text: String(decoding: file.bytes, as: UTF8.self), file: name
    ).0
    var workload = TestLayer.workload([])
    workload.pass = InferencePass(
      phase: .decode, sequences: 1, newTokens: 1, context: 1, devices: 8,
      collectives: rows.map(\.collective))
    let analysis = try await Analyzer.analyze(workload, on: machine, parallelism: 1)
    return try #require(analysis.communication).items.map(\.time.value)
  }

  @Test(arguments: [("A100-SXM", "nvidia-a100"), ("H100-SXM", "nvidia-h100-sxm")])
  func `collectives take what was measured, whatever their kind and size`(
    device: String, name: String
  ) async throws {
    let rows = try measured(device)
    #expect(rows.count == 32)
    let times = try await times(rows, on: name)
    let ratios = zip(rows, times).map { ($0.0.collective, $0.1 / $0.0.seconds) }
    func mean(_ keep: (Collective) -> Bool) -> Double {
      let logs = ratios.filter { keep($0.0) }.map { log($0.1) }
      #expect(logs.count == 8)
      return exp(logs.reduce(0, +) / Double(logs.count))
    }
    for kind in [CollectiveKind.allReduce, .allGather, .reduceScatter, .allToAll] {
      let ratio = mean { $0.kind == kind }
      #expect((0.7...1.3).contains(ratio), "\(kind.rawValue): \(ratio)")
    }
    for bytes in [1024, 262_144, 8_388_608, 268_435_456] {
      // The table rounds long messages to six digits.
      let ratio = mean { abs($0.bytes - bytes) < bytes / 1000 + 1 }
      #expect((0.75...1.25).contains(ratio), "\(bytes) B: \(ratio)")
    }
  }
}
