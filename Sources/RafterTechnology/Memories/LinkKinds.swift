// SPDX-License-Identifier: Apache-2.0
import RafterHardware
import RafterQuantities

/// Links between chips by kind, in pJ/bit [hardware 5, tech-energy.csv].
enum LinkKinds {
  private static func link(
    _ picojoules: Double, within range: ClosedRange<Double>? = nil, _ note: String
  ) -> Sourced<EnergyPerBit> {
    let limits = range.map { ($0.lowerBound * 1e-12)...($0.upperBound * 1e-12) }
    return Sourced(
      EnergyPerBit(picojoules * 1e-12), range: limits,
      Provenance(confidence: .estimated, text: note))
  }

  static let all: [(kind: String, energy: Sourced<EnergyPerBit>)] = [
    (
      "ucie-standard",
      link(0.55, within: 0.5...0.6, "Das Sharma, Hot Interconnects 2025: standard package")
    ),
    (
      "ucie-advanced",
      link(0.275, within: 0.25...0.3, "Das Sharma, Hot Interconnects 2025: 2.5D package")
    ),
    (
      "ucie-3d",
      link(0.03, within: 0.01...0.05, "Das Sharma, Hot Interconnects 2025: hybrid bonding")
    ),
    (
      "grs",
      link(
        0.82, within: 0.82...1.75,
        "Zimmer et al., VLSI 2019: ground-referenced, in package (from memory)")
    ),
    ("nvlink-c2c", link(1.3, "public note on NVLink-C2C: 40 Gb/s NRZ")),
    ("serdes-112g", link(5.5, "public note on NVLink-C2C: PAM4")),
    ("nvlink", link(8, "order of magnitude of a board-level link (from memory)")),
  ]
}
