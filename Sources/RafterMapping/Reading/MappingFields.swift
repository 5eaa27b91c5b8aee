// SPDX-License-Identifier: Apache-2.0
import RafterDocuments
import RafterWorkload

/// The keys of a mapping file.
enum MappingFields {
  static let kind = "mapping/1"

  /// Iterations a file may ask for.
  static let counts = 1...(1 << 40)

  static let store = Record(
    "store", "From here inwards tiles of some operands lie in a memory.",
    fields: [
      Field("memory", .text, .required, "The memory's name in the accelerator file."),
      Field(
        "operands", .list(.word(Operand.allCases.map(\.rawValue))), .required,
        "What is kept there: weights, inputs, outputs."),
    ])

  static let bypass = Record(
    "bypass", "Some operands pass by a memory that may hold them.",
    fields: [
      Field("memory", .text, .required, "The memory's name in the accelerator file."),
      Field(
        "operands", .list(.word(Operand.allCases.map(\.rawValue))), .required,
        "What passes it by, of those in its `may-bypass`."),
    ])

  static let loop = Record(
    "for", "A loop over time.",
    fields: [
      Field("dimension", .text, .required, "The dimension's name in the layer."),
      Field("tile", .count(counts), .required, "Iterations left to what is further in, per step."),
    ])

  static let parallel = Record(
    "parallel", "Parts of an array side work side by side.",
    fields: [
      Field("dimension", .text, .required, "The dimension's name in the layer."),
      Field("factor", .count(counts), "Over how many parts it is spread."),
      Field("tile", .count(counts), "Iterations of one part; as even as possible if left out."),
      Field("on", .text, .required, "The side of an array in the accelerator file."),
    ])

  static let node = Record(
    "node", "One line of the loop nest.",
    fields: [
      Field("store", .record(store), "Tiles kept in a memory."),
      Field("bypass", .record(bypass), "What passes a memory by; the same as no store there."),
      Field("for", .record(loop), "A loop over time."),
      Field("parallel", .record(parallel), "A loop over the parts of an array side."),
    ])

  private static let nest = Field(
    "nest", .map(.count(counts)), "Bounds of the layer's dimensions, to be checked.")
  private static let nodes = Field("nodes", .list(.record(node)), "The loop nest, outermost first.")

  static let product = Record(
    "product", "The mapping of one product of a layer.",
    fields: [
      Field("label", .text, .required, "Which product: `scores`, `context`."), nest, nodes,
    ])

  static let file = Record(
    "mapping", "How a layer is laid out on a machine.",
    fields: [
      Field("rafter", .word([kind]), .required, "The kind and version of the file."),
      nest, nodes,
      Field("products", .list(.record(product)), "The mappings of a layer of several products."),
    ])
}
