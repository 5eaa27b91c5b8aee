// SPDX-License-Identifier: Apache-2.0
import RafterQuantities
import RafterTestSupport
import Testing

@Suite struct NumberFormatTests {
  // MX blocks: 32 elements share a scale of 8 bits, 8/32 = 0.25 bits each; NVFP4: 8 bits for 16,
  // 0.5 bits each [rooflines 3.1].
  @Test func `block formats carry their share of the scale`() {
    #expect(NumberFormat.mxfp8.bitsPerElement == BitCount(8.25))
    #expect(NumberFormat.mxfp6.bitsPerElement == BitCount(6.25))
    #expect(NumberFormat.mxfp4.bitsPerElement == BitCount(4.25))
    #expect(NumberFormat.nvfp4.bitsPerElement == BitCount(4.5))
    #expect(NumberFormat.mxfp4.bytes(of: 32) == 17)  // 16 of elements, 1 of scale
    #expect(NumberFormat.nvfp4.bytes(of: 16) == 9)  // 8 of elements, 1 of scale
  }

  @Test func `a name with a width in it is that wide`() throws {
    for format in NumberFormat.allCases {
      let name = format.rawValue
      guard name.hasPrefix("int") || name.hasPrefix("uint"),
        let width = Int(name.filter(\.isNumber))
      else { continue }
      #expect(format.bitsPerElement == BitCount(width), "\(name)")
      #expect(format.family == .integer)
    }
    #expect(NumberFormat.tf32.bitsPerElement == BitCount(32))
    #expect(NumberFormat.fp8e4m3.bitsPerElement == BitCount(8))
  }

  @Test func `part of a byte is a byte`() {
    #expect(NumberFormat.int4.bytes(of: 0) == 0)
    #expect(NumberFormat.int4.bytes(of: 1) == 1)
    #expect(NumberFormat.int4.bytes(of: 2) == 1)
    #expect(NumberFormat.int4.bytes(of: 3) == 2)
    #expect(NumberFormat.int1.bytes(of: 9) == 2)
    #expect(NumberFormat.string.bytes(of: 9) == 0)
  }

  // 2^53 + 1 elements of 8 bits: a Double would round to 2^53.
  @Test func `bytes are exact beyond the reach of a Double`() {
    let count = (1 << 53) + 1
    #expect(NumberFormat.int8.bytes(of: count) == count)
    #expect(NumberFormat.fp32.bytes(of: count) == 4 * count)
    // 33 / 32 bytes each: 2^58 * 33/32 = 2^58 + 2^53, and one more element adds 33/32, so 2 bytes.
    #expect(NumberFormat.mxfp8.bytes(of: (1 << 58) + 1) == (1 << 58) + (1 << 53) + 2)
  }

  @Test func `an overflow is told`() {
    #expect(NumberFormat.int8.exactBytes(of: .max) == .max)
    #expect(NumberFormat.int4.exactBytes(of: .max) == 1 << 62)
    #expect(NumberFormat.mxfp8.exactBytes(of: .max) == nil)
    #expect(NumberFormat.fp32.exactBytes(of: 1 << 61) == nil)
    #expect(NumberFormat.fp32.exactBytes(of: (1 << 61) - 1) == .max - 3)
    #expect(NumberFormat.complex128.exactBytes(of: .max) == nil)
  }

  @Test func `bytes grow with the count and cover every bit`() {
    var random = SeededGenerator(seed: 4)
    for _ in 0..<2000 {
      let count = Int.random(in: 0..<1 << 40, using: &random)
      for format in NumberFormat.allCases {
        let bits = Double(count) * format.bitsPerElement.value
        let bytes = Double(format.bytes(of: count))
        #expect(bytes * 8 >= bits && bytes * 8 < bits + 8, "\(count) x \(format)")
      }
    }
  }
}
