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
    public var energy: Picojoules?
    public var macEnergy: Picojoules?
    public var latency: Cycles?
    public var onLoad: Cycles?
    public var computePart: Cycles?
    public var stall: Cycles?
    public var offLoad: Cycles?
    public var drain: Cycles?
    public var offLoadAndDrain: Cycles?
    /// Per operand of the layer (output first): accesses per level and direction.
    public var accesses: [[[Int]]?] = []
    /// Per operand of the layer (output first): per level.
    public var doubleBuffered: [[Bool]?] = []
    public var ideal: Double?
    public var withStalls: Double?
    public var withOnLoad: Double?
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
