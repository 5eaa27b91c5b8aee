// SPDX-License-Identifier: Apache-2.0

/// The numbers of a small tensor, in row-major order.
package enum TensorValues: Sendable, Hashable {
  /// Exact integers; truth values are 0 and 1.
  case ints([Int])
  case floats([Double])
  case strings([String])

  /// How many there are.
  package var count: Int {
    switch self {
    case .ints(let values): values.count
    case .floats(let values): values.count
    case .strings(let values): values.count
    }
  }
}

/// Decodes the payloads of small tensors, the only ones whose values a graph's shapes depend on.
package enum TensorDecoder {
  /// The most elements that are decoded.
  package static let elementLimit = 4096

  /// The values of a tensor; nil where it has more than ``elementLimit`` elements, where its numbers are not in the
  /// file or are fewer than its shape says, or where they are of no type that we decode (complex).
  package static func values(of tensor: ONNXTensor, in file: FileBytes) -> TensorValues? {
    guard let count = tensor.elements, count <= elementLimit else { return nil }
    return file.withUnsafeBytes { bytes in
      switch tensor.payload {
      case .raw(let range): raw(range, of: tensor, count: count, in: bytes)
      case .packed(let field, let ranges):
        typed(ranges, field: field, of: tensor, count: count, in: bytes)
      // An empty tensor needs no payload.
      case .none: count == 0 ? empty(tensor.dataType) : nil
      case .external: nil
      }
    }
  }

  private static func empty(_ dataType: Int) -> TensorValues? {
    if dataType == 8 { return .strings([]) }
    return ElementCode(dataType: dataType).map { $0.isInteger ? .ints([]) : .floats([]) }
  }

  private static func raw(
    _ range: Range<Int>, of tensor: ONNXTensor, count: Int, in bytes: UnsafeRawBufferPointer
  ) -> TensorValues? {
    guard let code = ElementCode(dataType: tensor.dataType) else { return nil }
    let needed = (count * code.bits + 7) / 8
    guard range.count >= needed else { return nil }
    var patterns: [UInt64] = []
    patterns.reserveCapacity(count)
    for index in 0..<count {
      let bit = index * code.bits
      let first = range.lowerBound + bit / 8
      let last = range.lowerBound + (bit + code.bits - 1) / 8
      var pattern: UInt64 = 0
      for byte in first...last { pattern |= UInt64(bytes[byte]) << UInt64(8 * (byte - first)) }
      // Elements of less than a byte lie one after the other, the first in the low bits.
      if code.bits < 8 { pattern = (pattern >> UInt64(bit % 8)) & ((1 << UInt64(code.bits)) - 1) }
      patterns.append(pattern)
    }
    return code.values(patterns)
  }

  private static func typed(
    _ ranges: [Range<Int>], field: Int, of tensor: ONNXTensor, count: Int,
    in bytes: UnsafeRawBufferPointer
  ) -> TensorValues? {
    if tensor.dataType == 8, field == 6 {
      guard ranges.count >= count else { return nil }
      return .strings(
        ranges.prefix(count).map {
          String(decoding: UnsafeRawBufferPointer(rebasing: bytes[$0]), as: UTF8.self)
        })
    }
    guard let code = ElementCode(dataType: tensor.dataType), code.field == field else { return nil }
    // An entry of int32_data holds a byte of elements where these are smaller.
    let perEntry = code.bits < 8 ? 8 / code.bits : 1
    var patterns: [UInt64] = []
    patterns.reserveCapacity(count)
    func add(_ entry: UInt64) {
      for part in 0..<perEntry where patterns.count < count {
        let shifted = entry >> UInt64(part * code.bits)
        patterns.append(code.bits < 64 ? shifted & ((1 << UInt64(code.bits)) - 1) : shifted)
      }
    }
    for range in ranges {
      if code.isFixedWidth {
        let width = code.bits / 8
        guard range.count.isMultiple(of: width) else { return nil }
        for start in stride(from: range.lowerBound, to: range.upperBound, by: width) {
          guard patterns.count < count else { break }
          var entry: UInt64 = 0
          for step in 0..<width { entry |= UInt64(bytes[start + step]) << UInt64(8 * step) }
          add(entry)
        }
      } else {
        var entries = WireFields(bytes, range)
        while !entries.isAtEnd, patterns.count < count {
          guard let entry = try? entries.varint() else { return nil }
          add(entry)
        }
      }
    }
    return patterns.count == count ? code.values(patterns) : nil
  }
}

extension ONNXTensor {
  /// The product of its sides; nil where a side is negative or the product overflows.
  package var elements: Int? {
    guard dims.allSatisfy({ $0 >= 0 }) else { return nil }
    // A zero makes the product zero, even where the other sides would overflow it.
    guard !dims.contains(0) else { return 0 }
    var product = 1
    for side in dims {
      let (next, overflow) = product.multipliedReportingOverflow(by: side)
      guard !overflow else { return nil }
      product = next
    }
    return product
  }
}
