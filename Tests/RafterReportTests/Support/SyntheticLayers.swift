// SPDX-License-Identifier: Apache-2.0
import Rafter
import RafterTestSupport

/// Layers made by hand: a small convolutional network, and a long one of matrix products.
enum SyntheticLayers {
  /// Fifteen layers: twelve with MACs and three of vector operations.
  static var small: [Layer] {
    let convolutions: [(String, k: Int, c: Int, o: Int, f: Int)] = [
      ("stem/conv1", 64, 3, 112, 7), ("stage1/block1/conv1", 64, 64, 56, 1),
      ("stage1/block1/conv2", 64, 64, 56, 3), ("stage1/block1/conv3", 256, 64, 56, 1),
      ("stage2/block1/conv1", 128, 256, 28, 1), ("stage2/block1/conv2", 128, 128, 28, 3),
      ("stage2/block1/conv3", 512, 128, 28, 1), ("stage3/block1/conv2", 256, 256, 14, 3),
      ("stage4/block1/conv2", 512, 512, 7, 3), ("stage4/block1/conv3", 2048, 512, 7, 1),
      ("stage4/block2/depthwise", 1, 1, 7, 3),
    ]
    var layers: [Layer] = []
    func add(_ make: (String) -> Layer) { layers.append(make(id(layers.count + 1, digits: 2))) }
    for (i, conv) in convolutions.enumerated() {
      add { convolution($0, conv.0, k: conv.k, c: conv.c, o: conv.o, f: conv.f) }
      if i == 0 { add { vector($0, "stem/pool", .pooling, elements: 64 * 56 * 56, each: 9) } }
      if i == 6 { add { vector($0, "stage2/add", .elementwise, elements: 512 * 28 * 28, each: 1) } }
    }
    add { gemm($0, "head/fc", m: 1, n: 1000, k: 2048) }
    add { vector($0, "head/softmax", .softmax, elements: 1000, each: 5) }
    return layers
  }

  /// Two hundred layers as in a transformer of varied widths, one in six of vector operations.
  static func long(_ generator: inout SeededGenerator) -> [Layer] {
    (1...200).map { i in
      let width = 64 * Int.random(in: 1...32, using: &generator)
      let tokens = [1, 16, 128, 512].randomElement(using: &generator) ?? 1
      if i % 6 == 0 {
        return vector(
          id(i, digits: 3), "decoder/\(i / 6)/norm", .normalization,
          elements: max(16, tokens) * width, each: 7)
      }
      return gemm(
        id(i, digits: 3), "decoder/\(i / 6)/mlp/dense_\(i % 6)", m: tokens,
        n: 64 * Int.random(in: 1...64, using: &generator), k: width)
    }
  }

  private static func id(_ number: Int, digits: Int) -> String {
    let text = "\(number)"
    return "L" + String(repeating: "0", count: max(0, digits - text.count)) + text
  }

  private static func convolution(_ id: String, _ name: String, k: Int, c: Int, o: Int, f: Int)
    -> Layer
  {
    let bounds = [("K", k), ("C", c), ("OY", o), ("OX", o), ("FY", f), ("FX", f)]
    return product(
      id, name, .convolution, "Conv+Relu", bounds,
      weights: k * c * f * f, inputs: c * (o + f - 1) * (o + f - 1), outputs: k * o * o)
  }

  private static func gemm(_ id: String, _ name: String, m: Int, n: Int, k: Int) -> Layer {
    product(
      id, name, .gemm, "Gemm", [("M", m), ("N", n), ("K", k)], weights: n * k, inputs: m * k,
      outputs: m * n)
  }

  private static func product(
    _ id: String, _ name: String, _ kind: OperatorKind, _ operators: String,
    _ bounds: [(String, Int)], weights: Int, inputs: Int, outputs: Int
  ) -> Layer {
    func operand(_ role: Operand) -> NestOperand {
      NestOperand(
        role: role, tensor: "\(name).\(role.rawValue)", format: .int8,
        isConstant: role == .weights, axes: [])
    }
    func tensor(_ role: Operand, _ elements: Int) -> LayerTensor {
      LayerTensor(
        name: "\(name).\(role.rawValue)", role: role,
        direction: role == .outputs ? .written : .read, elements: elements, format: .int8,
        isMappedByNest: true, isConstant: role == .weights)
    }
    let nest = LoopNest(
      dimensions: bounds.map { LoopDimension($0.0, $0.1) }, operands: Operand.allCases.map(operand),
      accumulate: .int32)
    return Layer(
      id: id, name: name, kind: kind, operators: operators, nodes: [name], nests: [nest],
      macsWithoutPadding: nest.macs, vectorOperations: outputs,
      tensors: [
        tensor(.weights, weights), tensor(.inputs, inputs), tensor(.outputs, outputs),
      ], parameters: weights, parameterBytes: weights)
  }

  private static func vector(
    _ id: String, _ name: String, _ kind: OperatorKind, elements: Int, each: Int
  ) -> Layer {
    func tensor(_ role: Operand) -> LayerTensor {
      LayerTensor(
        name: "\(name).\(role.rawValue)", role: role,
        direction: role == .outputs ? .written : .read, elements: elements, format: .int8,
        isMappedByNest: false, isConstant: false)
    }
    return Layer(
      id: id, name: name, kind: kind, operators: kind.rawValue, nodes: [name],
      vectorOperations: elements * each, tensors: [tensor(.inputs), tensor(.outputs)])
  }
}
