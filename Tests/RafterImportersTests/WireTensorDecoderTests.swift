// SPDX-License-Identifier: Apache-2.0
import RafterImporters
import RafterQuantities
import RafterTestSupport
import Testing

@Suite struct WireTensorDecoderTests {
  private func values(_ bytes: [UInt8]) throws -> TensorValues? {
    let file = FileBytes(bytes)
    let model = try ONNXReader.read(file, source: "m.onnx")
    return TensorDecoder.values(of: model.graph.initializers[0], in: file)
  }

  private func raw(_ type: Int, _ dims: [Int], _ bytes: [UInt8]) throws -> TensorValues? {
    try values(ONNXBuilder.model { $0.initializer("t", dims, type: type, raw: bytes) })
  }

  private func typed(_ type: Int, _ dims: [Int], _ fill: (inout ProtoWriter) -> Void) throws
    -> TensorValues?
  {
    var tensor = ProtoWriter()
    for dim in dims { tensor.int(1, dim) }
    tensor.int(2, type)
    fill(&tensor)
    return try values(ONNXBuilder.model { $0.field(5, tensor.bytes) })
  }

  @Test func `integers are exact to the ends of their range`() throws {
    #expect(
      try typed(7, [3]) { $0.packed(7, [.min, -1, .max]) } == .ints([.min, -1, .max]))
    #expect(try raw(7, [1], [0, 0, 0, 0, 0, 0, 0, 0x80]) == .ints([.min]))
    #expect(try raw(6, [2], [0xff, 0xff, 0xff, 0xff, 1, 0, 0, 0]) == .ints([-1, 1]))
    #expect(try raw(12, [1], [0xff, 0xff, 0xff, 0xff]) == .ints([4_294_967_295]))
    #expect(try raw(5, [1], [0x00, 0x80]) == .ints([-32768]))
    #expect(try raw(3, [2], [0x80, 0x7f]) == .ints([-128, 127]))
    #expect(try raw(2, [2], [0x80, 0xff]) == .ints([128, 255]))
    #expect(try raw(9, [3], [0, 1, 2]) == .ints([0, 1, 1]))
  }

  @Test func `an unsigned number beyond the largest Int has no values`() throws {
    #expect(try raw(13, [1], [UInt8](repeating: 0xff, count: 8)) == nil)
    #expect(try raw(13, [1], [0xff, 0, 0, 0, 0, 0, 0, 0]) == .ints([255]))
  }

  /// Negative entries of int32_data travel as ten bytes.
  @Test func `small integers lie in the low bits of int32 entries`() throws {
    #expect(try typed(3, [2]) { $0.packed(5, [-3, 5]) } == .ints([-3, 5]))
    #expect(try typed(6, [2]) { $0.packed(5, [-70000, 5]) } == .ints([-70000, 5]))
    #expect(try typed(9, [2]) { $0.packed(5, [1, 0]) } == .ints([1, 0]))
  }

  /// 0xF3: the first element is the low half, 3; the second, 15, is -1 as a signed number of four bits.
  @Test func `elements of less than a byte come from the low bits up`() throws {
    #expect(try raw(21, [3], [0xf3, 0x08]) == .ints([3, 15, 8]))
    #expect(try raw(22, [3], [0xf3, 0x08]) == .ints([3, -1, -8]))
    #expect(try typed(22, [3]) { $0.packed(5, [0xf3, 0x08]) } == .ints([3, -1, -8]))
    // 0b11_10_01_00: 0, 1, 2, 3 from the low bits, or 0, 1, -2, -1 with a sign.
    #expect(try raw(25, [4], [0b1110_0100]) == .ints([0, 1, 2, 3]))
    #expect(try raw(26, [4], [0b1110_0100]) == .ints([0, 1, -2, -1]))
  }

  /// fp32 1.5 = 0x3FC00000; fp64 -2 = 0xC000000000000000.
  @Test func `floats of the usual widths`() throws {
    #expect(try raw(1, [1], [0, 0, 0xc0, 0x3f]) == .floats([1.5]))
    #expect(try raw(11, [1], [0, 0, 0, 0, 0, 0, 0, 0xc0]) == .floats([-2]))
    #expect(
      try values(ONNXBuilder.model { $0.initializer("t", floats: [0.5, -4]) })
        == .floats([0.5, -4]))
  }

  /// fp16: 0x3C00 = 2^(15-15); 0xC100 = -(1 + 256/1024) 2^(16-15) = -2.5; 0x0001 = 2^-24; 0x7BFF = 65504.
  @Test func `half precision, with subnormals and infinity`() throws {
    let bytes: [UInt8] = [0x00, 0x3c, 0x00, 0xc1, 0x01, 0x00, 0xff, 0x7b, 0x00, 0xfc]
    #expect(
      try raw(10, [5], bytes) == .floats([1, -2.5, 0x1p-24, 65504, -.infinity]))
    #expect(try typed(10, [1]) { $0.packed(5, [0xc100]) } == .floats([-2.5]))
  }

  /// bf16 is the upper half of fp32: 0x3F80 = 1, 0xC020 = -2.5.
  @Test func `bfloat16`() throws {
    #expect(try raw(16, [2], [0x80, 0x3f, 0x20, 0xc0]) == .floats([1, -2.5]))
  }

  /// E4M3 has bias 7 and 448 as its largest number (0x7E); FNUZ has bias 8 and 240 (0x7F).
  ///
  /// E5M2 has bias 15 and 57344 (0x7B); FNUZ has bias 16 and 57344 (0x7F).
  @Test func `the four kinds of eight bits`() throws {
    #expect(try raw(17, [3], [0x38, 0x7e, 0x01]) == .floats([1, 448, 0x1p-9]))
    #expect(try raw(18, [2], [0x40, 0x7f]) == .floats([1, 240]))
    #expect(try raw(19, [3], [0x3c, 0x7b, 0x7c]) == .floats([1, 57344, .infinity]))
    #expect(try raw(20, [2], [0x40, 0x7f]) == .floats([1, 57344]))
    guard case .floats(let odd) = try raw(17, [1], [0x7f]) else {
      Issue.record("no value")
      return
    }
    #expect(odd[0].isNaN)
  }

  /// E2M1 counts 0, 0.5, 1, 1.5, 2, 3, 4, 6; an E8M0 scale of 127 is 1 (OCP MX specification 1.0).
  @Test func `elements and scales of the MX formats`() throws {
    #expect(
      try raw(23, [8], [0x10, 0x32, 0x54, 0x76]) == .floats([0, 0.5, 1, 1.5, 2, 3, 4, 6]))
    #expect(try raw(24, [2], [127, 130]) == .floats([1, 8]))
    // E2M3: 0x3F is 2^(3-1) (1 + 7/8) = 7.5. E3M2: 0x1F is 2^(7-3) (1 + 3/4) = 28.
    // Six bits each, from the low end: 0x3F, 0x08 (1.0 in E2M3) give 3F, 02.
    #expect(try raw(27, [2], [0x3f, 0x02]) == .floats([-7.5, 1]))
    #expect(try raw(28, [1], [0x1f]) == .floats([28]))
  }

  @Test func `text`() throws {
    let values = try typed(8, [2]) {
      $0.text(6, "a")
      $0.text(6, "bc")
    }
    #expect(values == .strings(["a", "bc"]))
  }

  @Test func `entries written one by one count as packed ones`() throws {
    let values = try typed(7, [3]) {
      $0.int(7, 1)
      $0.int(7, -300)
      $0.packed(7, [5])
    }
    #expect(values == .ints([1, -300, 5]))
    let floats = try typed(1, [2]) {
      $0.float(4, 1.5)
      $0.float(4, -2)
    }
    #expect(floats == .floats([1.5, -2]))
  }

  @Test func `scalars have one value and empty tensors none`() throws {
    #expect(try typed(7, []) { $0.packed(7, [9]) } == .ints([9]))
    #expect(try typed(7, [0]) { _ in } == .ints([]))
    #expect(try typed(1, [2, 0]) { _ in } == .floats([]))
  }

  @Test func `what is absent, too short, too long or complex has no values`() throws {
    #expect(try values(ONNXBuilder.model { $0.initializer("t", [2]) }) == nil)
    #expect(try raw(1, [2], [0, 0, 0, 0, 0, 0, 0]) == nil)
    #expect(try typed(7, [3]) { $0.packed(7, [1, 2]) } == nil)
    #expect(try typed(7, [2]) { _ in } == nil)
    #expect(try raw(2, [4097], [UInt8](repeating: 0, count: 4097)) == nil)
    #expect(try raw(2, [4096], [UInt8](repeating: 0, count: 4096))?.count == 4096)
    #expect(try raw(14, [1], [UInt8](repeating: 0, count: 8)) == nil)
    #expect(try raw(7, [.max, .max], [0]) == nil)
    #expect(try raw(7, [-1], [0]) == nil)
  }

  /// The numbers of TensorProto.DataType, and the bits of each.
  @Test func `every data type has a format of its width`() {
    let bits: [Double] = [
      32, 8, 8, 16, 16, 32, 64, 0, 8, 16, 64, 32, 64, 64, 128, 16, 8, 8, 8, 8, 4, 4, 4, 8, 2, 2, 6,
      6,
    ]
    for (index, expected) in bits.enumerated() {
      #expect(NumberFormat(onnxDataType: index + 1)?.bitsPerElement == BitCount(expected))
    }
    #expect(NumberFormat(onnxDataType: 0) == nil)
    #expect(NumberFormat(onnxDataType: 29) == nil)
  }
}
