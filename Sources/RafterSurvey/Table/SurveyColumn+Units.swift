// SPDX-License-Identifier: Apache-2.0

extension SurveyColumn {
  /// The unit of its numbers, for people; empty for a count.
  public var unit: String {
    switch self {
    case .node: "nm"
    case .area: "mm2"
    case .supplyMinimum, .supplyMaximum: "V"
    case .frequency: "MHz"
    case .activationBits, .weightBits: "bit"
    case .onChipMemory: "KiB"
    case .offChipBandwidth: "GB/s"
    case .peak: "Top/s"
    case .efficiency, .oneBitEfficiency, .eightBitEfficiency: "TOPS/W"
    case .density, .oneBitDensity, .eightBitDensity: "TOPS/mm2"
    case .power: "W"
    case .ridge, .energyRidge: "op/byte"
    case .memoryPerRate: "KiB per Top/s"
    default: ""
    }
  }

  /// Its key in JSON, with the base unit there, and how many of those one unit of the column is.
  public var json: (key: String, scale: Double) {
    switch self {
    case .frequency: ("frequency_Hz", 1e6)
    case .onChipMemory: ("onchip_sram_bytes", 1024)
    case .offChipBandwidth: ("offchip_bandwidth_bytes_per_s", 1e9)
    case .peak: ("peak_operations_per_s", 1e12)
    case .efficiency: ("operations_per_J", 1e12)
    case .density: ("operations_per_s_per_mm2", 1e12)
    case .oneBitEfficiency: ("norm1b_operations_per_J", 1e12)
    case .oneBitDensity: ("norm1b_operations_per_s_per_mm2", 1e12)
    case .eightBitEfficiency: ("norm8b_operations_per_J", 1e12)
    case .eightBitDensity: ("norm8b_operations_per_s_per_mm2", 1e12)
    case .supplyMinimum: ("supply_min_V", 1)
    case .supplyMaximum: ("supply_max_V", 1)
    case .power: ("power_W", 1)
    case .ridge: ("ridge_operations_per_byte", 1)
    case .energyRidge: ("energy_ridge_operations_per_byte", 1)
    case .memoryPerRate: ("sram_bytes_per_operation_per_s", 1024 / 1e12)
    default: (rawValue, 1)
    }
  }

  /// What it says, in a few words.
  public var meaning: String {
    switch self {
    case .id: "unique key of the row"
    case .name: "name of the design; designs without one carry author, venue and year"
    case .title: "title of the publication"
    case .organisation: "who made it"
    case .venue: "conference, journal, or `product`"
    case .year: "year of publication or release"
    case .kind: "what it is"
    case .domain: "what watts and mm2 cover"
    case .node: "process node by its name"
    case .area: "silicon that the density is of"
    case .supplyMinimum: "lowest supply of the figures"
    case .supplyMaximum: "highest supply of the figures"
    case .frequency: "clock of the figures"
    case .computeStyle: "how it computes, in the words of the source"
    case .cell: "cells of an in-memory design"
    case .activationBits: "bits of an input of one multiplication"
    case .weightBits: "bits of a weight of one multiplication"
    case .format: "number formats; `int` has its widths in act_bits and weight_bits"
    case .macs: "multiply-accumulate units"
    case .onChipMemory: "on-chip memory without register files"
    case .offChipMemory: "memory outside the chip"
    case .offChipBandwidth: "bandwidth of that memory"
    case .peak: "peak rate, dense unless `sparsity` says otherwise; a MAC is two operations"
    case .efficiency: "operations per joule at the operating point"
    case .density: "operations per second and mm2"
    case .oneBitEfficiency: "efficiency times act_bits times weight_bits, as filed"
    case .oneBitDensity: "density times act_bits times weight_bits, as filed"
    case .power: "power of the figures: TDP for products"
    case .sparsity: "whether operands are dense"
    case .condition: "operating point"
    case .evidence: "how the figures came about"
    case .computed: "cells computed from others of the row"
    case .lever: "which of the paper's five levers it pulls; `unknown` where none can be told"
    case .leverSource: "what the lever was read from, or why it is unknown"
    case .duplicateOf: "id of the row that files the same operating point"
    case .systemOf: "id of the row with the peak that this row is the system of"
    case .attribution: "collection it was taken from, with its licence"
    case .source: "where the figures were read"
    case .confidence: "whether the source was read or recalled"
    case .note: "anything else"
    case .class: "class of fair company"
    case .family: "integer, float or other"
    case .bitProduct: "act_bits times weight_bits"
    case .eightBitEfficiency: "norm1b_tops_per_w / 64"
    case .eightBitDensity: "norm1b_tops_per_mm2 / 64"
    case .ridge: "peak / off-chip bandwidth"
    case .energyRidge:
      "energy of a byte of that memory / energy of an operation at the published efficiency: a lower "
        + "bound"
    case .memoryPerRate: "on-chip memory / peak"
    }
  }
}
