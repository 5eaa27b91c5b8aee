// SPDX-License-Identifier: Apache-2.0
import Rafter
import Testing

@testable import RafterLevers

/// The table of effects on both roofs [rooflines 3.6], row by row, on the roofs themselves: nothing is mapped.
///
/// What moves the point and not the roofs (reuse, weight-only formats, batching, fusion) is asked of analyses in the suites of
/// these levers and in ``LeverEffectsTests``.
struct LeverTableTests {
  private let base: Accelerator
  private let design: Design
  private let cost: ModelledMachine

  init() throws {
    base = try Products.machine()
    design = Design(
      workload: Products.family(m: 64, n: 64, k: 64), accelerator: base, options: Products.quick)
    cost = ModelledMachine(base)
  }

  /// The roof of int8 at a memory.
  private func roof(_ machine: Accelerator, at level: String = "dram") throws -> MachineRoof {
    try #require(
      MachineRoofs.all(of: machine).first {
        $0.level == level && $0.format == "int8 x int8 -> int32"
      })
  }

  private func step(_ ladders: [Ladder], _ target: String, _ step: String) throws -> Intervention {
    let ladder = try #require(ladders.first { $0.target == target })
    return try #require(ladder.steps.first { $0.step == step })
  }

  private func machine(_ ladders: [Ladder], _ target: String, _ word: String) throws -> Accelerator
  {
    try #require(step(ladders, target, word).machine)
  }

  private func isClose(_ a: Double, _ b: Double) -> Bool { abs(a / b - 1) < 1e-9 }

  @Test func `parallelism lifts peak and ridge, and static power with the area`() throws {
    let changed = try step(ParallelismLever.ladders(design, cost), "rows", "x4")
    let (now, then) = (try roof(base), try roof(#require(changed.machine)))
    #expect(isClose(then.peak.ratio(to: now.peak), 4))
    #expect(isClose(then.ridge.ratio(to: now.ridge), 4))
    #expect(then.bandwidth == now.bandwidth)
    #expect(then.energyPerOperation == now.energyPerOperation)
    let area = try #require(base.technology.area?.value)
    let growth = (area + (try #require(changed.area))).ratio(to: area)
    #expect(growth > 1)
    #expect(isClose(then.staticPower.ratio(to: now.staticPower), growth))
  }

  @Test func `a larger buffer costs more for each byte and leaks with its area`() throws {
    let ladders = TemporalReuseLever.ladders(design, cost)
    let (two, eight) = (
      try machine(ladders, "buffer", "x2"), try machine(ladders, "buffer", "x8")
    )
    let energies = try [base, two, eight].map {
      try #require(try roof($0, at: "buffer").energyPerByte).value
    }
    #expect(energies[0] < energies[1] && energies[1] < energies[2])
    // Wires: about the root of the size, between a fourth root and in proportion.
    #expect(energies[2] / energies[0] > 1.68 && energies[2] / energies[0] < 8)
    #expect(try roof(eight).staticPower > roof(base).staticPower)
    #expect(try roof(eight).peak == roof(base).peak)
    #expect(try roof(eight).bandwidth == roof(base).bandwidth)
  }

  @Test func `a faster port lifts its slope and moves its ridge left`() throws {
    let changed = try machine(BandwidthLever.ladders(design, cost), "dram", "x2")
    let (now, then) = (try roof(base), try roof(changed))
    #expect(isClose(then.bandwidth.ratio(to: now.bandwidth), 2))
    #expect(isClose(then.ridge.ratio(to: now.ridge), 0.5))
    #expect(then.peak == now.peak)
    #expect(try roof(changed, at: "buffer").bandwidth == roof(base, at: "buffer").bandwidth)
  }

  @Test func `near-memory lifts the slope and moves both ridges left`() throws {
    let changed = try machine(NearMemoryLever.ladders(design, cost), "dram", "stacked")
    let (now, then) = (try roof(base), try roof(changed))
    #expect(isClose(then.bandwidth.ratio(to: now.bandwidth), 4))
    #expect(isClose(then.ridge.ratio(to: now.ridge), 0.25))
    // 0.88 for 10.5 pJ/bit.
    let ridges = (try #require(now.energyRidge), try #require(then.energyRidge))
    #expect(isClose(ridges.1.ratio(to: ridges.0), 0.88 / 10.5))
  }

  @Test func `spatial reuse keeps the peak and the multipliers`() throws {
    for ladder in SpatialReuseLever.ladders(design, cost) {
      for step in ladder.steps {
        guard let machine = step.machine else { continue }
        #expect(try roof(machine).peak == roof(base).peak, "\(step.name)")
        #expect(try roof(machine).bandwidth == roof(base).bandwidth, "\(step.name)")
      }
    }
  }

  @Test func `a format of half the bits, packed, has twice the peak and at most the energy`() throws
  {
    let (changed, _, _) = try #require(base.adding(try Precision(text: "int4")))
    let narrow = try #require(
      MachineRoofs.all(of: changed).first {
        $0.level == "dram" && $0.format.hasPrefix("int4 x int4")
      })
    let wide = try roof(base)
    #expect(isClose(narrow.peak.ratio(to: wide.peak), 2))
    // The accumulator stays: 4888 of 7994 transistors, beta below 1.
    let energies = (
      try #require(wide.energyPerOperation), try #require(narrow.energyPerOperation)
    )
    #expect(isClose(energies.1.ratio(to: energies.0), 4888 / 7994))
  }

  @Test func `clock and supply move what is on the chip, and not the dram`() throws {
    let ladder = try #require(
      VoltageFrequencyLever.ladders(design).first { $0.target == "supply lowered" })
    let lowered = try #require(ladder.steps.first?.machine)
    let clock = lowered.technology.frequency.value.ratio(to: base.technology.frequency.value)
    #expect(clock < 1)
    let (now, then) = (try roof(base), try roof(lowered))
    #expect(isClose(then.peak.ratio(to: now.peak), clock))
    #expect(isClose(then.bandwidth.value, now.bandwidth.value))
    #expect(isClose(then.ridge.ratio(to: now.ridge), clock))
    let (inner, outer) = (try roof(lowered, at: "buffer"), try roof(base, at: "buffer"))
    #expect(isClose(inner.bandwidth.ratio(to: outer.bandwidth), clock))
    // 0.72 of 0.8 V: the square.
    let energies = (
      try #require(now.energyPerOperation), try #require(then.energyPerOperation)
    )
    #expect(isClose(energies.1.ratio(to: energies.0), 0.81))
  }

  @Test func `chips side by side lift the peak, and the slope only with memories of their own`()
    throws
  {
    let ladders = ChipletsLever.ladders(design, cost)
    let shared = try roof(machine(ladders, "chips on one dram", "x4"))
    let own = try roof(machine(ladders, "chips each with its dram", "x4"))
    let now = try roof(base)
    #expect(isClose(shared.peak.ratio(to: now.peak), 4))
    #expect(isClose(shared.bandwidth.value, now.bandwidth.value))
    #expect(isClose(shared.ridge.ratio(to: now.ridge), 4))
    #expect(isClose(own.bandwidth.ratio(to: now.bandwidth), 4))
    #expect(isClose(own.ridge.ratio(to: now.ridge), 1))
    #expect(isClose(own.staticPower.ratio(to: now.staticPower), 4))
  }
}
