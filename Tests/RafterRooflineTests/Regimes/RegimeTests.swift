// SPDX-License-Identifier: Apache-2.0
import RafterQuantities
import RafterRoofline
import Testing

/// The labels by the rules of rooflines 3.5.
@Suite struct RegimeTests {
  private static let read = Resource.port(level: "dram", port: "read")
  private static let write = Resource.port(level: "dram", port: "write")

  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    /// Shares of a time of 100 s.
    var busy: [(Resource, Double)]
    var overhead = 0.0
    var utilization = 1.0
    var label: String
  }

  @Test(arguments: [
    Case(testDescription: "busy array", busy: [(.array, 95), (read, 50)], label: "compute-bound"),
    Case(
      testDescription: "busy array of a bad shape", busy: [(.array, 95), (read, 50)],
      utilization: 0.89, label: "under-utilized-spatial"),
    Case(
      testDescription: "utilization of exactly 0.9", busy: [(.array, 95)], utilization: 0.9,
      label: "compute-bound"),
    Case(
      testDescription: "busy port", busy: [(.array, 40), (read, 90)],
      label: "dram.read-bandwidth-bound"),
    Case(
      testDescription: "busy vector unit", busy: [(.array, 40), (.vector, 100)],
      label: "vector-bound"),
    Case(
      testDescription: "two within a tenth", busy: [(.array, 91), (read, 100)], label: "balanced"),
    Case(
      testDescription: "two just not within a tenth", busy: [(.array, 89.9), (read, 100)],
      label: "dram.read-bandwidth-bound"),
    Case(
      testDescription: "lowest roof is power", busy: [(.array, 95), (.power, 100)],
      label: "power-bound"),
    Case(
      testDescription: "power among the busy but not lowest", busy: [(.array, 100), (.power, 95)],
      label: "compute-bound"),
    Case(
      testDescription: "start-up takes most", busy: [(.array, 30), (read, 20)], overhead: 70,
      label: "latency-bound"),
    Case(
      testDescription: "start-up takes as much", busy: [(.array, 50)], overhead: 50,
      label: "latency-bound"),
    Case(
      testDescription: "nothing reaches 0.9 but the array is the largest share",
      busy: [(.array, 80), (read, 79)], overhead: 20, label: "compute-bound"),
    Case(testDescription: "nothing at all", busy: [(.array, 0)], label: "latency-bound"),
  ])
  func `the time label follows the rules and their precedence`(example: Case) {
    let regime = TimeRegime(
      resources: example.busy.map { ResourceTime($0.0, Seconds($0.1)) }, end: Seconds(100),
      overhead: Seconds(example.overhead), spatialUtilization: example.utilization)
    #expect(regime.term == example.label)
  }

  @Test func `a balanced label names both, the busier first`() {
    let regime = TimeRegime(
      resources: [
        ResourceTime(.array, Seconds(95)), ResourceTime(Self.read, Seconds(100)),
        ResourceTime(Self.write, Seconds(20)),
      ], end: Seconds(100), overhead: .zero, spatialUtilization: 0.5)
    #expect(regime == .balanced("dram.read", "array"))
  }

  /// Compulsory, attainable and mapped bytes.
  @Test(arguments: [
    (100.0, 100.0, 100.0, TimeSublabel.compulsory),
    // 100/111 = 0.9009 of compulsory, all due to the mapping but within a tenth.
    (100, 100, 111, .compulsory),
    // 100/112 = 0.893 < 0.9
    (100, 100, 112, .mappingLimited),
    (100, 200, 200, .capacityLimited),
    (100, 200, 222, .capacityLimited),
    (100, 200, 223, .mappingLimited),
    // Each step within a tenth, both together not: the capacity and what little the mapping adds.
    (100, 108, 116, .capacityLimited),
  ])
  func `the sub-label says why the bytes are as many`(
    compulsory: Double, attainable: Double, mapped: Double, label: TimeSublabel
  ) throws {
    let traffic = LevelTraffic(
      compulsory: ByteCount(compulsory), attainable: ByteCount(attainable),
      mapped: ByteCount(mapped))
    #expect(TimeSublabel(traffic) == label)
    let intensities = try #require(traffic.intensities(of: Operations(1e6)))
    #expect(TimeSublabel(intensities) == label)
  }

  @Test(arguments: [
    ([(EnergyItem.Kind.compute, 51.0), (.vector, 49)], "compute-dominated"),
    ([(.compute, 50), (.vector, 50)], "mixed"),
    ([(.compute, 40), (.vector, 60)], "vector-dominated"),
    (
      [
        (.compute, 45), (.compulsory(level: "dram"), 20), (.capacityExcess(level: "dram"), 20),
        (.mappingExcess(level: "dram"), 15),
      ], "dram-dominated"
    ),
    ([(.compute, 40), (.wires(array: "a"), 30), (.wires(array: "b"), 30)], "wire-dominated"),
    ([(.compute, 40), (.staticUseful, 30), (.staticLost, 30)], "static-dominated"),
    ([(.compulsory(level: "a"), 50), (.compulsory(level: "b"), 50)], "mixed"),
  ])
  func `the energy label names what takes more than half`(
    items: [(EnergyItem.Kind, Double)], label: String
  ) {
    let breakdown = EnergyBreakdown(items: items.map { EnergyItem($0.0, Energy($0.1)) })
    #expect(EnergyRegime(breakdown).term == label)
  }

  /// The off-diagonal cells: R^E < AI < R is bound by memory and spends on arithmetic, R < AI < R^E is
  /// bound by arithmetic and spends on memory.
  @Test(arguments: [
    (20.0, 10.0, "dram.read-write-bandwidth-bound", "compute-dominated"),
    (5, 20, "compute-bound", "dram-dominated"),
  ])
  func `time and energy are labelled apart`(
    ridge: Double, energyRidge: Double, time: String, energy: String
  ) {
    // 140 op at 14 op/B: 1 op/s and 1 J/op; BW = 1/ridge B/s, e = ridge^E J/B.
    let busy = Seconds(10 * ridge)
    let chain = ChainOfBounds(
      LayerTimes(
        peak: Seconds(140), format: Seconds(140), spatial: Seconds(140),
        levels: [
          LevelTimes(
            name: "dram", compulsory: busy, attainable: busy, mapped: busy, isOverlapped: true)
        ]))
    let joules = Energy(10 * energyRidge)
    let breakdown = EnergyBreakdown(
      LayerEnergies(
        compute: Energy(140),
        levels: [
          LevelEnergies(name: "dram", compulsory: joules, attainable: joules, mapped: joules)
        ], peakTime: chain.start, endTime: chain.end))
    #expect(TimeRegime(chain).term == time)
    #expect(EnergyRegime(breakdown).term == energy)
  }

  @Test func `the closed lists hold every word once`() {
    let all = RooflineTerms.all
    #expect(all.map(\.key) == ["time_regime", "time_sublabel", "energy_regime", "step", "item"])
    for list in all { #expect(Set(list.terms).count == list.terms.count) }
    #expect(TimeRegime.allTerms.contains("<level>.<port>-bandwidth-bound"))
    #expect(
      TimeSublabel.allTerms == ["compulsory", "capacity-limited", "mapping-limited"])
    #expect(EnergyRegime.allTerms.contains("<level>-dominated"))
    #expect(EnergyItem.allTerms.count == 8)
  }

  @Test func `the list of links is the order of a chain that has them all`() {
    let times = LayerTimes(
      peak: Seconds(1), format: Seconds(2), sustainedFormat: Seconds(3), spatial: Seconds(4),
      vector: Seconds(1),
      levels: [
        LevelTimes(
          name: "<level>", compulsory: Seconds(1), attainable: Seconds(1), mapped: Seconds(1),
          isOverlapped: true)
      ], powerCap: Seconds(5))
    #expect(ChainOfBounds(times).entries.map(\.step.term) == ChainStep.allTerms)
  }
}
