// SPDX-License-Identifier: Apache-2.0
public import RafterDiagnostics
public import RafterQuantities

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

extension Sourced {
  /// The number times a factor, with its range; where it comes from stays.
  public func scaled<D: Dimension>(by factor: Double) -> Self where Value == Quantity<D> {
    Self(value * factor, range: scaledRange(by: factor), provenance)
  }

  /// The range times a factor.
  func scaledRange(by factor: Double) -> ClosedRange<Double>? {
    range.map { $0.lowerBound * factor...$0.upperBound * factor }
  }
}

extension Sourced<PortBandwidth> {
  /// The bandwidth times a factor, with its range, in the unit it is stated in.
  public func scaled(by factor: Double) -> Self {
    let scaled: PortBandwidth =
      switch value {
      case .perCycle(let bandwidth): .perCycle(bandwidth * factor)
      case .perSecond(let bandwidth): .perSecond(bandwidth * factor)
      }
    return Self(scaled, range: scaledRange(by: factor), provenance)
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
