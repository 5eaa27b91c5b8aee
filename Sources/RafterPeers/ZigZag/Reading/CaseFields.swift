// SPDX-License-Identifier: Apache-2.0
import RafterDocuments

/// The keys of a case file of mapping and truth, `zigzag-*.yaml`.
enum CaseFields {
  private static let loops = ValueKind.map(.list(.text))
  private static let number = ValueKind.text

  static let port = Record(
    "port", "A port of a memory.",
    fields: [
      Field("type", .word(["read", "write", "read_write"]), .required, "Which way data may go."),
      Field("bw_min", number, .required, "Least bits per cycle."),
      Field("bw_max", number, .required, "Greatest bits per cycle."),
      Field("serves", .list(.text), .required, "Operands and directions, such as `'I1,fh'`."),
    ])

  static let memory = Record(
    "memory", "A memory level.",
    fields: [
      Field("name", .text, .required, "Its name."),
      Field("size_bits", number, .required, "Bits of one instance."),
      Field("read_pj", number, .required, "Energy of reading a word of the greatest width."),
      Field("write_pj", number, .required, "Energy of writing a word of the greatest width."),
      Field("operands", .list(.text), .required, "The memory operands it stores."),
      Field("shared_across_array_dims", .list(.text), .required, "Array dimensions that share it."),
      Field("double_buffered", .word(["true", "false"]), "Whether room for two tiles is kept."),
      Field("ports", .list(.record(port)), .required, "Its ports."),
    ])

  static let array = Record(
    "array", "The array of multipliers.",
    fields: [
      Field("dims", .list(.text), .required, "Names of its dimensions."),
      Field("sizes", .list(number), .required, "Units along each."),
      Field("mac_energy_pj", number, .required, "Energy of a multiply-accumulate."),
      Field("systolic_dims", .list(.text), "Dimensions along which results drain."),
    ])

  static let hardware = Record(
    "hardware", "The machine of the cases below.",
    fields: [
      Field("name", .text, .required, "Its name."),
      Field("source", .text, "Where it comes from."),
      Field("units", .text, "The units, for people."),
      Field(
        "levels_inner_to_outer", .list(.record(memory)), .required, "Its memories, inner to outer."),
      Field("array", .record(array), .required, "Its array."),
    ])

  static let utilization = Record(
    "util", "How busy the multipliers are.",
    fields: [
      Field("ideal", number, "Over the loops."),
      Field("stalls", number, "With stalls."),
      Field("stalls_onloading", number, "With stalls and on-loading."),
      Field("stalls_onloading_offloading", number, "Over the latency."),
    ])

  static let expectation = Record(
    "expect", "What the peer found.",
    fields: [
      Field("energy_pj", number, "Energy."),
      Field("mac_energy_pj", number, "Energy of the multipliers."),
      Field("latency_cycles", number, "Latency."),
      Field("onload", number, "Cycles of on-loading."),
      Field("compute_plus_stall", number, "Cycles of loops and stalls."),
      Field("stall", number, "Cycles of stalls."),
      Field("offload", number, "Cycles of off-loading."),
      Field("drain", number, "Cycles of draining."),
      Field("offload_plus_drain", number, "Cycles of off-loading and draining."),
      Field("accesses", .map(.list(.list(number))), "Per operand and level, in the access order."),
      Field("double_buffered", .map(.list(.text)), "Per operand and level."),
      Field("util", .record(utilization), "How busy the multipliers are."),
    ])

  static let layerCase = Record(
    "case", "A layer, its mapping and what the peer found.",
    fields: [
      Field("name", .text, .required, "Its name."),
      Field("mapper", .text, "How the mapping was found."),
      Field("exercises", .list(.text), "The rules it pins."),
      Field("loop_order_inner_to_outer", .list(.list(.text)), "The order that was given."),
      Field("equation", .text, .required, "Operands and their indices."),
      Field("relations", .list(.text), .required, "Sums of indices."),
      Field("dims", .map(number), .required, "Dimensions and their sizes."),
      Field("precision_bits", .map(number), .required, "Bits of each operand, and `O_final`."),
      Field("input_extent", .map(number), "The most indices of a relation."),
      Field("cycles_per_op", number, "Cycles of an operation, 1 where left out."),
      Field("array_unrolling", .map(.map(number)), .required, "What is unrolled on the array."),
      Field("spatial_per_level", loops, .required, "Whole unrollings per operand and level."),
      Field(
        "spatial_per_level_fractional", loops, "Unrollings with fractions per operand and level."),
      Field("temporal_mapping_type", .word(["uneven", "even"]), "Whether operands share cuts."),
      Field(
        "temporal_per_level_inner_to_outer", loops, .required, "Loops per operand and level."),
      Field(
        "fractional_unrolling_for_energy", .map(number), "Dimensions whose unrolling is no whole."),
      Field("expect", .record(expectation), .required, "What the peer found."),
    ])

  static let document = Record(
    "case file", "A machine and cases on it.",
    fields: [
      Field("hardware", .record(hardware), .required, "The machine."),
      Field("operand_links", .map(.text), .required, "The memory operand of each operand."),
      Field("access_order", .list(.text), "The order of the columns of accesses."),
      Field("port_codes", .map(.text), "What the directions of ports mean."),
      Field("notes", .list(.text), "For people."),
      Field("cases", .list(.record(layerCase)), .required, "The cases."),
    ])
}
