// SPDX-License-Identifier: Apache-2.0
public import RafterDiagnostics
public import RafterQuantities

/// A layer, a machine, a mapping of one on the other, and what the peer found for it.
public struct ZigZagCase: Sendable, Hashable {
  /// Whether operands that share a memory cut the order of loops at the same place.
  public enum Evenness: Sendable, Hashable {
    case uneven, even
  }

  /// What the peer found; what a file leaves out is nil.
  public struct Expectation: Sendable, Hashable {
    /// Energy.
    public var energy: Picojoules?
    /// Energy of the multipliers.
    public var macEnergy: Picojoules?
    /// Latency.
    public var latency: Cycles?
    /// Cycles of on-loading.
    public var onLoad: Cycles?
    /// Cycles of loops and stalls.
    public var computePart: Cycles?
    /// Cycles of stalls.
    public var stall: Cycles?
    /// Cycles of off-loading.
    public var offLoad: Cycles?
    /// Cycles of draining.
    public var drain: Cycles?
    /// Cycles of off-loading and draining.
    public var offLoadAndDrain: Cycles?
    /// Per operand of the layer (output first): accesses per level and direction.
    public var accesses: [[[Int]]?] = []
    /// Per operand of the layer (output first): per level.
    public var doubleBuffered: [[Bool]?] = []
    /// Utilization over the loops.
    public var ideal: Double?
    /// Utilization with stalls.
    public var withStalls: Double?
    /// Utilization with stalls and on-loading.
    public var withOnLoad: Double?
    /// Utilization over the latency.
    public var overall: Double?
  }

  /// Its name.
  public var name: String
  /// The machine.
  public var machine: ZigZagMachine
  /// The layer.
  public var layer: ZigZagLayer
  /// What the user unrolls on the array.
  public var dataflow: ZigZagDataflow
  /// The mapping.
  public var mapping: ZigZagMapping
  /// Whether cuts are shared.
  public var evenness: Evenness
  /// Cycles of one multiply-accumulate.
  public var cyclesPerOperation: Double
  /// What the peer found.
  public var expectation: Expectation

  /// Evaluates the mapping in the compatible model.
  ///
  /// - Throws: `DiagnosticList` where mapping, layer and machine do not fit.
  public func evaluate() throws(DiagnosticList) -> ZigZagResult {
    try ZigZagModel(
      layer: layer, machine: machine, mapping: mapping, dataflow: dataflow,
      cyclesPerOperation: cyclesPerOperation
    ).evaluate()
  }
}
