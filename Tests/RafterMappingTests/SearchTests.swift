// SPDX-License-Identifier: Apache-2.0
import RafterHardware
import RafterQuantities
import RafterTestSupport
import RafterWorkload
import Testing

@testable import RafterMapping

@Suite struct SearchTests {
  static let machines = [
    TestMachines.twoLevel(capacity: 4096), TestMachines.systolic(), TestMachines.eyeriss(),
    TestMachines.edge(), TestMachines.graphics(),
  ]
  static let nests = [
    TestNests.gemm(m: 14, n: 9, k: 10), TestNests.gemm(batch: 3, m: 1, n: 20, k: 18),
    TestNests.convolution(k: 6, c: 5, oy: 7, ox: 4, fy: 3, fx: 3, stride: 2, padding: 1),
    TestNests.convolution(groups: 5, k: 1, c: 1, oy: 5, ox: 5, fy: 3, fx: 3, padding: 1),
  ]

  @Test(arguments: machines.indices, nests.indices)
  func `what the search adds up is what the evaluator counts`(m: Int, n: Int) throws {
    let machine = Self.machines[m]
    let nest = Self.nests[n]
    let shape = NestShape(nest)
    let flat = MachineShape(machine, format: TestMachines.int8, nest: nest)
    let space = SearchSpace(nest: shape, machine: flat, staticEnergy: 0)
    for objective in Objective.allCases {
      var tables = ShapeTables()
      let (found, _, _) = Mapper.search(
        [space], objective: objective, limit: SearchLimit(mappings: 300), tables: &tables)
      let solution = try #require(found)
      let evaluation = Evaluator.evaluate(space.mapping(solution), nest: shape, machine: flat)
      let cost = evaluation.cost
      #expect(abs(cost.latencyCycles.value / solution.score.latency - 1) < 1e-12)
      let energy =
        (cost.computeEnergy?.value ?? 0) + cost.memories.reduce(0) { $0 + ($1.energy?.value ?? 0) }
        + cost.wires.reduce(0) { $0 + ($1.energy?.value ?? 0) }
      #expect(abs(energy / solution.score.energy - 1) < 1e-12)
      for tile in evaluation.tiles where !tile.isOutermost {
        let memory = flat.memories[tile.memory]
        #expect(tile.bits <= max(memory.totalBits, memory.sharedBits))
      }
    }
  }

  /// With seeded limits that stop it early too: whatever it gives, the validity check accepts.
  @Test(arguments: machines.indices, nests.indices)
  func `uneven tiles are counted as the evaluator counts them, and fit`(m: Int, n: Int) throws {
    let machine = Self.machines[m]
    let nest = Self.nests[n]
    let shape = NestShape(nest)
    let flat = MachineShape(machine, format: TestMachines.int8, nest: nest)
    let (placements, _) = flat.unevenPlacements(of: flat.placements)
    for (p, placement) in placements.enumerated() where p % 3 == (m + n) % 3 {
      let space = SearchSpace(nest: shape, machine: placement.applied(to: flat), staticEnergy: 0)
      var tables = ShapeTables()
      let (found, _, _) = Mapper.search(
        [space], objective: p % 2 == 0 ? .latency : .energy, limit: SearchLimit(mappings: 300),
        tables: &tables)
      let solution = try #require(found)
      let evaluation = Evaluator.evaluate(space.mapping(solution), nest: shape, machine: flat)
      let cost = evaluation.cost
      #expect(abs(cost.latencyCycles.value / solution.score.latency - 1) < 1e-12)
      #expect(abs(cost.energy / solution.score.energy - 1) < 1e-12)
      let tooFull = evaluation.occupancies(flat).filter { !$0.fits }
      #expect(tooFull.isEmpty, "\(tooFull)")
    }
  }
}
