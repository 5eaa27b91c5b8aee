// SPDX-License-Identifier: Apache-2.0
import RafterQuantities
import RafterRoofline
import Testing

/// The chain of bounds by hand [rooflines 3.4].
@Suite struct ChainOfBoundsTests {
  /// Peak 4 s, format 8 s, sustained 10 s, half of the array 20 s, vector 12 s; sram 5, 15, 25 s; dram
  /// 22, 30, 40 s.
  private var times = LayerTimes(
    peak: Seconds(4), format: Seconds(8), sustainedFormat: Seconds(10), spatial: Seconds(20),
    vector: Seconds(12),
    levels: [
      LevelTimes(
        name: "sram", compulsory: Seconds(5), attainable: Seconds(15), mapped: Seconds(25),
        isOverlapped: true),
      LevelTimes(
        name: "dram", compulsory: Seconds(22), attainable: Seconds(30), mapped: Seconds(40),
        isOverlapped: true,
        ports: [
          .init(name: "read", time: Seconds(40)), .init(name: "write", time: Seconds(8)),
        ]),
    ], fill: Seconds(1), load: Seconds(2), offload: Seconds(3), launch: Seconds(4))

  private func text(_ chain: ChainOfBounds) -> [String] {
    chain.entries.map { "\($0.step.term) \(Format.fixed($0.seconds.value, decimals: 0))" }
  }

