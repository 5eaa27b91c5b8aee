// SPDX-License-Identifier: Apache-2.0
import RafterHardware
import RafterQuantities

extension StatedMemory {
  /// A DRAM with one energy for reading and writing.
  private static func dram(
    _ picojoules: Double, within range: ClosedRange<Double>? = nil, _ note: String
  ) -> StatedMemory {
    let limits = range.map { ($0.lowerBound * 1e-12)...($0.upperBound * 1e-12) }
    let energy = Sourced(
      EnergyPerBit(picojoules * 1e-12), range: limits,
      Provenance(confidence: .estimated, text: "\(picojoules.inText) pJ/bit"))
    return StatedMemory(read: .perBit(energy), write: .perBit(energy), note: note)
  }

  /// The DRAMs by kind [hardware 5, tech-energy.csv]; what is included moves a number by two or three times.
  static let drams: [(kind: String, memory: StatedMemory)] = [
    (
      "hbm2",
      dram(3.97, within: 3.97...6.25, "O'Connor et al., MICRO 2017: the device with its I/O")
    ),
    ("hbm2e", dram(6.0, "Micron, ultra-bandwidth solutions: average power of the device")),
    ("hbm3", dram(4.05, within: 3.9...9, "hwcomponents-cacti 1.0.40: flat per bit")),
    ("hbm4", dram(3.2, "hwcomponents-cacti 1.0.40: flat per bit")),
    ("gddr5", dram(14, "O'Connor et al., MICRO 2017: the device with its I/O")),
    (
      "gddr6",
      dram(7.5, within: 5.5...7.5, "Micron, ultra-bandwidth solutions: average power of the device")
    ),
    ("gddr6x", dram(7.25, "Micron, ultra-bandwidth solutions: average power of the device")),
    ("lpddr4", dram(11, within: 8...14, "Ha, PhD thesis, Stanford 2018: the device with its I/O")),
    ("lpddr5", dram(9.0, within: 8.5...12.5, "derived from Ha 2018: device, PHY and controller")),
    ("lpddr5x", dram(7.5, "derived from Ha 2018: device, PHY and controller")),
    (
      "dram-3d",
      dram(
        0.88, within: 0.66...2,
        "hybrid-bonded on the logic; Bai et al., IEDM 2020, print it for the interface, public models take it for all"
      )
    ),
    ("ddr3", dram(70, "hwcomponents-cacti 1.0.40: flat per bit")),
    ("ddr4", dram(20, "derived: device, PHY and controller")),
    ("ddr5", dram(14, "derived: device, PHY and controller")),
  ]
}
