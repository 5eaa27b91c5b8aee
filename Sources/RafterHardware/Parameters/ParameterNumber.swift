// SPDX-License-Identifier: Apache-2.0
import RafterQuantities

/// A number of a parameter, with or without a unit.
struct ParameterNumber {
  /// As written.
  var number: Double
  /// As written; empty for a plain number.
  var unit: String
  /// The unit's size and dimension; nil for a plain number.
  var parsed: UnitText?

  /// Reads `512 KiB` or `32`.
  init(_ text: String) throws(QuantityTextError) {
    if let plain = Double(text) {
      guard plain.isFinite else { throw .notFinite }
      (number, unit, parsed) = (plain, "", nil)
      return
    }
    let parts = try QuantityText.split(text, unit: "KiB")
    (number, unit, parsed) = (parts.number, parts.unit, try UnitText.parse(parts.unit))
  }

  /// The number in the unit of another; nil where they measure different things.
  func converted(to other: ParameterNumber) -> Double? {
    switch (parsed, other.parsed) {
    case (nil, nil): number
    case (let mine?, let theirs?):
      mine.scale(to: theirs.exponents).map { $0 * number / theirs.scale }
    default: nil
    }
  }
}
