// SPDX-License-Identifier: Apache-2.0
import Rafter
import Testing

/// A machine that has nothing but a ridge: dram, a buffer without limits, 16 x 16 multipliers.
enum PlainMachine {
  /// With a ridge of so many operations for each byte of dram in the first format.
  ///
  /// 256 multipliers are 512 op/cycle: the dram moves `512 * rate / ridge` bytes in one.
  ///
  /// - Parameter formats: Operands, accumulator and rate, the fastest format last.
  static func machine(ridge: Double, formats: [(String, String, Double)]) throws -> Accelerator {
    let rate = formats.first?.2 ?? 1
    let lines = formats.map {
      "      - {operands: \($0.0), accumulate: \($0.1), rate: \($0.2) MAC/cycle, energy: 1 pJ}"
    }
    let text = """
      rafter: accelerator/1
      name: plain
      source: {title: "a ridge", confidence: assumed}
      technology: {node: 22 nm, frequency: 1 GHz}
      path:
        - memory: dram
          capacity: unlimited
          holds: [weights, inputs, outputs]
          ports:
            - {kind: read-write, bandwidth: \(512 * rate / ridge) B/cycle}
          energy: {read: 10 pJ/bit, write: 10 pJ/bit}
        - memory: buffer
          capacity: unlimited
          buffering: double
          holds: [weights, inputs, outputs]
          ports:
            - {kind: read, bandwidth: 65536 B/cycle}
            - {kind: write, bandwidth: 65536 B/cycle}
          energy: {read: 0.1 pJ/bit, write: 0.1 pJ/bit}
        - array: {rows: 16, columns: 16}
          multicast: {columns: [inputs], rows: [weights]}
          reduce: {rows: [outputs]}
          wire: 0 pJ/bit
        - compute: mac
          formats:
      \(lines.joined(separator: "\n"))
      """
    return try AcceleratorReader.read(text: text, file: "plain.yaml").0
  }

  /// The time of dram over that of the array, of one product in some formats: above 1 dram binds.
  static func position(
    m: Int, n: Int, k: Int, inputs: String, weights: String, outputs: String,
    on machine: Accelerator
  ) async throws -> Double {
    let text = """
      rafter: workload/1
      name: product
      formats: {inputs: \(inputs), weights: \(weights), outputs: \(outputs), accumulate: fp32}
      layers:
        - {name: product, operator: gemm, dimensions: {M: \(m), N: \(n), K: \(k)}}
      """
    let workload = try LayerListReader.read(text: text, file: "p.yaml", name: "product")
    let analysis = try await Analyzer.analyze(
      workload, on: machine, options: AnalysisOptions(limit: SearchLimit(mappings: 100)),
      parallelism: 2)
    let layer = analysis.layers[0]
    let dram = try #require(layer.levels.first { $0.name == "dram" })
    let compute = try #require(layer.timeChain.first { $0.step == .format })
    return dram.time.ratio(to: compute.seconds)
  }
}
