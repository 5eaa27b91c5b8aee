// SPDX-License-Identifier: Apache-2.0

/// Numbers in storage of its own, as many as it was made with.
///
/// Reading one element of an inline array of a borrowed value copies the array; this reads what is asked for, and writes
/// without asking whether anybody else holds it. Builds for debugging check places, others do not.
struct FlatTable<Element: BitwiseCopyable>: ~Copyable {
  private let storage: UnsafeMutableBufferPointer<Element>

  /// The same element so many times.
  init(_ count: Int, of element: Element) {
    storage = .allocate(capacity: count)
    storage.initialize(repeating: element)
  }

  deinit { storage.deallocate() }

  subscript(_ place: Int) -> Element {
    @inline(__always) get { storage[place] }
    @inline(__always) set { storage[place] = newValue }
  }

  /// The same elements, to go on with.
  func copy() -> FlatTable {
    let copy = UnsafeMutableBufferPointer<Element>.allocate(capacity: storage.count)
    _ = copy.initialize(fromContentsOf: storage)
    return FlatTable(copy)
  }

  private init(_ storage: UnsafeMutableBufferPointer<Element>) { self.storage = storage }
}

/// The larger of two numbers: in one instruction, as `max` is not, for which it matters which of two zeros it is.
@inline(__always)
func larger(_ a: Double, _ b: Double) -> Double { a > b ? a : b }
