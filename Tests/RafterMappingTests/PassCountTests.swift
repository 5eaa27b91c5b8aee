// SPDX-License-Identifier: Apache-2.0
import RafterTestSupport
import RafterWorkload
import Testing

@testable import RafterMapping

@Suite struct PassCountTests {
  /// Options are drawn side by side, seeded; what is kept of the sides before has to come to the same as counting the whole
  /// choice anew.
  @Test(arguments: SearchTests.machines.indices, SearchTests.nests.indices)
  func `an option counted beside what was decided before costs what the whole choice does`(
    m: Int, n: Int
  ) {
    let nest = SearchTests.nests[n]
    let flat = MachineShape(
      SearchTests.machines[m], format: TestMachines.int8, nest: nest)
    for placement in flat.placements {
      let space = SearchSpace(
        nest: NestShape(nest), machine: placement.applied(to: flat), staticEnergy: 1e-12)
      var random = SeededGenerator(seed: UInt64(31 * m + n))
      guard !space.sides.isEmpty else { continue }
      var passes = PassCount(space)
      for _ in 0..<20 {
        var choice = SpatialChoice.open
        for side in space.sides.indices {
          let options = space.options(
            of: space.sides[side], lengths: choice.lengths(space.nest.bounds),
            Bool.random(using: &random) ? .any : .full)
          passes.begin(after: choice, with: side, in: space)
          let option = options[Int.random(in: options.indices, using: &random)]
          let longer = choice.deciding(option)
          var counted = Remaining(ports: space.portCount)
          space.count(&counted, longer, from: 1, .passes)
          let whole = space.estimate(counted, steps: 100, fill: 3, copies: .least)
          let quick = passes.order(option, steps: 100, fill: 3)
          #expect(abs(quick.latency / whole.latency - 1) < 1e-12)
          #expect(abs(quick.energy / whole.energy - 1) < 1e-12)
          choice = longer
        }
      }
    }
  }
}
