// SPDX-License-Identifier: Apache-2.0
public import RafterHardware

/// The rates and energies of a machine for one format of its arithmetic, looked up once for many evaluations.
public struct PricedMachine: Sendable {
  let shape: MachineShape

  /// Looks them up.
  ///
  /// - Parameters:
  ///   - accelerator: the machine.
  ///   - format: the format of the arithmetic.
  public init(_ accelerator: Accelerator, format: ComputeFormat) {
    shape = MachineShape(accelerator, format: format)
  }
}
