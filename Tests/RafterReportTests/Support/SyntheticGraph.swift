// SPDX-License-Identifier: Apache-2.0
import Rafter

/// A graph of three nodes, one folded, one with an output of unknown shape.
enum SyntheticGraph {
  static var graph: ResolvedGraph {
    ResolvedGraph(
      name: "tiny", source: "tiny.onnx",
      tensors: [
        ResolvedTensor(name: "x", shape: [1, 3, 8, 8], format: .fp32, isConstant: false),
        ResolvedTensor(name: "w", shape: [4, 3, 1, 1], format: .fp32, isConstant: true),
        ResolvedTensor(name: "y", shape: [1, 4, 8, 8], format: .fp32, isConstant: false),
        ResolvedTensor(name: "s", shape: [], format: .int64, isConstant: true),
        ResolvedTensor(name: "z", shape: nil, format: nil, isConstant: false),
      ],
      nodes: [
        ResolvedNode(
          name: "Constant__0", operator: "Constant", domain: "", opset: 17, depth: 0, inputs: [],
          outputs: [3], attributes: [:], kind: .other, isFolded: true),
        ResolvedNode(
          name: "conv", operator: "Conv", domain: "", opset: 17, depth: 0, inputs: [0, 1],
          outputs: [2], attributes: [:], kind: .convolution, macsWithoutPadding: 768,
          vectorOperations: 0, parameterBytes: 48),
        ResolvedNode(
          name: "odd, \"quoted\"\nname", operator: "Mystery", domain: "custom", opset: 1, depth: 1,
          inputs: [2], outputs: [4, nil], attributes: [:], kind: .other, vectorOperations: 256),
      ], inputs: [0], outputs: [4], bindings: ["x=1x3x8x8"])
  }
}
