// SPDX-License-Identifier: Apache-2.0
#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Finds weights that a file holds twice: exporters write a shared matrix once for each use, as it is or transposed (the
/// embedding and the head of a language model).
///
/// Sizes are compared first, then a few numbers, and only where these agree all of them, so that a model without such
/// pairs pays for little more than its list of tensors.
struct TiedWeights {
  /// How a tensor holds the numbers of an earlier one.
  enum Layout: Sendable, Hashable {
    case same, transposed
  }

  /// A tensor that holds the numbers of an earlier one.
  struct Pair: Sendable, Hashable {
    /// The place of the later tensor.
    var copy: Int
    /// The place of the first one.
    var original: Int
    var layout: Layout
  }

  /// Smaller tensors are often alike by chance: biases that were never trained, tables of positions.
  static let smallest = 1 << 16

  private struct Key: Hashable {
    var type: Int
    var bytes: Int
    var sides: [Int]
  }

  private let tensors: [ONNXTensor]
  private let bytes: UnsafeRawBufferPointer

  /// The pairs among some tensors, in the order of the later ones.
  static func pairs(of tensors: [ONNXTensor], in file: FileBytes) -> [Pair] {
    file.withUnsafeBytes { TiedWeights(tensors: tensors, bytes: $0).pairs }
  }

  private var pairs: [Pair] {
    var first: [Key: [Int]] = [:]
    var found: [Pair] = []
    for place in tensors.indices {
      guard tensors[place].elements ?? 0 >= Self.smallest, let data = numbers(of: tensors[place])
      else { continue }
      let key = Key(
        type: tensors[place].dataType, bytes: data.count, sides: tensors[place].dims.sorted())
      let pair = first[key]?.lazy.compactMap { original in
        layout(of: place, like: original).map {
          Pair(copy: place, original: original, layout: $0)
        }
      }.first
      if let pair {
        found.append(pair)
      } else {
        first[key, default: []].append(place)
      }
    }
    return found
  }

  /// Where a tensor's numbers lie one behind the other in the file; the place of external ones stands for them.
  private func numbers(of tensor: ONNXTensor) -> Range<Int>? {
    switch tensor.payload {
    case .raw(let range): return range
    case .packed(4, let ranges) where ranges.count == 1: return ranges[0]
    case .external(let data):
      return data.length.flatMap { $0 >= 0 && $0 < Int.max - 1 ? 0..<$0 : nil }
    case .packed, .none: return nil
    }
  }

  private func layout(of place: Int, like other: Int) -> Layout? {
    let (a, b) = (tensors[other], tensors[place])
    if case .external(let first) = a.payload {
      guard case .external(let second) = b.payload else { return nil }
      return a.dims == b.dims && first == second ? .same : nil
    }
    if case .external = b.payload { return nil }
    guard let left = numbers(of: a), let right = numbers(of: b) else { return nil }
    let count = a.elements ?? 0
    let width = count > 0 ? left.count / count : 0
    // Elements of less than a byte are compared as they lie only.
    if a.dims == b.dims {
      return isEqual(left, right) && !isFilled(left, width: max(width, 1)) ? .same : nil
    }
    guard a.dims.count == 2, b.dims.count == 2, a.dims[0] == b.dims[1], width > 0,
      width * count == left.count
    else { return nil }
    return isTransposed(left, right, rows: a.dims[0], columns: a.dims[1], width: width)
      && !isFilled(left, width: width) ? .transposed : nil
  }

  private func isEqual(_ a: Range<Int>, _ b: Range<Int>) -> Bool {
    // The first numbers tell nearly all unlike tensors apart.
    let head = min(64, a.count)
    return bytes[a].prefix(head).elementsEqual(bytes[b].prefix(head))
      && compare(a.lowerBound, b.lowerBound, count: a.count)
  }

  private func compare(_ a: Int, _ b: Int, count: Int) -> Bool {
    guard let base = bytes.baseAddress else { return count == 0 }
    return memcmp(base + a, base + b, count) == 0
  }

  /// Whether all numbers looked at, spread over the tensor, are the same one: such weights were never trained, and are
  /// alike for no other reason.
  private func isFilled(_ range: Range<Int>, width: Int) -> Bool {
    let count = range.count / width
    let step = max(count / 64, 1)
    return stride(from: 0, to: count, by: step).allSatisfy {
      compare(range.lowerBound, range.lowerBound + $0 * width, count: width)
    }
  }

  /// Whether `b[c, r]` is `a[r, c]` for all elements: first at a few places, then in tiles that stay in the cache.
  private func isTransposed(
    _ a: Range<Int>, _ b: Range<Int>, rows: Int, columns: Int, width: Int
  ) -> Bool {
    func agrees(_ row: Int, _ column: Int) -> Bool {
      compare(
        a.lowerBound + (row * columns + column) * width,
        b.lowerBound + (column * rows + row) * width, count: width)
    }
    for probe in 0..<64 where !agrees(probe * 7919 % rows, probe * 104_729 % columns) {
      return false
    }
    switch width {
    case 1: return matches(a, b, rows, columns, as: UInt8.self)
    case 2: return matches(a, b, rows, columns, as: UInt16.self)
    case 4: return matches(a, b, rows, columns, as: UInt32.self)
    case 8: return matches(a, b, rows, columns, as: UInt64.self)
    default: return false
    }
  }

  /// Compares all elements, in tiles that stay in the cache.
  private func matches<Pattern: FixedWidthInteger>(
    _ a: Range<Int>, _ b: Range<Int>, _ rows: Int, _ columns: Int, as type: Pattern.Type
  ) -> Bool {
    guard let base = bytes.baseAddress else { return false }
    let (left, right) = (base + a.lowerBound, base + b.lowerBound)
    let (width, tile) = (MemoryLayout<Pattern>.size, 64)
    for top in stride(from: 0, to: rows, by: tile) {
      for side in stride(from: 0, to: columns, by: tile) {
        var differs: Pattern = 0
        for row in top..<min(top + tile, rows) {
          for column in side..<min(side + tile, columns) {
            let here = left.loadUnaligned(
              fromByteOffset: (row &* columns &+ column) &* width, as: Pattern.self)
            let there = right.loadUnaligned(
              fromByteOffset: (column &* rows &+ row) &* width, as: Pattern.self)
            differs |= here ^ there
          }
        }
        if differs != 0 { return false }
      }
    }
    return true
  }
}
