// SPDX-License-Identifier: Apache-2.0
import RafterDocuments

/// The keys of an accelerator file: what the reader accepts, the JSON Schema and the documentation.
enum AcceleratorFields {
  /// The first line of every accelerator file.
  static let version = "accelerator/1"

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
      Field(
        "confidence", .word(confidences), .required,
        "How far its numbers can be trusted: measured on the device, published by its makers,"
          + " estimated from published numbers or a model, or assumed."),
    ])

  static let about = Record(
    "about", "What it is among others.",
    fields: [
      Field("class", .word(Identity.Class.allCases.map(\.rawValue)), "The class of machines."),
      Field("vendor", .text, "Who makes it."),
      Field(
        "year", .count(1950...2100), "The year in which it was published or could be bought."),
    ])

  static let technology = Record(
    "technology", "Node, supply, clock and area.",
    fields: [
      Field("node", .quantity(Rules.node), "The process node."),
      Field("voltage", .quantity(Rules.voltage), "The supply voltage."),
      Field(
        "frequency", .quantity(Rules.frequency), .required, "The clock all cycles are counted in."),
      Field("area", .quantity(Rules.area), "The area of the whole chip."),
    ] + inherited)

  static let power = Record(
    "power", "Power that does not depend on the work, and the limit on all of it.",
    fields: [
      Field(
        "static", .quantity(Rules.power.orWord("unknown")),
        "Drawn whether or not anything is computed."),
      Field("cap", .quantity(Rules.power), "The most that may be drawn."),
      Field(
        "domain", .word(PowerBudget.Domain.allCases.map(\.rawValue)),
        "What the numbers include."),
    ] + inherited)

  private static let rateAndEnergy = [
    Field(
      "rate", .quantity(Rules.vectorRate), .required, "Operations of the whole chip in a cycle."),
    Field(
      "energy", .quantity(Rules.energyPerOperation),
      "The energy of an operation; open if left out."),
  ]

  static let specialFunction = Record(
    "special function", "What is done at a rate of its own.", fields: rateAndEnergy + inherited)

  static let vector = Record(
    "vector unit", "The unit for softmax, normalisation, activation and sums.",
    fields: rateAndEnergy + [
      Field(
        "memory", .text,
        "The memory it reads and writes; without it the innermost one before the first array that"
          + " holds inputs or outputs."),
      Field(
        "special", .map(.record(specialFunction)),
        "For an operator: the rate and energy of its layers, where they are others."),
    ] + inherited)

  static let links = Record(
    "links", "The links between devices of this kind.",
    fields: [
      Field(
        "bandwidth", .quantity(Rules.linkBandwidth), .required,
        "What a device can send in a second over all its links, one way."),
      Field("sustained", .quantity(Rules.share), "The share of it that long messages reach."),
      Field("start", .quantity(Rules.launch), .required, "The time to start a collective."),
      Field(
        "step", .quantity(Rules.launch), .required, "The time of one step from device to device."),
      Field(
        "ramp", .quantity(Rules.capacity), .required,
        "Messages much shorter than this reach half of the sustained bandwidth."),
      Field(
        "topology", .word(Links.Topology.allCases.map(\.rawValue)), .required,
        "How devices are joined."),
      Field(
        "dimensions", .list(.count(2...65536)),
        "The devices along each side of a torus or mesh; of a ring, or where each reaches each, how many there are."
      ),
      Field(
        "closes-every", .count(2...65536),
        "Blocks of a torus whose side is a multiple of this close there too."),
      Field(
        "energy", .quantity(Rules.energyPerBit),
        "The energy of sending a bit to another device; open if left out."),
    ] + inherited)

  static let parameter = Record(
    "parameter", "A number with a name; `$name` stands for it in the description.",
    fields: [
      Field("value", .pattern(parameterValue, example: "512 KiB"), .required, "The number."),
      Field("range", .text, "The least and greatest value to try: `64 KiB..4 MiB`."),
      Field(
        "steps", .pattern(#"^(x *[0-9.]+|\+ *[0-9].*)$"#, example: "x2"),
        "From one value to try to the next: `x2`, or `+64 KiB`."),
    ])

  /// A number with or without a unit.
  private static let parameterValue = "^[0-9]"

  static let accelerator = Record(
    "accelerator", "An accelerator, each number with its unit and its source.",
    fields: [
      Field("rafter", .word([version]), .required, "The kind and version of the file."),
      Field("name", .text, .required, "What it is called."),
      Field("about", .record(about), about.summary),
      Field(
        "extends", .text,
        "A description of which this one says only what differs: a built-in name, or a file."),
      Field(
        "source", .record(source), .required,
        "Where the numbers come from, unless one says otherwise."),
      Field("sources", .map(.record(source)), "Further sources, by the key that numbers name."),
      Field(
        "parameters",
        .map(.either([.record(parameter), .pattern(parameterValue, example: "512 KiB")])),
        "Numbers with names, to be changed without editing the file and tried in sweeps."),
      Field("technology", .record(technology), .required, technology.summary),
      Field("power", .record(power), power.summary),
      Field("launch", .quantity(Rules.launch), "The time to start one layer."),
      Field(
        "path", .list(.either([.record(memory), .record(array), .record(compute)])), .required,
        "From the outermost memory to the arithmetic."),
      Field("vector", .record(vector), vector.summary),
      Field("links", .record(links), links.summary),
      Field("voltage-frequency", .record(voltageFrequency), voltageFrequency.summary),
      Field("cautions", .list(.text), "What every report on this machine must say."),
    ])
}
