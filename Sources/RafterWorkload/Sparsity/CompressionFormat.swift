// SPDX-License-Identifier: Apache-2.0
public import RafterQuantities

/// How a tensor is stored without its zeros.
public enum CompressionFormat: Sendable, Hashable {
  /// One bit for every element says whether it is there.
  case bitmask
  /// With each element the number of zeros before it.
  case runLength(RunLengthCoding)
  /// With each element its index along every axis of these extents.
  case coordinate(extents: [Int])
  /// `kept` slots for every group, each with the place of its element in the group.
  case structured(GroupStructure)
}

/// Bits of a stored tensor.
public struct StoredSize: Sendable, Hashable {
  /// Elements.
  public var data: BitCount
  /// What says where they lie, with what fills up words.
  public var metadata: BitCount

  /// Creates a size.
  public init(data: BitCount, metadata: BitCount) {
    self.data = data
    self.metadata = metadata
  }

  /// Both.
  public var total: BitCount { data + metadata }
}

extension CompressionFormat {
  /// The exact size of a tensor.
  ///
  /// - Returns: nil where the tensor does not keep to the structure, and so cannot be stored so.
  public func size(of mask: ZeroMask, element: BitCount) -> StoredSize? {
    let (all, nonZeros) = (mask.isNonZero.count, mask.nonZeros)
    switch self {
    case .runLength(let coding):
      return coding.size(nonZeros: nonZeros, fillers: coding.fillers(in: mask), element: element)
    case .structured(let structure) where !mask.keeps(to: structure): return nil
    case .bitmask, .coordinate, .structured:
      return fixedSize(elements: all, nonZeros: nonZeros, element: element)
    }
  }

  /// The mean size over all ways in which `nonZeros` non-zeros can lie among `elements`.
  ///
  /// Only the run-length code depends on the way they lie; its words count as if they were filled.
  public func expectedSize(elements: Int, nonZeros: Int, element: BitCount) -> StoredSize {
    guard case .runLength(let coding) = self else {
      return fixedSize(elements: elements, nonZeros: nonZeros, element: element)
    }
    return coding.expectedSize(elements: elements, nonZeros: nonZeros, element: element)
  }

  /// The size in the worst way in which `nonZeros` non-zeros can lie among `elements`.
  public func greatestSize(elements: Int, nonZeros: Int, element: BitCount) -> StoredSize {
    guard case .runLength(let coding) = self else {
      return fixedSize(elements: elements, nonZeros: nonZeros, element: element)
    }
    // All zeros before one element: no other way needs more fillers.
    let fillers = nonZeros > 0 ? (elements - nonZeros) / coding.reach : 0
    return coding.size(nonZeros: nonZeros, fillers: fillers, element: element)
  }

  private func fixedSize(elements: Int, nonZeros: Int, element: BitCount) -> StoredSize {
    switch self {
    case .bitmask:
      StoredSize(data: element * Double(nonZeros), metadata: BitCount(elements))
    case .coordinate(let extents):
      StoredSize(
        data: element * Double(nonZeros),
        metadata: extents.reduce(BitCount.zero) { $0 + Self.indexBits(below: $1) }
          * Double(nonZeros))
    case .structured(let structure):
      Self.structuredSize(structure, elements: elements, element: element)
    case .runLength(let coding):
      coding.size(nonZeros: nonZeros, fillers: 0, element: element)
    }
  }

  /// Slots are there whether they are used or not; a last group that is cut has no more than it has elements.
  private static func structuredSize(
    _ structure: GroupStructure, elements: Int, element: BitCount
  ) -> StoredSize {
    let (whole, rest) = elements.quotientAndRemainder(dividingBy: structure.group)
    let slots = Double(whole * structure.kept + min(rest, structure.kept))
    let place =
      structure.kept == structure.group ? BitCount.zero : indexBits(below: structure.group)
    return StoredSize(data: element * slots, metadata: place * slots)
  }

  /// Bits that tell one of `count` from the others.
  static func indexBits(below count: Int) -> BitCount {
    count <= 1 ? .zero : BitCount(Int.bitWidth - (count - 1).leadingZeroBitCount)
  }
}
