// SPDX-License-Identifier: Apache-2.0
import RafterDocuments
import RafterHardware
import RafterQuantities

/// The keys of a technology file: what the reader accepts, the JSON Schema and the documentation.
enum TechnologyFields {
  /// The first line of every technology file.
  static let version = "technology/1"

  static let confidences = Confidence.allCases.map(\.rawValue)

  /// The keys by which a part of the file says where its numbers come from.
  static let inherited = [
    Field("source", .text, "The key of the source of all numbers below that name no other."),
    Field("confidence", .word(confidences), "How far the numbers below can be trusted."),
  ]

  static let source = Record(
    "source", "A work that numbers are taken from.",
    fields: [
      Field("title", .text, .required, "Its title."),
      Field("url", .text, "Where to find it."),
      Field("confidence", .word(confidences), .required, "How far its numbers can be trusted."),
    ])

  static let law = Record(
    "law", "The energy of one access: base + slope * (capacity/1 KiB)^a * (width/64 bit)^b.",
    fields: [
      Field(
        "base", .quantity(TechnologyRules.energy),
        "What even the smallest memory takes; 0 if left out."),
      Field(
        "slope", .quantity(TechnologyRules.energy), .required, "What is added at 1 KiB and 64 bit."),
      Field(
        "capacity-exponent", .quantity(TechnologyRules.exponent), .required,
        "How it grows with the capacity: a."),
      Field(
        "width-exponent", .quantity(TechnologyRules.exponent), .required,
        "How it grows with the width of the port: b."),
    ] + inherited)

  static let memory = Record(
    "memory kind", "A kind of memory: replaces the one of its name, or is a new one.",
    fields: [
      Field(
        "node", .quantity(TechnologyRules.node),
        "The node the numbers hold at; a use at another one is warned of."),
      Field(
        "read", .either([.quantity(TechnologyRules.energyPerBit), .record(law)]), .required,
        "The energy of reading: for each bit, or by capacity and width."),
      Field(
        "write", .either([.quantity(TechnologyRules.energyPerBit), .record(law)]), .required,
        "The energy of writing: for each bit, or by capacity and width."),
      Field(
        "leakage", .quantity(TechnologyRules.leakage), "What it draws at rest for what it holds."),
      Field(
        "area", .quantity(TechnologyRules.areaPerByte),
        "What it takes of the chip for what it holds."),
      Field("note", .text, "What the numbers include, shown with each filled number."),
    ] + inherited)

  static let mac = Record(
    "mac", "A multiply-accumulate in one pair of formats.",
    fields: [
      Field(
        "operands", .pattern("^(\(numbers)) x (\(numbers))$", example: "int8 x int8"), .required,
        "The formats of inputs and weights."),
      Field("accumulate", .word(numberFormats), .required, "The format of the accumulator."),
      Field(
        "node", .quantity(TechnologyRules.node),
        "The node the numbers hold at; that of the machine if left out."),
      Field("energy", .quantity(TechnologyRules.energyPerMAC), "The energy of one MAC."),
      Field("area", .quantity(TechnologyRules.area), "The area of one unit."),
    ] + inherited)

  static let adc = Record(
    "ADC", "Analogue-to-digital converters: (per-bit * b + per-step * 4^b) * V^2.",
    fields: [
      Field(
        "per-bit", .quantity(TechnologyRules.energy), .required,
        "For each bit of resolution, at 1 V."),
      Field(
        "per-step", .quantity(TechnologyRules.energy), .required, "For each unit of 4^b, at 1 V."),
    ] + inherited)

  static let dac = Record(
    "DAC", "Digital-to-analogue converters: per-bit * b * V^2.",
    fields: [
      Field(
        "per-bit", .quantity(TechnologyRules.energy), .required,
        "For each bit of resolution, at 1 V.")
    ] + inherited)

  static let level = Record(
    "level", "What a memory of the machine is.",
    fields: [
      Field("kind", .text, "Its kind; what its name and size suggest if left out."),
      Field("banks", .count(1...65536), "Banks behind the port; 1 if left out."),
      Field(
        "width", .quantity(TechnologyRules.width),
        "The width of an access; what its port moves in a cycle if left out."),
      Field(
        "device", .word(DeviceType.allCases.map(\.rawValue)),
        "The transistors: low standby power, if left out, or high performance."),
    ])

  static let technology = Record(
    "technology", "A technology: what fills the numbers that accelerator files leave open.",
    fields: [
      Field("rafter", .word([version]), .required, "The kind and version of the file."),
      Field("name", .text, .required, "What it is called."),
      Field(
        "source", .record(source), .required,
        "Where the numbers come from, unless one says otherwise."),
      Field("sources", .map(.record(source)), "Further sources, by the key that numbers name."),
      Field(
        "scaling", .word(TechnologyModel.Scaling.allCases.map(\.rawValue)),
        "How logic is carried to other nodes: along published ones, if left out, or by Stillmaker and Baas."
      ),
      Field(
        "leakage", .word(TechnologyModel.Leakage.allCases.map(\.rawValue)),
        "Whether the leakage of memories fills a static power that is left open; left-out if left out."
      ),
      Field("memories", .map(.record(memory)), "Kinds of memory, by name."),
      Field("macs", .list(.record(mac)), "Multiply-accumulates."),
      Field(
        "vector", .quantity(TechnologyRules.energyPerOperation),
        "The energy of an operation of the vector unit."),
      Field("wire", .quantity(TechnologyRules.wire), "The energy of moving a bit along a wire."),
      Field(
        "links", .map(.quantity(TechnologyRules.energyPerBit)),
        "Kinds of links with the energy of sending a bit."),
      Field("link", .text, "The kind of the links of the machine."),
      Field("adc", .record(adc), adc.summary),
      Field("dac", .record(dac), dac.summary),
      Field("levels", .map(.record(level)), "What the memories of the machine are, by name."),
    ])

  /// The formats that can be multiplied.
  static let numberFormats = NumberFormat.allCases.filter { $0.family != .other }.map(\.rawValue)

  private static let numbers = numberFormats.joined(separator: "|")
}
