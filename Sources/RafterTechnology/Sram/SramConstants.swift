// SPDX-License-Identifier: Apache-2.0
// Made by SramConstantsTests from technologies/sram-cacti.csv (RECORD_GOLDEN=1); do not edit.
public import RafterQuantities

extension SramLaw {
  /// The laws fitted to the memories that CACTI 7 was run for: joule, watt, square millimetre.
  public static let standard: [SramLaw] = [
    SramLaw(
      node: ProcessNode(22.0000), device: .highPerformance, banks: 1,
      read: PowerLaw(
        base: Quantity(0.0), slope: Quantity(5.61629e-13),
        capacityExponent: 0.501057, widthExponent: 0.791449),
      write: PowerLaw(
        base: Quantity(3.31709e-13), slope: Quantity(4.16196e-13),
        capacityExponent: 0.520106, widthExponent: 0.943712),
      leakage: PowerLaw(
        base: Quantity(0.00000360810), slope: Quantity(0.0000919771),
        capacityExponent: 0.979307, widthExponent: -0.0111438),
      area: PowerLaw(
        base: Quantity(0.0), slope: Quantity(0.000886457),
        capacityExponent: 0.978895, widthExponent: 0.0955959)),
    SramLaw(
      node: ProcessNode(22.0000), device: .lowStandbyPower, banks: 1,
      read: PowerLaw(
        base: Quantity(0.0), slope: Quantity(4.92684e-13),
        capacityExponent: 0.539975, widthExponent: 0.791449),
      write: PowerLaw(
        base: Quantity(2.66591e-13), slope: Quantity(4.97188e-13),
        capacityExponent: 0.511564, widthExponent: 0.943712),
      leakage: PowerLaw(
        base: Quantity(0.000000170592), slope: Quantity(0.000000176496),
        capacityExponent: 0.968308, widthExponent: -0.0111438),
      area: PowerLaw(
        base: Quantity(0.0), slope: Quantity(0.000925032),
        capacityExponent: 0.973113, widthExponent: 0.0955959)),
    SramLaw(
      node: ProcessNode(22.0000), device: .lowStandbyPower, banks: 8,
      read: PowerLaw(
        base: Quantity(7.49087e-12), slope: Quantity(5.43338e-13),
        capacityExponent: 0.521512, widthExponent: 0.791449),
      write: PowerLaw(
        base: Quantity(1.07308e-11), slope: Quantity(3.15859e-13),
        capacityExponent: 0.549160, widthExponent: 0.943712),
      leakage: PowerLaw(
        base: Quantity(0.0), slope: Quantity(0.000000184571),
        capacityExponent: 0.970938, widthExponent: -0.0111438),
      area: PowerLaw(
        base: Quantity(0.0), slope: Quantity(0.000927412),
        capacityExponent: 0.972364, widthExponent: 0.0955959)),
    SramLaw(
      node: ProcessNode(22.0000), device: .lowStandbyPower, banks: 32,
      read: PowerLaw(
        base: Quantity(1.64070e-11), slope: Quantity(3.76444e-13),
        capacityExponent: 0.555995, widthExponent: 0.791449),
      write: PowerLaw(
        base: Quantity(1.50558e-11), slope: Quantity(4.23739e-13),
        capacityExponent: 0.514648, widthExponent: 0.943712),
      leakage: PowerLaw(
        base: Quantity(0.0000619475), slope: Quantity(0.000000270033),
        capacityExponent: 0.939626, widthExponent: -0.0111438),
      area: PowerLaw(
        base: Quantity(0.312620), slope: Quantity(0.000539437),
        capacityExponent: 1.01556, widthExponent: 0.0955959)),
    SramLaw(
      node: ProcessNode(32.0000), device: .lowStandbyPower, banks: 1,
      read: PowerLaw(
        base: Quantity(0.0), slope: Quantity(1.10512e-12),
        capacityExponent: 0.540172, widthExponent: 0.777594),
      write: PowerLaw(
        base: Quantity(5.53206e-13), slope: Quantity(1.28068e-12),
        capacityExponent: 0.498245, widthExponent: 0.928089),
      leakage: PowerLaw(
        base: Quantity(3.17177e-8), slope: Quantity(5.17912e-8),
        capacityExponent: 0.970722, widthExponent: -0.00713626),
      area: PowerLaw(
        base: Quantity(0.00000907956), slope: Quantity(0.00185757),
        capacityExponent: 0.978103, widthExponent: 0.0814811)),
    SramLaw(
      node: ProcessNode(45.0000), device: .highPerformance, banks: 1,
      read: PowerLaw(
        base: Quantity(0.0), slope: Quantity(1.69986e-12),
        capacityExponent: 0.512726, widthExponent: 0.773917),
      write: PowerLaw(
        base: Quantity(8.28746e-13), slope: Quantity(2.09056e-12),
        capacityExponent: 0.476325, widthExponent: 0.921775),
      leakage: PowerLaw(
        base: Quantity(0.0000441332), slope: Quantity(0.000560403),
        capacityExponent: 0.982085, widthExponent: -0.00766054),
      area: PowerLaw(
        base: Quantity(0.000497498), slope: Quantity(0.00322001),
        capacityExponent: 0.990875, widthExponent: 0.0944245)),
    SramLaw(
      node: ProcessNode(45.0000), device: .lowStandbyPower, banks: 1,
      read: PowerLaw(
        base: Quantity(0.0), slope: Quantity(1.78863e-12),
        capacityExponent: 0.554767, widthExponent: 0.773917),
      write: PowerLaw(
        base: Quantity(1.12704e-12), slope: Quantity(2.37140e-12),
        capacityExponent: 0.497089, widthExponent: 0.921775),
      leakage: PowerLaw(
        base: Quantity(1.39985e-8), slope: Quantity(3.03722e-8),
        capacityExponent: 0.973034, widthExponent: -0.00766054),
      area: PowerLaw(
        base: Quantity(0.000305128), slope: Quantity(0.00340120),
        capacityExponent: 0.983195, widthExponent: 0.0944245)),
    SramLaw(
      node: ProcessNode(45.0000), device: .lowStandbyPower, banks: 8,
      read: PowerLaw(
        base: Quantity(1.62124e-11), slope: Quantity(2.42267e-12),
        capacityExponent: 0.515793, widthExponent: 0.773917),
      write: PowerLaw(
        base: Quantity(4.61812e-11), slope: Quantity(1.42718e-12),
        capacityExponent: 0.540093, widthExponent: 0.921775),
      leakage: PowerLaw(
        base: Quantity(0.00000154737), slope: Quantity(2.57421e-8),
        capacityExponent: 0.993950, widthExponent: -0.00766054),
      area: PowerLaw(
        base: Quantity(0.0), slope: Quantity(0.00329465),
        capacityExponent: 0.986349, widthExponent: 0.0944245)),
    SramLaw(
      node: ProcessNode(45.0000), device: .lowStandbyPower, banks: 32,
      read: PowerLaw(
        base: Quantity(7.36564e-11), slope: Quantity(1.50040e-12),
        capacityExponent: 0.558347, widthExponent: 0.773917),
      write: PowerLaw(
        base: Quantity(6.51097e-11), slope: Quantity(1.77962e-12),
        capacityExponent: 0.515483, widthExponent: 0.921775),
      leakage: PowerLaw(
        base: Quantity(0.00000710701), slope: Quantity(4.17326e-8),
        capacityExponent: 0.949677, widthExponent: -0.00766054),
      area: PowerLaw(
        base: Quantity(1.35671), slope: Quantity(0.00234992),
        capacityExponent: 1.00885, widthExponent: 0.0944245)),
    SramLaw(
      node: ProcessNode(65.0000), device: .lowStandbyPower, banks: 1,
      read: PowerLaw(
        base: Quantity(0.0), slope: Quantity(3.01436e-12),
        capacityExponent: 0.565821, widthExponent: 0.791887),
      write: PowerLaw(
        base: Quantity(2.37329e-12), slope: Quantity(4.46476e-12),
        capacityExponent: 0.497089, widthExponent: 0.916598),
      leakage: PowerLaw(
        base: Quantity(0.000000105932), slope: Quantity(0.000000205451),
        capacityExponent: 0.962567, widthExponent: -0.00560271),
      area: PowerLaw(
        base: Quantity(0.000341686), slope: Quantity(0.00713159),
        capacityExponent: 0.982458, widthExponent: 0.0854886)),
  ]
}
