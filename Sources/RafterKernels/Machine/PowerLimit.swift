// SPDX-License-Identifier: Apache-2.0
public import RafterQuantities

/// How long a kernel has to take for the board to stay below its power cap [rooflines 3.2].
///
///     t >= (e_op * W + e_byte * Q) / (P_cap - P_s)
///
/// It holds for kernels that run again and again for longer than the board averages its power; short runs draw more.
public struct PowerLimit: Sendable, Hashable {
  /// P_cap.
  public var cap: Power
  /// P_s: drawn in any case while kernels run.
  public var staticPower: Power
  /// e_op of 16-bit operands; other widths are taken in proportion, which is an assumption.
  public var energyPerOperation: EnergyPerOperation
  /// e_byte of the outermost memory.
  public var energyPerByte: EnergyPerByte

  /// Creates a limit.
  public init(
    cap: Power, staticPower: Power, energyPerOperation: EnergyPerOperation,
    energyPerByte: EnergyPerByte
  ) {
    self.cap = cap
    self.staticPower = staticPower
    self.energyPerOperation = energyPerOperation
    self.energyPerByte = energyPerByte
  }

  /// The least time of some work; zero where the cap leaves no room above static power, which is no limit that can be met.
  public func time(operations: Operations, operandBits: BitCount, bytes: ByteCount) -> Seconds {
    guard cap > staticPower else { return .zero }
    let energy =
      energyPerOperation * (operandBits.value / 16) * operations + energyPerByte * bytes
    return energy / (cap - staticPower)
  }
}
