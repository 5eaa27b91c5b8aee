// SPDX-License-Identifier: Apache-2.0
import RafterQuantities

/// Flip-flops: 9 fJ to read a bit and 5.98 um2 at 40 nm (Aladdin), twice that energy to write.
///
/// Other nodes follow integer logic.
enum RegisterModel {
  /// Memories below this are flip-flops unless the user says otherwise.
  static let largest = ByteCount(512)

  private static let node = ProcessNode(40.0)
  private static let read = EnergyPerBit(9e-15)
  private static let area = Area(5.98e-6)

  static func estimate(
    _ capacity: ByteCount, at wanted: ProcessNode, _ macs: MacModel, _ scaling: LogicScaling
  ) -> MemoryEstimate? {
    guard let here = macs.energy(of: MacModel.int8, at: wanted, scaling),
      let there = macs.energy(of: MacModel.int8, at: node, scaling),
      let areaHere = macs.area(of: MacModel.int8, at: wanted, scaling),
      let areaThere = macs.area(of: MacModel.int8, at: node, scaling)
    else { return nil }
    let factor = here.value.ratio(to: there.value)
    return MemoryEstimate(
      read: read * factor, write: read * (2 * factor), leakage: nil,
      area: area * (capacity.bits.value * areaHere.value.ratio(to: areaThere.value)),
      basis: "flip-flops, 9 fJ/bit to read and twice that to write at 40 nm (Aladdin), times"
        + " \(factor.inText) to \(wanted.inText) as integer logic",
      cautions: here.cautions)
  }
}
