// SPDX-License-Identifier: Apache-2.0
public import RafterQuantities
public import RafterRoofline

extension SurveyEntry {
  /// The time ridge, peak over off-chip bandwidth [rooflines 3.2].
  public var ridge: OperationalIntensity? {
    guard let peak, let offChipBandwidth else { return nil }
    return peak / offChipBandwidth
  }

  /// The energy of a byte outside the chip, by the kind of memory; nil for none, several or unknown.
  public var energyPerByte: EnergyPerByte? {
    let memories = offChipMemories
    guard memories.count == 1 else { return nil }
    return memories.first?.energyPerByte
  }

  /// The energy ridge e_l / E_c [rooflines 3.3].
  ///
  /// E_c is taken from the published operations per joule, which hold static power and part of the memory
  /// too; so this is a lower bound of the ridge.
  public var energyRidge: OperationalIntensity? {
    guard let energyPerByte, let efficiency else { return nil }
    let each: EnergyPerOperation = efficiency.reciprocal()
    return energyPerByte / each
  }

  /// The roofs at its off-chip memory; nil without peak or bandwidth.
  public var roof: MachineRoof? {
    guard let peak, let offChipBandwidth, let format = text(.format) else { return nil }
    return MachineRoof(
      level: text(.offChipMemory) ?? "off-chip", format: format, peak: peak,
      bandwidth: offChipBandwidth, energyPerOperation: efficiency?.reciprocal(),
      energyPerByte: energyPerByte, powerCap: power, area: area)
  }
}
