// SPDX-License-Identifier: Apache-2.0
public import RafterDiagnostics
public import RafterHardware

extension CapacityStudy {
  /// The memory (index in `Accelerator.memories`) that a curve is of.
  ///
  /// - Parameters:
  ///   - name: the memory's name; nil for the outermost one on the chip that holds all operands, or else the
  ///     first on the chip.
  ///   - accelerator: the machine.
  /// - Throws: a diagnostic if there is no such memory, or it is the outermost one.
  public static func level(_ name: String?, of accelerator: Accelerator) throws(DiagnosticList)
    -> Int
  {
    let memories = accelerator.memories
    guard memories.count > 1 else { throw DiagnosticList(.noInnerMemory(accelerator.name)) }
    guard let name else {
      return memories.indices.dropFirst().first { memories[$0].holds.count == 3 } ?? 1
    }
    guard let level = memories.indices.dropFirst().first(where: { memories[$0].name == name })
    else {
      throw DiagnosticList(
        .noCurveMemory(name, known: memories.dropFirst().map(\.name), outer: memories[0].name))
    }
    return level
  }
}
