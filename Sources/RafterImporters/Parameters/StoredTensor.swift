// SPDX-License-Identifier: Apache-2.0
public import RafterQuantities

/// A tensor of weights as a file stores it.
public struct StoredTensor: Sendable, Hashable {
  /// Its name in the file.
  public var name: String
  /// Its sides, outermost first, whatever order the file has them in.
  public var shape: [Int]
  /// How its elements are stored.
  public var format: StoredFormat
  /// Its elements: for weights packed several into one integer those that are packed.
  public var elements: Int
  /// Bytes it takes in the file, those of scales and zero points in tensors of their own included.
  public var bytes: Int
  /// The part of the network it belongs to.
  public var part: TensorPart
  /// Which of the files holds it.
  public var file: Int
  /// The byte of that file at which its data begin.
  public var offset: Int

  /// Creates a tensor.
  public init(
    name: String, shape: [Int], format: StoredFormat, elements: Int, bytes: Int, part: TensorPart,
    file: Int = 0, offset: Int = 0
  ) {
    self.name = name
    self.shape = shape
    self.format = format
    self.elements = elements
    self.bytes = bytes
    self.part = part
    self.file = file
    self.offset = offset
  }

  /// Bits for each element; nil where it has none.
  public var bitsPerElement: BitCount? {
    elements > 0 ? BitCount(8 * Double(bytes) / Double(elements)) : nil
  }
}
