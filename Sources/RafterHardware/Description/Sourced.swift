// SPDX-License-Identifier: Apache-2.0
public import RafterDiagnostics

/// How far a number can be trusted.
public enum Confidence: String, Sendable, Hashable, CaseIterable {
  /// Measured on the device.
  case measured
  /// Printed by its makers.
  case published
  /// Derived from published numbers or a model.
  case estimated
  /// Chosen for want of anything better.
  case assumed
}

/// Where a number comes from.
public struct Provenance: Sendable, Hashable {
  /// How far it can be trusted.
  public var confidence: Confidence
  /// The source it names: a key of ``Accelerator/sources``, or the description's own.
  public var source: String?
  /// The line of the file that states it; nil for a default of ours.
  public var location: SourceLocation?
  /// The text as written: `9 pJ/bit`.
  public var text: String

  /// Creates a provenance.
  public init(
    confidence: Confidence, source: String? = nil, location: SourceLocation? = nil,
    text: String = ""
  ) {
    self.confidence = confidence
    self.source = source
    self.location = location
    self.text = text
  }
}

/// A value and where it comes from.
public struct Sourced<Value: Sendable & Hashable>: Sendable, Hashable {
  /// The value.
  public var value: Value
  /// The least and greatest value it may have, where the file or its confidence says so.
  public var range: ClosedRange<Double>?
  /// Where it comes from.
  public var provenance: Provenance

  /// Creates a sourced value; `range` is in the base unit of the value.
  public init(_ value: Value, range: ClosedRange<Double>? = nil, _ provenance: Provenance) {
    self.value = value
    self.range = range
    self.provenance = provenance
  }
}

/// A work that numbers were taken from.
public struct Source: Sendable, Hashable {
  /// Its title.
  public var title: String
  /// Where to find it.
  public var url: String?
  /// How far its numbers can be trusted, unless one says otherwise.
  public var confidence: Confidence

  /// Creates a source.
  public init(title: String, url: String? = nil, confidence: Confidence) {
    self.title = title
    self.url = url
    self.confidence = confidence
  }
}
