// SPDX-License-Identifier: Apache-2.0
public import RafterHardware

/// A number, the equation it comes from, and the numbers that go into it.
public struct ExplanationNode: Sendable, Hashable {
  /// What it is, in words: `time of dram`.
  public var label: String
  /// The value with its unit.
  public var value: String
  /// How it follows from the children; nil for a constant.
  public var equation: String?
  /// The file and line, or the source, of a constant; nil for what is computed.
  public var origin: String?
  /// How far a constant can be trusted; nil for what is computed.
  public var confidence: Confidence?
  /// What goes into it.
  public var children: [ExplanationNode]

  /// Creates a node.
  public init(
    label: String, value: String, equation: String? = nil, origin: String? = nil,
    confidence: Confidence? = nil, children: [ExplanationNode] = []
  ) {
    self.label = label
    self.value = value
    self.equation = equation
    self.origin = origin
    self.confidence = confidence
    self.children = children
  }
}
