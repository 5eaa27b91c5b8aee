// SPDX-License-Identifier: Apache-2.0
public import RafterQuantities

/// How a file of weights stores the elements of a tensor: in blocks of so many elements and bytes.
///
/// Scales and zero points of quantised formats lie inside the blocks, so the bits of an element are the true ones:
/// Q4_K stores 256 elements in 144 bytes, which is 4.5 bits [workloads 5.1].
public struct StoredFormat: Sendable, Hashable {
  /// Its name in the file format: `Q4_K`, `BF16`.
  public var name: String
  /// Elements of one block.
  public var blockElements: Int
  /// Bytes of one block.
  public var blockBytes: Int

  /// Creates a format.
  public init(_ name: String, blockElements: Int, blockBytes: Int) {
    self.name = name
    self.blockElements = blockElements
    self.blockBytes = blockBytes
  }

  /// Bits of one element, its share of scales and zero points included.
  public var bitsPerElement: BitCount {
    BitCount(Double(8 * blockBytes) / Double(blockElements))
  }

  /// The bytes of so many elements, the last block as a whole; nil where that overflows.
  public func exactBytes(of elements: Int) -> Int? {
    let blocks = elements / blockElements + (elements % blockElements == 0 ? 0 : 1)
    let (bytes, overflow) = blocks.multipliedReportingOverflow(by: blockBytes)
    return overflow ? nil : bytes
  }
}
