// SPDX-License-Identifier: Apache-2.0
import RafterDocuments
import RafterWorkload

extension AcceleratorFields {
  private static let factors = [Operand.weights.rawValue, Operand.inputs.rawValue]

  static let sparsity = Record(
    "sparsity", "What the arithmetic does with zeros; counted where densities are known.",
    fields: [
      Field(
        "gating", .list(.word(factors)),
        "The operands whose zeros save the energy of a MAC and no time."),
      Field(
        "gated-energy", .quantity(Rules.share),
        "The share of its energy that a gated MAC takes."),
      Field(
        "skipping", .list(.word(factors)), "The operands whose zeros take no time either."),
      Field(
        "structure", .map(.pattern("^[0-9]+:[0-9]+$", example: "2:4")),
        "For an operand: how many of how many neighbours may be other than zero."),
      Field("fastest", .quantity(Rules.speedup), "The most that skipping speeds up."),
      Field(
        "load-balance", .quantity(Rules.share),
        "The share of the ideal gain that is left when parts wait for one another."),
    ] + inherited)

  static let compression = Record(
    "compression",
    "The operands that are stored without their zeros; counted where densities are known.",
    fields: [
      Field("operands", .list(.word(operands)), .required, "The operands that are stored so."),
      Field(
        "format-overhead", .map(.quantity(Rules.overhead)),
        "For an operand: bits beside each element that is stored, such as its index."),
      Field(
        "format", .map(.word(CompressedStorage.Code.allCases.map(\.rawValue))),
        "For an operand: a format whose metadata are counted, in place of `format-overhead`."),
    ] + inherited)
}
