// SPDX-License-Identifier: Apache-2.0

/// Lists of different lengths, one behind the other in one table.
struct Groups<Element: Sendable>: Sendable {
  private let elements: [Element]
  /// Where each list starts, and where the last one ends.
  private let starts: [Int]

  init(_ lists: [[Element]]) {
    elements = Array(lists.joined())
    starts = lists.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1.count) }
  }

  /// How many lists there are.
  var count: Int { starts.count - 1 }

  /// Where the elements of a list are.
  @inline(__always)
  func places(_ list: Int) -> Range<Int> { starts[list]..<starts[list + 1] }

  /// The element at a place.
  @inline(__always)
  subscript(_ place: Int) -> Element { elements[place] }
}
