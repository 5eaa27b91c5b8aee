// SPDX-License-Identifier: Apache-2.0
import Rafter

/// A machine small enough to check by hand: 4 x 4 multipliers at 1 GHz, registers, a buffer, dram.
enum TestMachine {
  /// The file, with a few numbers open.
  static func text(
    dram: String = "4 GB/s", cap: String? = nil, staticPower: String = "1 mW",
    dramEnergy: String = "10 pJ/bit", launch: String? = nil, register: String = "2 B",
    buffer: String = "4 KiB", vector: String? = "{rate: 4 op/cycle, energy: 1 pJ}"
  ) -> String {
    """
    rafter: accelerator/1
    name: test-machine
    source: {title: made for tests, confidence: published}
    technology: {node: 22 nm, frequency: 1 GHz, area: 1 mm2}
    power: {static: \(staticPower)\(cap.map { ", cap: \($0)" } ?? ""), domain: chip}
    \(launch.map { "launch: \($0)" } ?? "")
    path:
      - memory: dram
        capacity: 1 MiB
        holds: [weights, inputs, outputs]
        ports: [{kind: read-write, bandwidth: \(dram)}]
        energy: {read: \(dramEnergy), write: \(dramEnergy)}
      - memory: buffer
        capacity: \(buffer)
        buffering: double
        holds: [weights, inputs, outputs]
        ports:
          - {kind: read, bandwidth: 64 B/cycle}
          - {kind: write, bandwidth: 64 B/cycle}
        energy: {read: 0.1 pJ/bit, write: 0.1 pJ/bit}
      - array: {rows: 4, columns: 4}
        multicast: {columns: [inputs], rows: [weights]}
        reduce: {rows: [outputs]}
      - memory: register
        capacity: \(register)
        buffering: double
        holds: [weights]
        ports: [{kind: read-write, bandwidth: 4 B/cycle}]
        energy: {read: 0.01 pJ/bit, write: 0.01 pJ/bit}
      - compute: mac
        formats:
          - {operands: int8 x int8, accumulate: int32, rate: 1 MAC/cycle, energy: 0.5 pJ}
    \(vector.map { "vector: \($0)" } ?? "")
    """
  }

  /// The machine of the file.
  static func machine(_ text: String = text()) throws -> Accelerator {
    try AcceleratorReader.read(text: text, file: "test-machine.yaml").0
  }
}

/// Layers made in code.
enum TestLayer {
  /// `outputs[m, n] = sum over k of inputs[m, k] * weights[k, n]`, int8.
  static func gemm(
    _ m: Int, _ n: Int, _ k: Int, id: String = "L01", format: NumberFormat = .int8,
    vectorOperations: Int = 0, extra: [LayerTensor] = []
  ) -> Layer {
    func axis(_ dimension: Int, _ extent: Int) -> AxisProjection {
      AxisProjection(terms: [.init(dimension: dimension)], extent: extent)
    }
    func operand(_ role: Operand, _ axes: [AxisProjection]) -> NestOperand {
      NestOperand(
        role: role, tensor: role.rawValue, format: format, isConstant: role == .weights, axes: axes)
    }
    func tensor(_ role: Operand, _ elements: Int) -> LayerTensor {
      LayerTensor(
        name: role.rawValue, role: role, direction: role == .outputs ? .written : .read,
        elements: elements, format: format, isMappedByNest: true, isConstant: role == .weights)
    }
    let nest = LoopNest(
      dimensions: [LoopDimension("M", m), LoopDimension("N", n), LoopDimension("K", k)],
      operands: [
        operand(.weights, [axis(2, k), axis(1, n)]), operand(.inputs, [axis(0, m), axis(2, k)]),
        operand(.outputs, [axis(0, m), axis(1, n)]),
      ], accumulate: .int32)
    return Layer(
      id: id, name: "gemm-\(id)", kind: .gemm, operators: "Gemm", nodes: ["node-\(id)"],
      nests: [nest], macsWithoutPadding: m * n * k, vectorOperations: vectorOperations,
      tensors: [tensor(.weights, n * k), tensor(.inputs, m * k), tensor(.outputs, m * n)] + extra,
      parameters: n * k, parameterBytes: format.bytes(of: n * k))
  }

  /// `elements` read and written, with so many operations of the vector unit.
  static func vector(_ elements: Int, operations: Int, id: String = "L01") -> Layer {
    func tensor(_ role: Operand, _ direction: LayerTensor.Direction) -> LayerTensor {
      LayerTensor(
        name: role.rawValue, role: role, direction: direction, elements: elements, format: .int8,
        isMappedByNest: false, isConstant: false)
    }
    return Layer(
      id: id, name: "relu-\(id)", kind: .activation, operators: "Relu", nodes: ["relu"],
      vectorOperations: operations,
      tensors: [tensor(.inputs, .read), tensor(.outputs, .written)])
  }

  /// A workload of layers.
  static func workload(_ layers: [Layer], activations: Int = 0) -> Workload {
    Workload(
      name: "test", source: "test.onnx", layers: layers,
      parameters: layers.reduce(0) { $0 + $1.parameters },
      parameterBytes: layers.reduce(0) { $0 + $1.parameterBytes },
      peakActivationBytes: activations, peakActivationLayer: layers.first?.id)
  }
}
