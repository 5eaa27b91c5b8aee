// SPDX-License-Identifier: Apache-2.0

/// The tile sizes that a search considers for a range.
enum TileCandidates {
  /// `ceil(length / n)` for every n, and the same in multiples of what will be unrolled further in, largest first.
  ///
  /// Other sizes give as many tiles as one of these, with no less in each.
  static func sizes(of length: Int, unit: Int) -> [Int] {
    var sizes = ceilings(length)
    if unit > 1, unit < length {
      for count in ceilings((length + unit - 1) / unit) { sizes.append(min(length, count * unit)) }
      sizes.sort(by: >)
      var last = 0
      sizes.removeAll { size in
        defer { last = size }
        return size == last
      }
    }
    return sizes
  }

  /// The distinct `ceil(length / n)`, largest first.
  static func ceilings(_ length: Int) -> [Int] {
    var sizes: [Int] = []
    // About as many as numbers up to the root on either side of it.
    sizes.reserveCapacity(2 * Int(Double(length).squareRoot()) + 1)
    var size = length
    while size > 1 {
      sizes.append(size)
      // The least n that gives a smaller tile.
      let n = (length - 1) / (size - 1) + 1
      size = (length + n - 1) / n
    }
    sizes.append(1)
    return sizes
  }

  /// At most `count` of the sizes: the ends, and those nearest to even steps between.
  static func thin(_ sizes: [Int], to count: Int) -> [Int] {
    guard sizes.count > count, count > 1 else { return sizes }
    return (0..<count).map { sizes[$0 * (sizes.count - 1) / (count - 1)] }
  }

  /// `count` neighbours of a size, and where `ends` are asked for the largest and the smallest.
  static func near(_ size: Int, of sizes: [Int], count: Int, ends: Bool = true) -> [Int] {
    let middle = sizes.firstIndex { $0 <= size } ?? 0
    let first = max(0, min(middle - count / 2, sizes.count - count))
    let last = min(sizes.count, first + count)
    guard ends else { return Array(sizes[first..<last]) }
    return (first > 0 ? [sizes[0]] : []) + sizes[first..<last]
      + (last < sizes.count ? [sizes[sizes.count - 1]] : [])
  }
}
