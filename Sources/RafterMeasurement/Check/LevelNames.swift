// SPDX-License-Identifier: Apache-2.0
import RafterHardware

/// Finds the memory of a machine that a measurement names.
enum LevelNames {
  /// Words for the main memory, whatever a description calls it.
  private static let outermost: Set<String> = [
    "dram", "ddr", "ddr4", "ddr5", "lpddr", "hbm", "gddr", "vram", "memory", "mem", "main",
    "main-memory", "device",
  ]

  /// The name of the memory; the outermost where none is named, or where a word for main memory is no name of another; nil where it
  /// has none.
  static func level(_ name: String?, of machine: Accelerator) -> String? {
    let first = machine.memories.first?.name
    guard let name else { return first }
    if machine.memories.contains(where: { $0.name == name }) { return name }
    return outermost.contains(name.lowercased()) ? first : nil
  }
}
