// SPDX-License-Identifier: Apache-2.0
import Foundation
import RafterDiagnostics
import RafterQuantities
import RafterTestSupport
import RafterTransformers
import RafterWorkload
import Testing

/// A row of the reference: one operator of Llama-2-7B under stated conventions, per instance.
struct ReferenceRow {
  var phase: String
  var batch: Int
  var sequence: Int
  var weightBits: Int
  var cacheBits: Int
  var activationBits: Int
  var attention: String
  var layer: String
  var count: Int
  var operations: Double
  var bytes: Double
  var weightBytes: Double?
  var cacheReadBytes: Double?
  var cacheWriteBytes: Double?

  /// The rows of the file beside the repository; none where it is absent.
  static let all: [ReferenceRow] = {
    guard let url = Shared.file("cases/llm/reference-ops-llama2-7b-a100.csv"),
      let text = try? String(contentsOf: url, encoding: .utf8)
    else { return [] }
    return text.replacing("\"rope(q,k)\"", with: "rope").split(separator: "\n").dropFirst()
      .compactMap { line in
        let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        guard cells.count == 22, let batch = Int(cells[4]), let sequence = Int(cells[5]),
          let w = Int(cells[6]), let a = Int(cells[7]), let k = Int(cells[8]),
          let count = Int(cells[11]), let operations = Double(cells[12]),
          let bytes = Double(cells[13])
        else { return nil }
        return ReferenceRow(
          phase: cells[3], batch: batch, sequence: sequence, weightBits: w, cacheBits: k,
          activationBits: a, attention: cells[9], layer: cells[10], count: count,
          operations: operations, bytes: bytes, weightBytes: Double(cells[14]),
          cacheReadBytes: Double(cells[17]), cacheWriteBytes: Double(cells[18]))
      }
  }()

  /// What they share with the other rows of the same run.
  var run: [String] {
    [
      phase, "\(batch)", "\(sequence)", "\(weightBits)", "\(activationBits)", "\(cacheBits)",
      attention,
    ]
  }

  /// Our name of the operator.
  var name: String {
    [
      "attn_norm(rms)": "attn_norm", "mlp_norm(rms)": "mlp_norm",
      "attention(fused)": "attention", "qk_matmul(dense)": "qk_matmul",
      "sv_matmul(dense)": "sv_matmul",
    ][layer] ?? layer
  }
}

/// Rows are per instance, `count` times; residual sums, rotation and activation are kernels of their own, W4 is
/// plain half a byte, logits are 16 bit, the gains of norms are not counted.
@Suite(.enabled(if: !ReferenceRow.all.isEmpty))
struct ReferenceOpsTruthTests {
  private func format(_ bits: Int, integer: Bool = false) -> NumberFormat {
    bits == 16 ? .bf16 : bits == 8 ? .int8 : .int4
  }

  private func workload(_ row: ReferenceRow) throws -> Workload {
    let url = try #require(Shared.file("data/llm-configs/meta-llama__Llama-2-7b-hf.json"))
    let model = try TransformerConfig.read(
      text: try String(contentsOf: url, encoding: .utf8), file: "llama", name: "llama-2-7b"
    ).architecture
    var formats = PassFormats(
      weights: WeightFormats(base: WeightStorage(format(row.weightBits))),
      activations: format(row.activationBits), residual: format(row.activationBits),
      cache: format(row.cacheBits), logits: .bf16)
    formats.weights[.small] = WeightStorage(.bf16)
    return try PassBuilder.workload(
      model,
      PassOptions(
        tokens: row.phase == "decode"
          ? .decode(context: row.sequence)
          : .prefill(prompt: row.sequence, cached: 0, chunk: nil),
        batch: row.batch, formats: formats,
        attention: row.attention == "unfused-dense" ? .unfused : .fused,
        elementwise: .separate))
  }

  private func bytes(_ layer: Layer) -> Double {
    let gains = layer.kind == .normalization
    return layer.tensors.reduce(0) { $0 + (gains && $1.isConstant ? 0 : Double($1.bytes)) }
  }

  @Test func `every operator of Llama 2 7B has the operations and bytes of the reference`() throws {
    let runs = Dictionary(grouping: ReferenceRow.all, by: \.run)
    #expect(runs.count >= 20)
    var compared = 0
    for run in runs.keys.sorted(by: { $0.joined() < $1.joined() }) {
      let rows = runs[run] ?? []
      let workload = try workload(try #require(rows.first))
      var operations = 0.0
      var moved = 0.0
      for row in rows where row.layer != "TOTAL" {
        let layer = try #require(
          workload.layers.first { $0.name == row.name }, "\(row.layer) in \(run)")
        let own = Double(2 * layer.macs + layer.vectorOperations)
        #expect(isNear(own, row.operations), "\(row.layer) \(run): \(own), \(row.operations)")
        #expect(
          isNear(bytes(layer), row.bytes), "\(row.layer) \(run): \(bytes(layer)), \(row.bytes)")
        #expect(layer.repeats == row.count, "\(row.layer) \(run)")
        let cache = layer.tensors.filter { $0.name.hasSuffix("_cache") }.reduce(0) { $0 + $1.bytes }
        #expect(isNear(Double(cache), row.cacheReadBytes ?? 0), "\(row.layer) \(run)")
        operations += own * Double(layer.repeats)
        moved += bytes(layer) * Double(layer.repeats)
        compared += 1
      }
      let total = try #require(rows.first { $0.layer == "TOTAL" })
      #expect(isNear(operations, total.operations), "\(run)")
      #expect(isNear(moved, total.bytes), "\(run)")
      #expect(workload.layers.count == rows.count - 1, "\(run)")
    }
    #expect(compared > 450)
  }

  private func isNear(_ a: Double, _ b: Double) -> Bool { abs(a - b) <= 1e-3 * max(abs(b), 1) }
}
