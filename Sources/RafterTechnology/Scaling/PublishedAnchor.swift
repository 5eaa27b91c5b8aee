// SPDX-License-Identifier: Apache-2.0
public import RafterDiagnostics
public import RafterQuantities

/// A published number of one process node that others are carried from.
public struct PublishedAnchor<D: Dimension>: Sendable, Hashable {
  /// The node it holds at.
  public var node: ProcessNode
  /// The supply it holds at; nil where it is not stated.
  public var voltage: Voltage?
  /// The number.
  public var value: Quantity<D>
  /// Where it is from.
  public var source: String

  /// Creates an anchor.
  public init(node: ProcessNode, voltage: Voltage? = nil, value: Quantity<D>, source: String) {
    self.node = node
    self.voltage = voltage
    self.value = value
    self.source = source
  }
}

/// A number of the model, the rule it follows and what lies outside the range of the rule.
public struct Estimate<D: Dimension>: Sendable, Hashable {
  /// The number.
  public var value: Quantity<D>
  /// Between which values it may lie, in the base unit; nil where only the confidence says so.
  public var range: ClosedRange<Double>?
  /// The rule in words.
  public var basis: String
  /// What lies outside the range of the rule.
  public var cautions: [Diagnostic]
}
