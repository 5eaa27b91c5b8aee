// SPDX-License-Identifier: Apache-2.0
import RafterQuantities

/// A device or stack of a kind of DRAM: what it delivers, and what it takes of the chip that reads it.
struct MemoryDevice {
  /// The kind, as the technology model calls it.
  var kind: String
  /// Bits side by side times their rate.
  var bandwidth: Bandwidth
  /// The PHY on the chip; nil where it is not known.
  var interface: Area?
  /// Where the rate is from.
  var source: String

  /// The kinds that can be chosen, by bandwidth [hardware 5].
  static let all = [
    MemoryDevice(
      kind: "lpddr5", bandwidth: Bandwidth(25.6e9), interface: nil,
      source: "JESD209-5: 32 bits at 6400 MT/s"),
    MemoryDevice(
      kind: "lpddr5x", bandwidth: Bandwidth(34.1e9), interface: nil,
      source: "JESD209-5B: 32 bits at 8533 MT/s"),
    // LLMCompass: 1.45 mm2 for 32 bits.
    MemoryDevice(
      kind: "ddr5", bandwidth: Bandwidth(38.4e9), interface: Area(2.9),
      source: "JESD79-5: 64 bits at 4800 MT/s"),
    MemoryDevice(
      kind: "gddr6", bandwidth: Bandwidth(64e9), interface: nil,
      source: "JESD250: 32 bits at 16 GT/s"),
    // LLMCompass: 10.45 mm2 for 1024 bits of HBM2e, also taken for HBM3.
    MemoryDevice(
      kind: "hbm2e", bandwidth: Bandwidth(460.8e9), interface: Area(10.45),
      source: "JESD235: 1024 bits at 3.6 GT/s"),
    MemoryDevice(
      kind: "hbm3", bandwidth: Bandwidth(819.2e9), interface: Area(10.45),
      source: "JESD238: 1024 bits at 6.4 GT/s"),
    MemoryDevice(
      kind: "hbm4", bandwidth: Bandwidth(2048e9), interface: nil,
      source: "JESD270-4: 2048 bits at 8 GT/s"),
  ]
}
