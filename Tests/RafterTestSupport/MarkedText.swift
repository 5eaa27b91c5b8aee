// SPDX-License-Identifier: Apache-2.0

/// A text with numbered keycaps where diagnostics are expected: `a: 1️⃣b`.
public struct MarkedText: Sendable {
  /// The text without its markers.
  public var text: String
  /// Line and column from 1 of each marker, by its number.
  public var places: [Int: Place] = [:]

  /// A line and a column.
  public struct Place: Sendable, Hashable {
    /// From 1.
    public var line: Int
    /// From 1.
    public var column: Int
  }

  /// Takes the markers out of a text.
  public init(_ marked: String) {
    text = ""
    var line = 1
    var column = 1
    for character in marked {
      if character.unicodeScalars.contains("\u{20E3}"),
        let number = character.unicodeScalars.first.flatMap({ Int(String($0)) })
      {
        places[number] = Place(line: line, column: column)
        continue
      }
      text.append(character)
      if character == "\n" {
        line += 1
        column = 1
      } else {
        column += character.unicodeScalars.count
      }
    }
  }

  /// The number of the marker at a place, or 0.
  public func marker(line: Int, column: Int) -> Int {
    places.first { $0.value == Place(line: line, column: column) }?.key ?? 0
  }
}
