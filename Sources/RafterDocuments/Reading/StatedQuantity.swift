// SPDX-License-Identifier: Apache-2.0
public import RafterDiagnostics
public import RafterQuantities

/// A word of a document and where it stands.
public struct LocatedWord: Sendable, Hashable {
  /// The word.
  public var text: String
  /// Where.
  public var location: SourceLocation

  /// Creates a word.
  public init(_ text: String, at location: SourceLocation) {
    self.text = text
    self.location = location
  }
}

/// A number of a document as its author states it.
public struct StatedQuantity: Sendable, Hashable {
  /// What stands there.
  public enum Content: Sendable, Hashable {
    /// A number in the base unit of a dimension.
    case number(Double, UnitExponents)
    /// A word such as `unknown`.
    case word(String)
  }

  /// What stands there.
  public var content: Content
  /// The least and greatest value it may have, in the base unit.
  public var range: ClosedRange<Double>?
  /// The source it names.
  public var source: LocatedWord?
  /// How far it says it can be trusted.
  public var confidence: LocatedWord?
  /// As written.
  public var text: String
  /// Where.
  public var location: SourceLocation
}
