// SPDX-License-Identifier: Apache-2.0
import Rafter
import Testing

struct SpatialReuseLeverTests {
  @Test func `a shape has as many multipliers as before, and no area`() async throws {
    let base = try Products.machine()
    let advice = try await Products.advise(m: 64, n: 64, k: 64, on: base, [.spatialReuse])
    let effect = try advice.effect(.spatialReuse, "columns for rows", "16 x 64")
    guard case .machine(let machine) = effect.intervention.change else {
      Issue.record("not a machine")
      return
    }
    #expect(machine.computeInstances == base.computeInstances)
    #expect(effect.intervention.area == .zero)
    guard case .array(let array) = machine.path[3] else {
      Issue.record("not an array")
      return
    }
    // A cycle for each part to fill: 16 and 64 in place of 32 and 32.
    #expect(array.axes.map(\.fill?.value) == [Cycles(16), Cycles(64)])
  }

  @Test func `a shape that fits the sums fills the array`() async throws {
    // Only K lies along rows: 56 of it fill 7 times 8 rows, and 1.75 times 32. Ports are wide, so the array binds.
    var base = try PlainMachine.machine(ridge: 20, formats: [("int8 x int8", "int32", 1)])
    guard case .array(var array) = base.path[2] else { return }
    array.axes[0].unroll = ["K"]
    array.axes[1].unroll = ["N"]
    base.path[2] = .array(array)
    let advice = try await Products.advise(m: 256, n: 256, k: 56, on: base, [.spatialReuse])
    let fits = try advice.effect(.spatialReuse, "columns for rows", "8 x 32")
    let misfits = try advice.effect(.spatialReuse, "rows for columns", "32 x 8")
    #expect(fits.outcome.latency < misfits.outcome.latency * 0.95)
    #expect(fits.timeSaved > 0, "\(fits.timeSaved)")
  }

  @Test(arguments: [(4, 4096, 64), (256, 48, 512), (33, 100, 20)])
  func `wires that share more never cost time`(_ m: Int, _ n: Int, _ k: Int) async throws {
    let advice = try await Products.advise(m: m, n: n, k: k, [.spatialReuse])
    let wired = advice.ladders.flatMap(\.effects).filter {
      ["multicast", "reduction"].contains($0.intervention.step)
    }
    #expect(!wired.isEmpty)
    for effect in wired { #expect(effect.timeSaved >= -1e-9, "\(effect.intervention.name)") }
  }
}
