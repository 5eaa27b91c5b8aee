// SPDX-License-Identifier: Apache-2.0
public import RafterHardware

/// A number of a report, and the numbers it was made of, down to constants and counts.
public struct ExplanationNode: Sendable, Hashable {
  /// What it is: `time at dram`.
  public var label: String
  /// Its value with its unit, as text.
  public var value: String
  /// How it follows from its children: `bytes / bandwidth`; nil for a leaf.
  public var equation: String?
  /// Where it was read: the line of a file, or the title of a source.
  public var origin: String?
  /// How far it can be trusted; nil where it follows from its children.
  public var confidence: Confidence?
  /// What it was made of.
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
