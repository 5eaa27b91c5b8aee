// SPDX-License-Identifier: Apache-2.0
import RafterDocuments
import RafterQuantities
import RafterWorkload

extension AcceleratorFields {
  static let operands = Operand.allCases.map(\.rawValue)

  /// The loops of matrix products and convolutions, as in ``LoopNest``.
  static let loops = ["B", "M", "N", "K", "G", "C", "OY", "OX", "FY", "FX"]

  /// The largest array side and number of parts.
  static let sides = 1...1_000_000

  static let port = Record(
    "port", "A port of one instance of a memory.",
    fields: [
      Field(
        "kind", .word(Port.Kind.allCases.map(\.rawValue)), .required, "What can be done through it."
      ),
      Field(
        "bandwidth", .quantity(Rules.bandwidth), .required,
        "Its width, for each cycle or for each second."),
      Field(
        "sustained", .quantity(Rules.share),
        "The share of the bandwidth that long transfers reach; 1 if left out."),
      Field("granularity", .quantity(Rules.granularity), "The least that one access moves."),
      Field(
        "serves",
        .list(
          .pattern(
            "^(weights|inputs|outputs)( (to-array|from-array|to-memory|from-memory))?$",
            example: "inputs to-array")),
        "The transfers it is reserved for: an operand, or an operand and its direction."),
    ] + inherited)

  static let energy = Record(
    "energy", "The energy of moving a bit.",
    fields: [
      Field("read", .quantity(Rules.energyPerBit), "The energy of reading; open if left out."),
      Field("write", .quantity(Rules.energyPerBit), "The energy of writing; open if left out."),
    ] + inherited)

  static let memory = Record(
    "memory", "A memory on the path.",
    fields: [
      Field("memory", .text, .required, "What it is called; unique in the path."),
      Field(
        "capacity", .quantity(Rules.capacity.orWord("unlimited")),
        "What one instance holds; it may be left out where `partitions` says all."),
      Field(
        "partitions", .map(.quantity(Rules.capacity)),
        "Capacity set aside for one operand; the others share the rest."),
      Field(
        "holds", .list(.word(operands)), .required, "The operands it stores; others bypass it."),
      Field(
        "may-bypass", .list(.word(operands)),
        "Those of `holds` that a mapping may send past it; none if left out."),
      Field(
        "buffering", .word(MemoryLevel.Buffering.allCases.map(\.rawValue)),
        "Double: a tile is filled while the one before it is used; single if left out."),
      Field(
        "ports", .list(.record(port)),
        "The ports of one instance; if left out its transfers take no time, and that is said."),
      Field(
        "energy", .either([.record(energy), .word(["unknown"])]),
        "The energy of reading and writing a bit; open if left out, and that is said."),
      Field(
        "area", .quantity(Rules.area.orWord("unknown")), "The area of all its instances together."),
      Field(
        "shared-across", .list(.text),
        "The sides of the path's arrays over which one instance is shared; those that stand after it"
          + " if left out."),
      Field("compression", .record(compression), compression.summary),
    ] + inherited)

  static let array = Record(
    "array", "An array of identical parts: what follows exists once for each of them.",
    fields: [
      Field("array", .map(.count(sides)), .required, "Its sides and how many parts each has."),
      Field(
        "multicast", .map(.list(.word(operands))),
        "For a side: the operands that all its parts can receive from one read."),
      Field(
        "reduce", .map(.list(.word([Operand.outputs.rawValue]))),
        "For a side: `[outputs]` where outputs are summed along it on their way out."),
      Field(
        "unroll", .map(.list(.word(loops))),
        "For a side: the loops that may be unrolled on it; any if left out."),
      Field(
        "fill", .map(.quantity(Rules.fill)),
        "For a side: cycles for data to reach its last part."),
      Field(
        "wiring", .map(.word(FanOut.Wiring.allCases.map(\.rawValue))),
        "For a side: `fixed` where its parts always share what it multicasts and sums; `flexible` if"
          + " left out."),
      Field(
        "wire", .quantity(Rules.energyPerBit),
        "The energy of moving a bit to a part; open if left out."),
    ] + inherited)

  static let format = Record(
    "format", "What one multiplier does in one pair of formats.",
    fields: [
      Field(
        "operands",
        .pattern("^(\(numbers)) x (\(numbers))$", example: "int8 x int8"), .required,
        "The formats of inputs and weights."),
      Field("accumulate", .word(numberFormats), .required, "The format of the accumulator."),
      Field(
        "rate", .quantity(Rules.rate),
        "Multiply-accumulates of one unit in a cycle; 1 MAC/cycle if left out."),
      Field(
        "energy", .quantity(Rules.energyPerMAC), "The energy of one MAC; open if left out."),
      Field("area", .quantity(Rules.area.orWord("unknown")), "The area of one unit."),
    ] + inherited)

  static let compute = Record(
    "compute", "The arithmetic at the end of the path.",
    fields: [
      Field("compute", .text, .required, "What it is called."),
      Field(
        "kind", .word(computeKinds),
        "Multipliers that operands are brought to, or cells that multiply where the weights lie;"
          + " `multipliers` if left out."),
      Field("imc", .record(inMemory), inMemory.summary),
      Field("sparsity", .record(sparsity), sparsity.summary),
      Field("formats", .list(.record(format)), .required, "What it can compute."),
      Field(
        "sustained", .quantity(Rules.share),
        "The share of the peak that long runs reach; 1 if left out."),
    ] + inherited)

  /// The formats that can be multiplied.
  static let numberFormats = NumberFormat.allCases.filter { $0.family != .other }.map(\.rawValue)

  private static let numbers = numberFormats.joined(separator: "|")
}
