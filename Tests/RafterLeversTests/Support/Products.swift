// SPDX-License-Identifier: Apache-2.0
import Rafter
import Testing

/// Designs of one matrix product on a built-in machine.
enum Products {
  /// A family of one product; a batch multiplies its rows.
  static func family(m: Int, n: Int, k: Int) -> WorkloadFamily {
    WorkloadFamily(precision: nil, batch: 1, isBatched: true) {
      (precision, batch) throws(DiagnosticList) in
      let text = """
        rafter: workload/1
        name: product
        formats: {inputs: int8, weights: int8, outputs: int8, accumulate: int32}
        layers:
          - {name: product, operator: gemm, dimensions: {M: \(m * batch), N: \(n), K: \(k)}}
        """
      return WorkloadFamily.Member(
        workload: try LayerListReader.read(text: text, file: "product.yaml", name: "product"),
        precision: try precision.map { word throws(DiagnosticList) in try Precision(text: word) })
    }
  }

  /// A search that is short: what it finds is what it finds again.
  static let quick = AnalysisOptions(limit: SearchLimit(mappings: 40))

  static func machine(_ name: String = "edge-npu") throws -> Accelerator {
    let file = try #require(BuiltIn.file(name, kind: .accelerator))
    return try AcceleratorReader.read(
      text: String(decoding: file.bytes, as: UTF8.self), file: "\(name).yaml"
    ).0
  }

  /// The advice on a product.
  static func advise(
    m: Int, n: Int, k: Int, on machine: Accelerator? = nil, _ levers: [Lever] = Lever.allCases,
    options: AnalysisOptions = AnalysisOptions()
  ) async throws -> Advice {
    try await Advisor.advise(
      Design(
        workload: family(m: m, n: n, k: k), accelerator: machine ?? Self.machine(),
        options: options),
      levers: levers, parallelism: 2)
  }
}

extension Advice {
  /// The effect of a step.
  func effect(_ lever: Lever, _ target: String, _ step: String) throws -> Effect {
    let result = try #require(
      ladders.first { $0.ladder.lever == lever && $0.ladder.target == target })
    return try #require(result.effects.first { $0.intervention.step == step })
  }
}
