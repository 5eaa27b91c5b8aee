// SPDX-License-Identifier: Apache-2.0

/// Sums over a workload, repeats included; MACs and vector operations are never added up.
public struct WorkloadTotals: Sendable, Hashable {
  /// Multiply-accumulates, those on padding included.
  public var macs: Int
  /// Multiply-accumulates that do not fall on padding.
  public var macsWithoutPadding: Int
  /// Operations of the vector unit.
  public var vectorOperations: Int
  /// Bytes across the borders of all layers, each tensor once for each layer that touches it.
  public var compulsoryBytes: Int
  /// Elements of the parameters of all layers, each copy that is stored once.
  public var parameters: Int
  /// Bytes of the parameters of all layers, each copy that is stored once.
  public var parameterBytes: Int

  /// Operations of the multipliers: two for each MAC.
  public var operations: Int { macs * 2 }
}

extension Workload {
  /// Sums over all layers, repeats included.
  public var totals: WorkloadTotals {
    layers.reduce(
      into: WorkloadTotals(
        macs: 0, macsWithoutPadding: 0, vectorOperations: 0, compulsoryBytes: 0, parameters: 0,
        parameterBytes: 0)
    ) {
      $0.macs += $1.macs * $1.repeats
      $0.macsWithoutPadding += $1.macsWithoutPadding * $1.repeats
      $0.vectorOperations += $1.vectorOperations * $1.repeats
      $0.compulsoryBytes += $1.compulsoryBytes * $1.repeats
      $0.parameters += $1.storedParameters
      $0.parameterBytes += $1.storedParameterBytes
    }
  }
}
