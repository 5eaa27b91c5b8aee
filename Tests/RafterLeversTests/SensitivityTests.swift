// SPDX-License-Identifier: Apache-2.0
import Foundation
import Rafter
import RafterTestSupport
import Testing

struct SensitivityTests {
  private func table(m: Int, n: Int, k: Int, on machine: Accelerator? = nil) async throws
    -> SensitivityTable
  {
    try await SensitivityStudy.run(
      Design(
        workload: Products.family(m: m, n: n, k: k), accelerator: machine ?? Products.machine(),
        options: AnalysisOptions()), parallelism: 2)
  }

  @Test func `time that waits for dram falls as its bandwidth rises, and with nothing else`()
    async throws
  {
    // One row: 4 MiB of weights over dram, each used once. T = V / BW but for the launch and the first tile.
    let rows = try await table(m: 1, n: 2048, k: 2048).rows
    let dram = try #require(rows.first { $0.name.hasPrefix("bandwidth of dram") })
    #expect(dram.time.more < -0.9 && dram.time.more >= -1.0001, "\(dram.time.more)")
    for row in rows where row.name.hasPrefix("read energy") {
      #expect(row.time.more == 0)
    }
  }

  // Energy is linear in all energies and in static power: by Euler's theorem their elasticities add up to 1. Steps of
  // one hundredth of a linear function are exact but for the curve of the logarithm.
  @Test(arguments: [(1, 1024, 1024), (64, 256, 256), (128, 96, 300)])
  func `elasticities of energy to all energies and static power add up to one`(
    m: Int, n: Int, k: Int
  ) async throws {
    let rows = try await table(m: m, n: n, k: k).rows
    var sum = 0.0
    for row in rows {
      switch row.parameter {
      case .constant(.readEnergy), .constant(.writeEnergy), .constant(.wireEnergy),
        .constant(.computeEnergy), .constant(.vectorEnergy), .constant(.staticPower):
        let energy = try #require(row.energy)
        sum += (energy.more + (energy.less ?? energy.more)) / 2
      default: continue
      }
    }
    #expect(abs(sum - 1) < 0.002, "\(sum)")
  }

  /// The machine with another cap, at most the watts given.
  private static func capped(at watts: Double, _ name: String = "edge-npu") throws -> Accelerator {
    var machine = try Products.machine(name)
    machine.launch = nil
    machine.power.cap?.value = Power(watts)
    return machine
  }

  @Test func `what the cap binds follows it by what it leaves beside static power`() async throws {
    // T = E_dynamic / (P_cap - P_s) and E = E_dynamic + P_s * T, so that with P_cap = 60 mW and P_s = 25 mW
    // d ln T / d ln P_cap = -P_cap / (P_cap - P_s) = -60/35, and d ln E / d ln P_cap = P_s/P_cap of it: -25/35.
    let machine = try Self.capped(at: 0.06)
    #expect(machine.power.staticPower?.value == Power(0.025))
    let found = try await table(m: 512, n: 512, k: 512, on: machine)
    #expect(found.base.layers.allSatisfy { $0.timeRegime == .powerBound })
    let row = try #require(found.rows.first { $0.parameter == .powerCap })
    #expect(row.name == "power cap" && row.value == "60.0 mW")
    let energy = try #require(row.energy)
    // Secants of one hundredth either way: their mean is the slope but for the square of the step; first and last tiles are not
    // bound by power, and no more than a few per cent of the time.
    let time = (row.time.more + (row.time.less ?? .nan)) / 2
    #expect(time < -1.6 && time > -60.0 / 35 - 0.01, "\(time)")
    let mean = (energy.more + (energy.less ?? .nan)) / 2
    #expect(abs(mean / time - 25.0 / 60) < 0.02, "\(mean)")
  }

  @Test func `a cap that does not bind moves nothing, and a machine without one has no such row`()
    async throws
  {
    let free = try await table(m: 64, n: 256, k: 256, on: Self.capped(at: 100))
    let row = try #require(free.rows.first { $0.parameter == .powerCap })
    #expect(row.magnitude == 0)
    var machine = try Self.capped(at: 100)
    machine.power.cap = nil
    let none = try await table(m: 64, n: 256, k: 256, on: machine)
    #expect(!none.rows.contains { $0.parameter == .powerCap })
    // Nothing else hangs on a cap that does not bind.
    for other in none.rows {
      #expect(free.rows.first { $0.parameter == other.parameter }?.name == other.name)
    }
  }

  @Test func `a larger memory is worth what an analysis with twice of it says`() async throws {
    let machine = try Products.machine()
    let found = try await table(m: 64, n: 512, k: 512, on: machine)
    let member = try Products.family(m: 64, n: 512, k: 512).load(nil, 1)
    var checked = 0
    for row in found.rows {
      guard case .capacity(let index) = row.parameter else { continue }
      var changed = machine
      for place in changed.path.indices {
        guard case .memory(var memory) = changed.path[place],
          memory.name == machine.memories[index].name
        else { continue }
        let twice = try #require(memory.capacity?.value) * 2
        memory.capacity?.value = twice
        for (operand, part) in memory.partitions {
          memory.partitions[operand]?.value = part.value * 2
        }
        changed.path[place] = .memory(memory)
      }
      let after = try await Analyzer.analyze(member.workload, on: changed, parallelism: 2)
      let ratio = after.totals.latency.ratio(to: found.base.totals.latency)
      // 2^elasticity is the ratio of the times.
      #expect(abs(exp2(row.time.more) - ratio) < 1e-9, "\(row.name)")
      checked += 1
    }
    #expect(checked >= 2)
  }

  @Test func `nothing is moved twice, and the strongest comes first`() async throws {
    let found = try await table(m: 8, n: 256, k: 256)
    #expect(Set(found.rows.map(\.parameter)).count == found.rows.count)
    for (a, b) in zip(found.ranking, found.ranking.dropFirst()) {
      #expect(a.magnitude >= b.magnitude)
    }
  }
}
