// SPDX-License-Identifier: Apache-2.0
import RafterQuantities
import RafterRoofline
import Testing

/// The properties of energy of rooflines 3.9, each under its number there.
@Suite struct EnergyPropertyTests {
  @Test func `4 efficiency is below the arithmetic alone and below the curve of every level`()
    throws
  {
    for layer in RandomCase.many(seed: 4) {
      let demand = layer.demand()
      let attained = try #require(
        demand.efficiency(at: layer.work / ChainOfBounds(layer.times).end))
      let roof = try #require(demand.energyRoof)
      holds(attained <= roof * rounding)
      holds(roof <= layer.energyPerOperation.reciprocal())
      for level in demand.levels {
        let curve = try #require(demand.levelCurve(of: level))
        holds(roof <= curve * rounding)
      }
      // The machine's own curves hold the layer too; they carry static power at the peak.
      for (roofOfMachine, level) in zip(layer.roofs, demand.levels) {
        let curve = try #require(roofOfMachine.efficiency(at: layer.work / level.traffic))
        holds(roof <= curve * rounding)
        #expect(curve <= (try #require(roofOfMachine.peakEfficiency)) * rounding)
      }
    }
  }

  @Test func `5 the dynamic curve lies within a factor of its terms below the envelope`() throws {
    for layer in RandomCase.many(seed: 5) {
      let demand = layer.demand()
      let dynamic = try #require(demand.dynamicEfficiency)
      let envelope = try #require(demand.efficiencyEnvelope)
      // Arithmetic, vector unit and levels.
      let terms = Double(demand.levels.count + 2)
      holds(dynamic <= envelope * rounding)
      holds(dynamic * rounding >= envelope / terms)
    }
  }

  @Test func `6 the shares of energy sum to 1`() {
    for layer in RandomCase.many(seed: 6) {
      let chain = ChainOfBounds(layer.times)
      let energies = layer.energies(end: chain.end)
      let breakdown = EnergyBreakdown(energies)
      holds(breakdown.shares.allSatisfy { $0 >= 0 && $0 <= 1 })
      holds(isClose(breakdown.shares.reduce(0, +), 1))
      // The items telescope to mapped traffic and to static power over the whole time.
      holds(
        isClose(breakdown.total, energies.dynamic + layer.staticPower * chain.end, within: 1e-11))
      holds(breakdown.roof <= breakdown.total)
    }
  }

  @Test func `7 static power acts per byte left of the ridge and per operation right of it`() throws
  {
    for layer in RandomCase.many(seed: 7) {
      for roof in layer.roofs {
        for k in [0.01, 0.5, 1, 2, 100] {
          let x = roof.ridge * k
          let byBranch = try #require(roof.energyByBranch(at: x))
          let eta = try #require(roof.efficiency(at: x))
          holds(isClose(byBranch.reciprocal(), eta))
          // Choi's arch line: (1/eps_hat) / (1 + Bhat/I).
          let balance = try #require(roof.effectiveBalance(at: x))
          let arch = try #require(roof.peakEfficiency) / (1 + balance.ratio(to: x))
          holds(isClose(arch, eta, within: 1e-11))
        }
      }
    }
  }

  @Test func `8 the efficiency at the half-efficiency point is half of the peak`() throws {
    var left = 0
    var right = 0
    for layer in RandomCase.many(seed: 8) {
      for roof in layer.roofs {
        let x = try #require(roof.halfEfficiency)
        let eta = try #require(roof.efficiency(at: x))
        let peak = try #require(roof.peakEfficiency)
        holds(isClose(eta * 2, peak, within: 1e-11))
        holds(roof.favoursRaceToHalt == (x <= roof.ridge))
        if x < roof.ridge { left += 1 } else { right += 1 }
      }
    }
    // Both branches of the formula were met.
    #expect(left > 500 && right > 500)
  }

  @Test func `a layer's curve at its own intensity is its own roof`() throws {
    for layer in RandomCase.many(seed: 33) {
      let demand = layer.demand()
      for level in demand.levels {
        let roof = try #require(demand.roof(at: level.name))
        let x = demand.work / level.traffic
        holds(isClose(roof.attainable(at: x), demand.throughputRoof))
        let own = try #require(demand.energyRoof)
        #expect(isClose(try #require(roof.efficiency(at: x)), own))
      }
    }
  }
}
