// SPDX-License-Identifier: Apache-2.0
// Made by SramConstantsTests from technologies/sram-cacti.csv (RECORD_GOLDEN=1); do not edit.
import RafterQuantities

extension SramLaw {
  /// The laws fitted to the memories that CACTI 7 was run for: joule, watt, square millimetre.
  public static let standard: [SramLaw] = [
    SramLaw(
      node: ProcessNode(22.0000), device: .highPerformance, banks: 1,
      width: BitCount(64.0000),
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
      width: BitCount(64.0000),
      read: PowerLaw(
        base: Quantity(0.0), slope: Quantity(5.96268e-13),
        capacityExponent: 0.515951, widthExponent: 0.791449),
      write: PowerLaw(
        base: Quantity(3.25229e-13), slope: Quantity(4.48595e-13),
        capacityExponent: 0.529420, widthExponent: 0.943712),
      leakage: PowerLaw(
        base: Quantity(0.000000106057), slope: Quantity(0.000000187518),
        capacityExponent: 0.960232, widthExponent: -0.0111438),
      area: PowerLaw(
        base: Quantity(0.0), slope: Quantity(0.000914724),
        capacityExponent: 0.976559, widthExponent: 0.0955959)),
    SramLaw(
      node: ProcessNode(22.0000), device: .lowStandbyPower, banks: 1,
      width: BitCount(256.000),
      read: PowerLaw(
        base: Quantity(0.0), slope: Quantity(3.93438e-13),
        capacityExponent: 0.564916, widthExponent: 0.791449),
      write: PowerLaw(
        base: Quantity(8.18686e-13), slope: Quantity(4.24769e-13),
        capacityExponent: 0.523288, widthExponent: 0.943712),
      leakage: PowerLaw(
        base: Quantity(0.000000174787), slope: Quantity(0.000000172364),
        capacityExponent: 0.971793, widthExponent: -0.0111438),
      area: PowerLaw(
        base: Quantity(0.00117674), slope: Quantity(0.000783502),
        capacityExponent: 0.988855, widthExponent: 0.0955959)),
    SramLaw(
      node: ProcessNode(22.0000), device: .lowStandbyPower, banks: 1,
      width: BitCount(1024.00),
      read: PowerLaw(
        base: Quantity(1.49891e-11), slope: Quantity(2.01666e-13),
        capacityExponent: 0.653843, widthExponent: 0.791449),
      write: PowerLaw(
        base: Quantity(1.34889e-11), slope: Quantity(3.14074e-13),
        capacityExponent: 0.563459, widthExponent: 0.943712),
      leakage: PowerLaw(
        base: Quantity(0.000000535601), slope: Quantity(0.000000158335),
        capacityExponent: 0.980979, widthExponent: -0.0111438),
      area: PowerLaw(
        base: Quantity(0.0159078), slope: Quantity(0.000974890),
        capacityExponent: 0.968313, widthExponent: 0.0955959)),
    SramLaw(
      node: ProcessNode(22.0000), device: .lowStandbyPower, banks: 8,
      width: BitCount(256.000),
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
      width: BitCount(256.000),
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
      width: BitCount(64.0000),
      read: PowerLaw(
        base: Quantity(0.0), slope: Quantity(1.34368e-12),
        capacityExponent: 0.517034, widthExponent: 0.777594),
      write: PowerLaw(
        base: Quantity(7.33023e-13), slope: Quantity(1.13963e-12),
        capacityExponent: 0.518370, widthExponent: 0.928089),
      leakage: PowerLaw(
        base: Quantity(1.64790e-8), slope: Quantity(5.34677e-8),
        capacityExponent: 0.967453, widthExponent: -0.00713626),
      area: PowerLaw(
        base: Quantity(0.0), slope: Quantity(0.00188083),
        capacityExponent: 0.978673, widthExponent: 0.0814811)),
    SramLaw(
      node: ProcessNode(32.0000), device: .lowStandbyPower, banks: 1,
      width: BitCount(256.000),
      read: PowerLaw(
        base: Quantity(0.0), slope: Quantity(9.25742e-13),
        capacityExponent: 0.559571, widthExponent: 0.777594),
      write: PowerLaw(
        base: Quantity(1.33135e-12), slope: Quantity(1.16242e-12),
        capacityExponent: 0.498895, widthExponent: 0.928089),
      leakage: PowerLaw(
        base: Quantity(3.21802e-8), slope: Quantity(5.21742e-8),
        capacityExponent: 0.968879, widthExponent: -0.00713626),
      area: PowerLaw(
        base: Quantity(0.00353635), slope: Quantity(0.00137468),
        capacityExponent: 1.00777, widthExponent: 0.0814811)),
    SramLaw(
      node: ProcessNode(32.0000), device: .lowStandbyPower, banks: 1,
      width: BitCount(1024.00),
      read: PowerLaw(
        base: Quantity(3.73933e-11), slope: Quantity(3.36961e-13),
        capacityExponent: 0.691013, widthExponent: 0.777594),
      write: PowerLaw(
        base: Quantity(3.37807e-11), slope: Quantity(7.37259e-13),
        capacityExponent: 0.564442, widthExponent: 0.928089),
      leakage: PowerLaw(
        base: Quantity(0.000000126813), slope: Quantity(4.60883e-8),
        capacityExponent: 0.984928, widthExponent: -0.00713626),
      area: PowerLaw(
        base: Quantity(0.0499608), slope: Quantity(0.000874383),
        capacityExponent: 1.06206, widthExponent: 0.0814811)),
    SramLaw(
      node: ProcessNode(45.0000), device: .highPerformance, banks: 1,
      width: BitCount(64.0000),
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
      width: BitCount(64.0000),
      read: PowerLaw(
        base: Quantity(0.0), slope: Quantity(1.97740e-12),
        capacityExponent: 0.545167, widthExponent: 0.773917),
      write: PowerLaw(
        base: Quantity(1.30081e-12), slope: Quantity(2.22414e-12),
        capacityExponent: 0.509229, widthExponent: 0.921775),
      leakage: PowerLaw(
        base: Quantity(5.93169e-9), slope: Quantity(3.13848e-8),
        capacityExponent: 0.969174, widthExponent: -0.00766054),
      area: PowerLaw(
        base: Quantity(0.000191799), slope: Quantity(0.00345138),
        capacityExponent: 0.983589, widthExponent: 0.0944245)),
    SramLaw(
      node: ProcessNode(45.0000), device: .lowStandbyPower, banks: 1,
      width: BitCount(256.000),
      read: PowerLaw(
        base: Quantity(0.0), slope: Quantity(1.65397e-12),
        capacityExponent: 0.560603, widthExponent: 0.773917),
      write: PowerLaw(
        base: Quantity(2.69096e-12), slope: Quantity(2.09775e-12),
        capacityExponent: 0.502085, widthExponent: 0.921775),
      leakage: PowerLaw(
        base: Quantity(1.49550e-8), slope: Quantity(3.03003e-8),
        capacityExponent: 0.972916, widthExponent: -0.00766054),
      area: PowerLaw(
        base: Quantity(0.00684829), slope: Quantity(0.00271226),
        capacityExponent: 1.00420, widthExponent: 0.0944245)),
    SramLaw(
      node: ProcessNode(45.0000), device: .lowStandbyPower, banks: 1,
      width: BitCount(1024.00),
      read: PowerLaw(
        base: Quantity(6.84714e-11), slope: Quantity(5.84439e-13),
        capacityExponent: 0.695589, widthExponent: 0.773917),
      write: PowerLaw(
        base: Quantity(6.17731e-11), slope: Quantity(1.34790e-12),
        capacityExponent: 0.565034, widthExponent: 0.921775),
      leakage: PowerLaw(
        base: Quantity(5.88117e-8), slope: Quantity(2.73402e-8),
        capacityExponent: 0.985862, widthExponent: -0.00766054),
      area: PowerLaw(
        base: Quantity(0.0985027), slope: Quantity(0.00166722),
        capacityExponent: 1.06206, widthExponent: 0.0944245)),
    SramLaw(
      node: ProcessNode(45.0000), device: .lowStandbyPower, banks: 8,
      width: BitCount(256.000),
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
      width: BitCount(256.000),
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
      width: BitCount(64.0000),
      read: PowerLaw(
        base: Quantity(0.0), slope: Quantity(5.06969e-12),
        capacityExponent: 0.506349, widthExponent: 0.791887),
      write: PowerLaw(
        base: Quantity(2.98967e-12), slope: Quantity(4.06865e-12),
        capacityExponent: 0.514245, widthExponent: 0.916598),
      leakage: PowerLaw(
        base: Quantity(9.26113e-8), slope: Quantity(0.000000200296),
        capacityExponent: 0.967493, widthExponent: -0.00560271),
      area: PowerLaw(
        base: Quantity(0.000308864), slope: Quantity(0.00709251),
        capacityExponent: 0.985341, widthExponent: 0.0854886)),
    SramLaw(
      node: ProcessNode(65.0000), device: .lowStandbyPower, banks: 1,
      width: BitCount(256.000),
      read: PowerLaw(
        base: Quantity(0.0), slope: Quantity(2.96067e-12),
        capacityExponent: 0.563872, widthExponent: 0.791887),
      write: PowerLaw(
        base: Quantity(4.50064e-12), slope: Quantity(4.07353e-12),
        capacityExponent: 0.498245, widthExponent: 0.916598),
      leakage: PowerLaw(
        base: Quantity(0.000000149576), slope: Quantity(0.000000204516),
        capacityExponent: 0.961859, widthExponent: -0.00560271),
      area: PowerLaw(
        base: Quantity(0.0140861), slope: Quantity(0.00582130),
        capacityExponent: 1.00028, widthExponent: 0.0854886)),
    SramLaw(
      node: ProcessNode(65.0000), device: .lowStandbyPower, banks: 1,
      width: BitCount(1024.00),
      read: PowerLaw(
        base: Quantity(1.24199e-10), slope: Quantity(1.16520e-12),
        capacityExponent: 0.676801, widthExponent: 0.791887),
      write: PowerLaw(
        base: Quantity(1.13895e-10), slope: Quantity(2.68231e-12),
        capacityExponent: 0.557433, widthExponent: 0.916598),
      leakage: PowerLaw(
        base: Quantity(0.000000599087), slope: Quantity(0.000000176129),
        capacityExponent: 0.981254, widthExponent: -0.00560271),
      area: PowerLaw(
        base: Quantity(0.204737), slope: Quantity(0.00370355),
        capacityExponent: 1.05416, widthExponent: 0.0854886)),
  ]
}
