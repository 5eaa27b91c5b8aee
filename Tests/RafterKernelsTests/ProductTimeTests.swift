// SPDX-License-Identifier: Apache-2.0
import RafterQuantities
import RafterTestSupport
import Testing

@testable import RafterKernels

@Suite struct ProductTimeTests {
  /// 10 multiprocessors of 10 Top/s, 1 TB/s, 1 MB of cache at 10 TB/s, 1 GHz.
  private func gpu() throws -> GPU {
    var gpu = try builtIn("nvidia-a100")
    gpu.multiprocessors = 10
    gpu.clock = Frequency(1e9)
    gpu.peaks = gpu.peaks.map { GPU.Peak(arithmetic: $0.arithmetic, rate: Throughput(100e12)) }
    gpu.memoryBandwidth = Bandwidth(1e12)
    gpu.cacheCapacity = ByteCount(1e6)
    gpu.cacheBandwidth = Bandwidth(10e12)
    return gpu
  }

  private let plain = KernelConstants.ampere.with([
    .sustainedPeak: 1, .memoryShare: 1, .waveCycles: 0, .launch: 1e-6,
  ])

  private func time(_ m: Int, _ n: Int, _ k: Int, _ constants: KernelConstants? = nil) throws
    -> KernelTime
  {
    let model = KernelModel(try gpu(), constants ?? plain)
    let product = GroupedProduct(rows: m, columns: n, depth: k, format: .bf16)
    return try #require(model.time(of: .product(product)))
  }

  @Test func `a product that fills whole waves takes its operations at the peak`() throws {
    // 1280 x 1280 is 100 tiles of 128 x 128: ten waves. 2 * 1280^2 * 10^4 op at 100 Top/s are 327.68 us; A, B and C are
    // 54.5 MB or more at 1 TB/s, read again for each wave, below that.
    let time = try time(1280, 1280, 10_000)
    #expect(abs(time.compute.value / 327.68e-6 - 1) < 1e-9)
    #expect(time.running >= time.compute)
    #expect(time.limiter == .compute)
  }

  @Test func `few rows are bound by the weights`() throws {
    // B is 4096 x 4096 x 2 B = 33.55 MB, A and C 8 KiB each: 33.57 us, and 1 us to start.
    let time = try time(1, 4096, 4096)
    #expect(abs(time.memory.value / 33.57e-6 - 1) < 1e-3)
    #expect(time.limiter == .memory)
    #expect(time.total.value > 34.57e-6)
    #expect(time.total.value < 36e-6)
  }

  @Test func `a tile more than a wave costs a part of a wave`() throws {
    // 256 x 1280 is 20 tiles of 128 x 128, two waves; one row more is 30 tiles of them or 5 x 10 of 64 x 128.
    let whole = try time(256, 1280, 100_000)
    let more = try time(257, 1280, 100_000)
    #expect(more.compute.ratio(to: whole.compute) > 1.02)
    #expect(more.compute.ratio(to: whole.compute) < 1.6)
  }

  @Test func `more of any size never takes less time, and a faster machine never more`() throws {
    var random = SeededGenerator(seed: 11)
    let slow = try gpu()
    for _ in 0..<40 {
      var sizes = (0..<3).map { _ in 1 << Int.random(in: 4...13, using: &random) }
      let model = KernelModel(slow, KernelGeneration.ampere)
      func total(_ model: KernelModel) throws -> Double {
        let product = GroupedProduct(
          rows: sizes[0], columns: sizes[1], depth: sizes[2], format: .bf16)
        return try #require(model.time(of: .product(product))).total.value
      }
      let base = try total(model)
      var fast = slow
      fast.memoryBandwidth = fast.memoryBandwidth * 1.1
      #expect(try total(KernelModel(fast, KernelGeneration.ampere)) <= base)
      fast.peaks = fast.peaks.map {
        GPU.Peak(arithmetic: $0.arithmetic, rate: $0.rate * 1.1)
      }
      // Ten per cent on both moves the running part by about ten.
      #expect(try total(KernelModel(fast, KernelGeneration.ampere)) < base)
      sizes[0] *= 2
      #expect(try total(model) >= base * 0.999)
    }
  }

  @Test func `the time is never below either roof`() throws {
    var random = SeededGenerator(seed: 5)
    let gpu = try builtIn("nvidia-h100-sxm")
    for _ in 0..<60 {
      let product = GroupedProduct(
        rows: Int.random(in: 1...5000, using: &random),
        columns: Int.random(in: 1...9000, using: &random),
        depth: Int.random(in: 1...9000, using: &random), format: .bf16)
      let time = try #require(KernelModel(gpu, KernelGeneration.hopper).time(of: .product(product)))
      let peak = try #require(gpu.peak(.bf16))
      #expect(time.total >= product.operations / peak)
      #expect(time.total >= product.bytes / gpu.memoryPeak)
    }
  }

  @Test func `a format that the machine lacks has no time`() throws {
    let product = GroupedProduct(rows: 1, columns: 8, depth: 8, format: .fp8)
    #expect(
      KernelModel(try builtIn("nvidia-a100"), KernelGeneration.ampere).time(of: .product(product))
        == nil)
  }

  @Test func `the power limit holds long work`() throws {
    // 1000^3 in 16 bits: 2e9 op at 1 pJ and 6 MB at 100 pJ are 2.6 mJ; 500 W left take 5.2 us.
    let limit = PowerLimit(
      cap: Power(600), staticPower: Power(100), energyPerOperation: EnergyPerOperation(1e-12),
      energyPerByte: EnergyPerByte(100e-12))
    let time = limit.time(
      operations: Operations(2e9), operandBits: BitCount(16), bytes: ByteCount(6e6))
    #expect(abs(time.value / 5.2e-6 - 1) < 1e-9)
    // Half the bits, half the energy of operations: 1.6 mJ.
    let narrow = limit.time(
      operations: Operations(2e9), operandBits: BitCount(8), bytes: ByteCount(6e6))
    #expect(abs(narrow.value / 3.2e-6 - 1) < 1e-9)
  }
}
