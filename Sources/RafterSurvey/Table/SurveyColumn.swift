// SPDX-License-Identifier: Apache-2.0

/// A column of the survey: the raw value is its name in the file, in filters and in reports.
public enum SurveyColumn: String, Sendable, Hashable, CaseIterable {
  // Filed in the table, in the order of the file.
  case id, name, title, organisation, venue, year, kind, domain
  case node = "node_nm"
  case area = "area_mm2"
  case supplyMinimum = "supply_min_v"
  case supplyMaximum = "supply_max_v"
  case frequency = "frequency_mhz"
  case computeStyle = "compute_style"
  case cell
  case activationBits = "act_bits"
  case weightBits = "weight_bits"
  case format
  case macs = "n_macs"
  case onChipMemory = "onchip_sram_kib"
  case offChipMemory = "offchip_memory"
  case offChipBandwidth = "offchip_bandwidth_gb_s"
  case peak = "peak_tops"
  case efficiency = "efficiency_tops_per_w"
  case density = "density_tops_per_mm2"
  case oneBitEfficiency = "norm1b_tops_per_w"
  case oneBitDensity = "norm1b_tops_per_mm2"
  case power = "power_w"
  case sparsity, condition, evidence, computed, lever
  case leverSource = "lever_source"
  case duplicateOf = "duplicate_of"
  case systemOf = "system_of"
  case attribution, source, confidence, note
  // Computed from the others.
  case `class`, family
  case bitProduct = "bit_product"
  case eightBitEfficiency = "norm8b_tops_per_w"
  case eightBitDensity = "norm8b_tops_per_mm2"
  case ridge = "ridge_op_per_byte"
  case energyRidge = "energy_ridge_op_per_byte"
  case memoryPerRate = "sram_kib_per_tops"

  /// The columns of the file, in its order.
  public static let filed: [SurveyColumn] = allCases.filter { $0.origin == .filed }

  /// Whether a column is read or computed.
  public enum Origin: Sendable, Hashable {
    case filed, computed
  }

  /// Whether this column is read or computed.
  public var origin: Origin {
    switch self {
    case .class, .family, .bitProduct, .eightBitEfficiency, .eightBitDensity, .ridge,
      .energyRidge, .memoryPerRate:
      .computed
    default: .filed
    }
  }

  /// The place in ``filed`` and in ``SurveyEntry``.
  var ordinal: Int { Self.ordinals[self] ?? 0 }

  private static let ordinals = Dictionary(
    uniqueKeysWithValues: allCases.enumerated().map { ($1, $0) })
}
