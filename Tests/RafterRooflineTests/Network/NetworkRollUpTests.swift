// SPDX-License-Identifier: Apache-2.0
import RafterQuantities
import RafterRoofline
import Testing

/// Sums over a network [rooflines 3.8].
@Suite struct NetworkRollUpTests {
  private let layers = [
    LayerSummary(
      name: "conv", work: Operations(100), vectorWork: Operations(7), time: Seconds(1),
      energy: Energy(10), traffic: [.init(level: "dram", bytes: ByteCount(5))], repeats: 3),
    LayerSummary(
      name: "fc", work: Operations(100), time: Seconds(97), energy: Energy(20),
      traffic: [
        .init(level: "dram", bytes: ByteCount(85)), .init(level: "sram", bytes: ByteCount(8)),
      ]
    ),
  ]

  @Test func `throughput and efficiency are sums over sums, not averages`() throws {
    let network = NetworkRollUp(layers)
    // 400 op in 100 s: 4 op/s, where the mean of 100 and 1.03 would be 50.
    #expect(network.throughput == Throughput(4))
    // 400 op for 50 J
    #expect(network.efficiency == EnergyEfficiency(8))
    #expect(network.vectorWork == Operations(21))
    let point = try #require(network.point(at: "dram"))
    #expect(point.intensity == OperationalIntensity(4))
    #expect(network.point(at: "sram")?.intensity == OperationalIntensity(50))
    #expect(network.point(at: "l2") == nil)
  }

  @Test func `one unknown energy leaves the sum unknown`() {
    var unknown = layers
    unknown[0].energy = nil
    #expect(NetworkRollUp(unknown).efficiency == nil)
    #expect(NetworkRollUp([]).energy == .zero)
  }

  @Test func `the network may lie under the roof though every layer touches it`() throws {
    // Ridge 1 op/B, 1 op/s, 1 B/s: one layer far right, one far left, both on their roof.
    let mixed = NetworkRollUp([
      LayerSummary(
        name: "a", work: Operations(10), time: Seconds(10), energy: nil,
        traffic: [.init(level: "dram", bytes: ByteCount(1))]),
      LayerSummary(
        name: "b", work: Operations(1), time: Seconds(10), energy: nil,
        traffic: [.init(level: "dram", bytes: ByteCount(10))]),
    ])
    let point = try #require(mixed.point(at: "dram"))
    // 11 op / 11 B = 1, 11 op / 20 s = 0.55 < min(1, 1)
    #expect(point.intensity == OperationalIntensity(1))
    #expect(point.throughput == Throughput(0.55))
  }

  @Test func `savings are ranked by what the network gains`() {
    let total = Seconds(100)
    let savings = [
      // Ten times faster, but of 1 s.
      Saving(name: "small", time: Seconds(0.9), energy: Energy(9)),
      // A fifth faster, of 60 s.
      Saving(name: "large", time: Seconds(10), energy: nil),
      Saving(name: "equal", time: Seconds(0.9), energy: Energy(12)),
    ]
    #expect(savings.ranked(by: .time).map(\.name) == ["large", "small", "equal"])
    #expect(savings.ranked(by: .energy).map(\.name) == ["equal", "small", "large"])
    #expect(isClose(savings[1].speedup(ofNetwork: total), 100.0 / 90))
  }
}