  @Test func `bounds rise to the mapped traffic, then start-up adds`() {
    #expect(
      text(ChainOfBounds(times)) == [
        "peak 4", "format 8", "sustained 10", "spatial 20", "vector 20", "compulsory:sram 20",
        "compulsory:dram 22", "attainable:sram 22", "attainable:dram 30", "mapped:sram 30",
        "mapped:dram 40", "non-overlap 40", "fill 41", "load 43", "offload 46", "launch 50",
      ])
  }

  @Test func `each factor is the bound before over the bound after`() {
    let chain = ChainOfBounds(times)
    #expect(
      chain.entries.prefix(7).map(\.factor) == [1, 0.5, 0.8, 0.5, 1, 1, 20 / 22.0])
    #expect(chain.attainedShare == 0.08)
    #expect(chain.spatialUtilization == 0.5)
    // Fill, load, offload and launch.
    #expect(chain.overhead == Seconds(10))
  }

  @Test func `a level that does not overlap adds to the greatest of the others`() {
    var apart = times
    apart.levels[0].isOverlapped = false
    // max(20, 12, 40) + 25
    #expect(ChainOfBounds(apart).seconds(after: .nonOverlap) == Seconds(65))
    apart.levels[1].isOverlapped = false
    // max(20, 12) + 25 + 40
    let chain = ChainOfBounds(apart)
    #expect(chain.seconds(after: .nonOverlap) == Seconds(85))
    #expect(chain.overhead == Seconds(85 - 40 + 10))
  }

  @Test func `links that say nothing are left out`() {
    var plain = times
    plain.sustainedFormat = plain.format
    plain.vector = .zero
    let steps = ChainOfBounds(plain).entries.map(\.step)
    #expect(!steps.contains(.sustained) && !steps.contains(.vector) && !steps.contains(.powerCap))
  }

  @Test func `a power cap stretches the layer before its start-up`() {
    var capped = times
    capped.powerCap = Seconds(60)
    let chain = ChainOfBounds(capped)
    #expect(chain.seconds(after: .powerCap) == Seconds(60))
    #expect(chain.end == Seconds(70))
    #expect(chain.overhead == Seconds(10))
  }

  @Test func `occupancies do not depend on the order of the chain`() {
    let found = ChainOfBounds(times).occupancies.map { "\($0.resource.term) \($0.share)" }
    #expect(
      found == [
        "array 0.4", "vector 0.24", "sram.read-write 0.5", "dram.read 0.8", "dram.write 0.16",
      ])
  }

  @Test func `two products of a layer add link by link`() {
    var second = times
    second.sustainedFormat = second.format
    second.vector = .zero
    second.levels[1].mapped = Seconds(100)
    second.levels[1].ports = [.init(name: "read", time: Seconds(100))]
    let sum = ChainOfBounds(times) + ChainOfBounds(second)
    // The second has no `sustained` and no `vector`: its bound stays as it is there.
    #expect(
      text(sum) == [
        "peak 8", "format 16", "sustained 18", "spatial 40", "vector 40", "compulsory:sram 40",
        "compulsory:dram 44", "attainable:sram 44", "attainable:dram 60", "mapped:sram 60",
        "mapped:dram 140", "non-overlap 140", "fill 142", "load 146", "offload 152", "launch 160",
      ])
    #expect(isClose(sum.entries.reduce(1) { $0 * $1.factor }, 8.0 / 160))
    let busy = Dictionary(uniqueKeysWithValues: sum.resources.map { ($0.resource.term, $0.time) })
    #expect(busy["array"] == Seconds(40) && busy["vector"] == Seconds(12))
    #expect(busy["dram.read"] == Seconds(140) && busy["dram.write"] == Seconds(8))
    #expect(ChainOfBounds.sum([]) == nil)
    #expect(ChainOfBounds.sum([sum]) == sum)
  }

  @Test func `adding a layer to itself is repeating it`() {
    let chain = ChainOfBounds(times)
    #expect(chain + chain == chain.repeated(2))
  }

  @Test func `what skipping zeros gains stays outside the product`() {
    var sparse = times
    sparse.sparsityGain = 2
    let chain = ChainOfBounds(sparse)
    #expect(chain.sparsityGain == 2)
    #expect(chain.entries == ChainOfBounds(times).entries)
    var dense = times
    dense.peak = Seconds(12)
    // Dense times 2*4 + 1*12 over executed 4 + 12.
    #expect((chain + ChainOfBounds(dense)).sparsityGain == 1.25)
  }

  @Test func `a layer without MACs occupies the vector unit`() {
    let softmax = LayerTimes(
      unit: .vector, peak: Seconds(3), format: Seconds(3), spatial: Seconds(3),
      levels: [times.levels[0]])
    let chain = ChainOfBounds(softmax)
    #expect(chain.resources.map(\.resource.term) == ["vector", "sram.read-write"])
    #expect(chain.end == Seconds(25))
  }

  @Test func `a layer without any operation has no number that is not one`() {
    let copy = LayerTimes(
      peak: .zero, format: .zero, spatial: .zero, levels: [times.levels[0]])
    let chain = ChainOfBounds(copy)
    #expect(chain.entries.allSatisfy { $0.factor.isFinite })
    #expect(chain.attainedShare == 0)
    let nothing = ChainOfBounds(LayerTimes(peak: .zero, format: .zero, spatial: .zero, levels: []))
    #expect(nothing.attainedShare == 1)
    #expect(nothing.occupancies.allSatisfy { $0.share == 0 })
  }

  /// ZigZag reports ideal cycles, ideal temporal cycles, cycles with stalls, then loading and offloading;
  /// its spatial utilization is the ratio of the first two [rooflines 2.1].
  @Test func `the chain of ZigZag's cost model maps onto ours`() {
    let zigzag = LayerTimes(
      peak: Seconds(100), format: Seconds(100), spatial: Seconds(125),
      levels: [
        LevelTimes(
          name: "dram", compulsory: Seconds(50), attainable: Seconds(90), mapped: Seconds(200),
          isOverlapped: true)
      ], load: Seconds(30), offload: Seconds(20))
    let chain = ChainOfBounds(zigzag)
    #expect(chain.seconds(after: .format) == Seconds(100))
    #expect(chain.seconds(after: .spatial) == Seconds(125))
    #expect(chain.seconds(after: .nonOverlap) == Seconds(200))
    #expect(chain.seconds(after: .load) == Seconds(230))
    #expect(chain.end == Seconds(250))
    #expect(chain.spatialUtilization == 0.8)
    // Its utilization with stalls, loading and offloading is ours from T1 to T_end.
    #expect(isClose(chain.attainedShare, 0.8 * (125 / 200.0) * (200 / 250.0)))
  }
}
