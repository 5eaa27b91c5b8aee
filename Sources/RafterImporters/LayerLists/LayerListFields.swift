// SPDX-License-Identifier: Apache-2.0
import RafterDocuments
import RafterQuantities
import RafterWorkload

/// The keys of a list of layers in YAML: the one definition behind the reader and the schema.
enum LayerListFields {
  /// What a side or count may be.
  static let sides = 1...(1 << 32)

  /// What a layer may be.
  static let operators: [OperatorKind] = [
    .gemm, .matmul, .convolution, .depthwiseConvolution, .einsum, .elementwise, .activation,
    .softmax,
    .normalization, .pooling, .reduction, .quantization, .dataMovement,
  ]

  static let document = Record(
    "workload", "A list of layers to run, without a graph.",
    fields: [
      Field("rafter", .word(["workload/1"]), .required, "The kind of file and its version."),
      Field("name", .text, .required, "What reports call it."),
      Field("formats", .record(formats), "How operands are stored, where a layer does not say."),
      Field("layers", .list(.record(layer)), .required, "The layers, in the order they run."),
    ])

  static let formats = Record(
    "formats", "How the elements of each operand are stored.",
    fields: [
      Field("inputs", .word(words), "Activations that are read."),
      Field("weights", .word(words), "Weights, or the second activation of a product."),
      Field("outputs", .word(words), "What is written; that of the inputs unless stated."),
      Field(
        "accumulate", .word(words), "Partial sums; int32 for integers, else fp32, unless stated."),
    ])

  static let layer = Record(
    "layer", "One layer: an operator with its dimensions.",
    fields: [
      Field("name", .text, .required, "What reports call it."),
      Field("operator", .word(operators.map(\.rawValue)), .required, "What it computes."),
      Field(
        "einsum", .pattern("->", example: "M K, K N -> M N"),
        "For operator einsum: inputs, weights and result by their indices."),
      Field(
        "dimensions", .map(.count(sides)), .required,
        "How far each loop runs: M, N, K, B of a gemm; B, G, K, C, OY, OX, FY, FX of a convolution."
      ),
      Field(
        "stride", .either([.count(1...1024), .list(.count(1...1024))]),
        "Of a convolution: [y, x] or one for both."),
      Field(
        "dilation", .either([.count(1...1024), .list(.count(1...1024))]),
        "Of a convolution: [y, x] or one for both."),
      Field(
        "padding", .either([.count(0...1024), .list(.count(0...1024))]),
        "Of a convolution, on each side: [y, x] or one for both."),
      Field(
        "weights", .word(["parameters", "activations"]),
        "Whether the second operand is known before the run; it is not for operator matmul."),
      Field("operands", .count(1...64), "Of vector work: how many tensors of that size are read."),
      Field("operations", .count(0...10_000), "Of vector work: operations for each element."),
      Field("reduce", .list(.text), "Of vector work: the dimensions that the result has no more."),
      Field("formats", .record(formats), "How its operands are stored."),
      Field(
        "density", .map(.pattern("^[0-9.]+$|^[0-9]+:[0-9]+$", example: "0.5")),
        "For weights, inputs or outputs of a product: the share of elements that are not zero, or 2:4."
      ),
      Field("repeats", .count(1...1_000_000), "How many identical layers it stands for."),
    ])

  /// Formats that can be multiplied or stored as numbers.
  static let words = NumberFormat.allCases.filter { $0.family != .other }.map(\.rawValue)

  /// The dimensions of operators whose names are fixed, with their meaning; required ones first.
  static func dimensions(of kind: OperatorKind) -> [(
    name: String, meaning: String, isRequired: Bool
  )] {
    switch kind {
    case .gemm, .matmul:
      [
        ("M", "the rows of the inputs", true), ("N", "the columns of the weights", true),
        ("K", "what is summed over", true), ("B", "how many such products run", false),
      ]
    case .convolution, .depthwiseConvolution:
      [
        ("K", "the output channels of a group", kind == .convolution),
        ("C", "the input channels of a group", kind == .convolution),
        ("G", "the groups; of a depthwise convolution its channels", kind == .depthwiseConvolution),
        ("FX", "the width of the window", true), ("FY", "the height of the window", false),
        ("FZ", "the depth of the window", false), ("B", "the images", false),
        ("OX", "the width of the output", false), ("OY", "the height of the output", false),
        ("OZ", "the depth of the output", false), ("IX", "the width of the input", false),
        ("IY", "the height of the input", false), ("IZ", "the depth of the input", false),
      ]
    default: []
    }
  }
}

/// The schema of lists of layers, for editors that complete and check YAML.
public enum LayerListSchema {
  /// The schema as JSON; the same bytes on every run.
  public static func json() -> String {
    JSONSchema(
      id: "urn:rafter:schema:workload:1", title: "Rafter workload",
      record: LayerListFields.document, confidences: []
    ).text()
  }
}
