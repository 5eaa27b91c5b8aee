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
