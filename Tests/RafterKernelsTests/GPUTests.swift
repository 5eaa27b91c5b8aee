// SPDX-License-Identifier: Apache-2.0
import RafterHardware
import RafterKernels
import RafterLibrary
import RafterQuantities
import Testing

@Suite struct GPUTests {
  @Test func `the facts of an H100 come from its file`() throws {
    let gpu = try builtIn("nvidia-h100-sxm")
    #expect(gpu.multiprocessors == 132)
    #expect(gpu.cacheCapacity == ByteCount(50 * 1_048_576))
    // 132 x 4 x 512 multipliers at 1.83 GHz, two operations each.
    let wide = try #require(gpu.peak(.bf16))
    let narrow = try #require(gpu.peak(.fp8))
    #expect(abs(wide.value / 989.4e12 - 1) < 0.001)
    #expect(narrow.ratio(to: wide) == 2)
    #expect(gpu.powerCap == Power(700))
  }

  /// Tensor memory and operands lie between the partitions and the multipliers of a B200: neither is a multiprocessor's own.
  @Test(arguments: [
    ("nvidia-b200-sxm", 148, 126.0, 2250e12), ("nvidia-gb300", 160, 126, 2500e12),
    ("nvidia-a100", 108, 40, 312e12), ("nvidia-jetson-orin-nano", 8, 2, 0),
    ("amd-mi300x", 304, 32, 1307e12),
  ]) func `multiprocessors and cache are counted around the partitions`(
    _ name: String, _ multiprocessors: Int, _ mebibytes: Double, _ peak: Double
  ) throws {
    let gpu = try builtIn(name)
    #expect(gpu.multiprocessors == multiprocessors)
    #expect(gpu.cacheCapacity == ByteCount(mebibytes * 1_048_576))
    if peak > 0 { #expect(abs(try #require(gpu.peak(.fp16)).value / peak - 1) < 0.01) }
  }

  @Test func `formats of four bits are those of the machine`() throws {
    let gpu = try builtIn("nvidia-gb300")
    // 15 Pop/s of 4 bits to 2.5 of 16; an H100 has none.
    #expect(try #require(gpu.peak(.nvfp4)).ratio(to: try #require(gpu.peak(.bf16))) == 6)
    #expect(gpu.peak(.mxfp4ByMXFP8) == gpu.peak(.mxfp8))
    #expect(try builtIn("nvidia-h100-sxm").peak(.nvfp4) == nil)
  }

  @Test func `an array of cells is no GPU`() throws {
    #expect(throws: (any Error).self) { try builtIn("jia-2020") }
  }
}

/// The facts of a built-in machine.
func builtIn(_ name: String) throws -> GPU {
  let file = try #require(BuiltIn.file(name, kind: .accelerator))
  let (machine, _) = try AcceleratorReader.read(
    text: String(decoding: file.bytes, as: UTF8.self), file: name)
  return try GPU(machine)
}
