// SPDX-License-Identifier: Apache-2.0
import RafterQuantities
import RafterRoofline
import RafterTestSupport
import Testing

/// The properties of time of rooflines 3.9, each under its number there.
@Suite struct TimePropertyTests {
  @Test func `1 factors lie in (0, 1] and their product is T0 over T_end`() {
    for layer in RandomCase.many(seed: 1) {
      let chain = ChainOfBounds(layer.times)
      holds(chain.entries.allSatisfy { $0.factor > 0 && $0.factor <= 1 })
      let product = chain.entries.reduce(1.0) { $0 * $1.factor }
      holds(isClose(product, chain.start.ratio(to: chain.end)))
      holds(zip(chain.entries, chain.entries.dropFirst()).allSatisfy { $0.seconds <= $1.seconds })
    }
  }

  @Test func `2 attained is below the roofs of mapping, capacity and compulsory traffic, in turn`()
  {
    for layer in RandomCase.many(seed: 2) {
      let attained = layer.work / ChainOfBounds(layer.times).end
      let mapped = layer.demand(\.mapped).throughputRoof
      let capacity = layer.demand(\.attainable).throughputRoof
      let compulsory = layer.demand(\.compulsory).throughputRoof
      holds(attained <= mapped * rounding)
      holds(mapped <= capacity)
      holds(capacity <= compulsory)
      holds(compulsory <= layer.peak)
    }
  }

  @Test
  func `3 T4 and T5 lie between the greatest time and the sum, at most a factor of resources`() {
    for var layer in RandomCase.many(seed: 3) {
      layer.powerCap = nil
      let chain = ChainOfBounds(layer.times)
      let busy = chain.resources.map(\.time)
      let greatest = busy.max() ?? .zero
      let sum = busy.reduce(.zero, +)
      for entry in chain.entries {
        let isT4 = entry.step == .mapped(level: layer.levels.last?.name ?? "")
        guard isT4 || entry.step == .nonOverlap else { continue }
        holds(entry.seconds >= greatest)
        holds(entry.seconds <= sum * rounding)
      }
      holds(chain.seconds(after: .nonOverlap) != nil)
      holds(sum <= greatest * (Double(busy.count) * rounding))
    }
  }

  @Test func `9 a capped layer's power respects the cap`() {
    var binding = 0
    for layer in RandomCase.many(seed: 9) {
      guard let cap = layer.powerCap else { continue }
      let chain = ChainOfBounds(layer.times)
      holds(layer.dynamicEnergy / chain.end + layer.staticPower <= cap * rounding)
      let demand = layer.demand()
      guard let perOperation = demand.dynamicEnergyPerOperation else { continue }
      holds(perOperation * demand.throughputRoof + layer.staticPower <= cap * rounding)
      if demand.powerCeiling == demand.throughputRoof { binding += 1 }
      for roof in layer.roofs {
        let x = roof.ridge
        guard let e = roof.energyByBranch(at: x) else { continue }
        // Above the ridge the branch holds P_s/Pi, which is no dynamic energy.
        let dynamic = e - roof.staticEnergyPerOperation
        holds(
          dynamic * roof.attainableUnderCap(at: x) + roof.staticPower <= cap * rounding)
      }
    }
    // The property says nothing where no cap binds.
    #expect(binding > 100)
  }

  @Test func `11 more bandwidth never takes longer`() {
    for layer in RandomCase.many(seed: 11) {
      var wider = layer
      for i in wider.levels.indices { wider.levels[i].bandwidth = layer.levels[i].bandwidth * 1.5 }
      holds(ChainOfBounds(wider.times).end <= ChainOfBounds(layer.times).end)
    }
  }

  @Test func `14 so many times the work and bytes take so many times the time and energy`() {
    for var layer in RandomCase.many(seed: 14) {
      let k = 7.0
      let chain = ChainOfBounds(layer.times)
      let energy = EnergyBreakdown(layer.energies(end: chain.end))
      layer.work = layer.work * k
      layer.vectorTime = layer.vectorTime * k
      layer.vectorEnergy = layer.vectorEnergy * k
      layer.startUp = layer.startUp.map { $0 * k }
      for i in layer.levels.indices {
        let traffic = layer.levels[i].traffic
        layer.levels[i].traffic = LevelTraffic(
          compulsory: traffic.compulsory * k, attainable: traffic.attainable * k,
          mapped: traffic.mapped * k)
      }
      let scaled = ChainOfBounds(layer.times)
      holds(isClose(scaled.end, chain.end * k))
      holds(zip(scaled.entries, chain.entries).allSatisfy { isClose($0.factor, $1.factor) })
      let total = EnergyBreakdown(layer.energies(end: scaled.end)).total
      holds(isClose(total, energy.total * k))
      // The same through the sum of equal layers.
      holds(isClose(chain.repeated(7).end, chain.end * k))
    }
  }

  @Test func `17 a machine that skips zeros finds none at density 1`() {
    var random = SeededGenerator(seed: 17)
    for _ in 0..<1000 {
      let s = random.logUniform(1, 64)
      for handling in [SparsityHandling.dense, .gating, .skipping(greatestSpeedup: s)] {
        holds(handling.gain(density: 1) == 1)
        holds(handling.energyShare(density: 1, gated: 0.1) == 1)
      }
      let d = Double.random(in: 0.01...1, using: &random)
      let gain = SparsityHandling.skipping(greatestSpeedup: s).gain(density: d)
      holds(gain >= 1 && gain <= s * rounding && gain <= rounding / d)
    }
  }
}
