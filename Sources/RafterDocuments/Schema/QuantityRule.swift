// SPDX-License-Identifier: Apache-2.0
public import RafterQuantities

/// What a number of a document must be: its unit, sign and size.
public struct QuantityRule: Sendable {
  /// Whether nothing is something.
  public enum Sign: Sendable {
    case positive, zeroOrPositive
  }

  /// A short name, for the schema: `bandwidth`.
  public var name: String
  /// With its article, for messages: `a bandwidth`.
  public var noun: String
  /// The units it may have; none for a plain number.
  public var units: [UnitExponents]
  /// What to write after the number, the usual one first: `B/cycle`, `GB/s`.
  public var usualUnits: [String]
  /// Whether zero is allowed.
  public var sign: Sign
  /// The least and greatest that any machine could have, in the base unit.
  public var plausible: ClosedRange<Double>
  /// The same for people: `1 kHz to 20 GHz`.
  public var plausibleText: String
  /// Words that stand for no number: `unknown`.
  public var words: [String]

  /// Creates a rule.
  public init(
    _ name: String, noun: String, units: [UnitExponents], usually usualUnits: [String],
    sign: Sign = .positive, plausible: ClosedRange<Double>, _ plausibleText: String,
    words: [String] = []
  ) {
    self.name = name
    self.noun = noun
    self.units = units
    self.usualUnits = usualUnits
    self.sign = sign
    self.plausible = plausible
    self.plausibleText = plausibleText
    self.words = words
  }

  /// The same rule, where a word may stand for the number.
  public func orWord(_ word: String) -> QuantityRule {
    var rule = self
    rule.words.append(word)
    return rule
  }

  /// Whether it is a plain number.
  public var isPlain: Bool { units.isEmpty }
}
