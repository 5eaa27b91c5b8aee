// SPDX-License-Identifier: Apache-2.0
public import RafterQuantities

extension OffChipMemory {
  /// The energy of a byte of this memory, device and its interface; nil where no figure is at hand.
  ///
  /// HBM2 3.97 pJ/bit and GDDR5 14 (O'Connor, MICRO 2017); HBM2E 6.0, GDDR6 7.5, GDDR6X 7.25 (Micron);
  /// HBM3 4.05, HBM4 3.2 (hwcomponents-cacti); LPDDR4 8; LPDDR5 9.0, LPDDR5X 7.5, DDR4 20, DDR5 14
  /// (derived) [hardware 5]. HBM3E is taken as HBM3. The boundary drawn matters by two to three times.
  public var energyPerByte: EnergyPerByte? {
    let picojoulesPerBit: Double? =
      switch self {
      case .none, .gddr7: nil
      case .ddr3: 70
      case .ddr4: 20
      case .ddr5: 14
      case .lpddr4: 8
      case .lpddr5: 9
      case .lpddr5x: 7.5
      case .gddr5: 14
      case .gddr6: 7.5
      case .gddr6x: 7.25
      case .hbm2: 3.97
      case .hbm2e: 6
      case .hbm3, .hbm3e: 4.05
      case .hbm4: 3.2
      }
    return picojoulesPerBit.map { EnergyPerBit($0 * 1e-12).perByte }
  }
}
