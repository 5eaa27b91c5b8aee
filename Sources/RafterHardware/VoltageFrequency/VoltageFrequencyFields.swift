// SPDX-License-Identifier: Apache-2.0
import RafterDocuments

extension AcceleratorFields {
  /// The keys of the law, all of which it needs.
  static let lawKeys = ["v-threshold", "alpha", "v-min", "v-max"]

  static let operatingPoint = Record(
    "operating point", "A supply voltage and the highest clock at it.",
    fields: [
      Field("voltage", .quantity(Rules.voltage), .required, "The supply voltage."),
      Field("frequency", .quantity(Rules.frequency), .required, "The highest clock at it."),
      Field(
        "static", .quantity(Rules.power),
        "The static power at it; if left out that of `power`, in proportion to the voltage."),
    ] + inherited)

  static let voltageFrequency = Record(
    "voltage-frequency", "How the clock follows the supply voltage: a table or a law.",
    fields: [
      Field(
        "table", .list(.record(operatingPoint)),
        "Measured points; between two of them clock and static power are on a straight line."),
      Field(
        "v-threshold", .quantity(Rules.voltage),
        "V_t of the law f ~ (V - V_t)^alpha / V, which goes through the clock of `technology`."),
      Field("alpha", .quantity(Rules.alpha), "The power of the law, from 1 to 2."),
      Field("v-min", .quantity(Rules.voltage), "The lowest voltage for which the law holds."),
      Field("v-max", .quantity(Rules.voltage), "The highest voltage for which the law holds."),
      Field(
        "nominal", .quantity(Rules.voltage),
        "The voltage that the description holds at; that of `technology` if left out."),
      Field(
        "own-supply", .list(.text),
        "Memories whose speed and energy stay, for they have a supply of their own; the outermost"
          + " one if left out."),
    ] + inherited)
}
