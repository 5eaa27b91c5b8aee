// SPDX-License-Identifier: Apache-2.0
import RafterHardware
import RafterTestSupport
import RafterWorkload
import Testing

@testable import RafterMapping

@Suite struct OptionMemoryTests {
  /// What is near is asked for beside any list that is known; going through all options of the side has to find the same.
  @Test(arguments: SearchTests.machines.indices, SearchTests.nests.indices)
  func `the nearest option is that of the whole list`(m: Int, n: Int) {
    let nest = SearchTests.nests[n]
    let flat = MachineShape(SearchTests.machines[m], format: TestMachines.int8, nest: nest)
    let space = SearchSpace(nest: NestShape(nest), machine: flat, staticEnergy: 0)
    var random = SeededGenerator(seed: UInt64(17 * m + n))
    func parts(_ option: SideOption) -> [Unrolling] {
      (0..<option.count).map { option[$0] }.sorted { $0.dimension < $1.dimension }
    }
    for _ in 0..<40 {
      var choice = SpatialChoice.open
      var memory = OptionMemory()
      for side in space.sides.indices {
        let whole = choice.lengths(space.nest.bounds)
        let options = space.options(of: space.sides[side], lengths: whole)
        let wanted = parts(options[Int.random(in: options.indices, using: &random)])
        // Another choice may leave less of some loops.
        let lengths = whole.map {
          Bool.random(using: &random) ? $0 : Int.random(in: 1...$0, using: &random)
        }
        let all = space.options(of: space.sides[side], lengths: lengths)
        let expected = all[SideOption.nearest(to: wanted, of: all, lengths: lengths)]
        let found = memory.nearest(to: wanted, of: side, in: space, lengths: lengths)
        #expect(parts(found) == parts(expected))
        #expect(found.steps == expected.steps && found.needsCopies == expected.needsCopies)
        choice = choice.deciding(options[0])
      }
    }
  }

  /// A side of 12 and loops of 4 and 6, whose factors are 1, 2, 4 and 1, 2, 3, 6: 4 x 3 and 2 x 6 fill it; of 4 x 2 the
  /// second can be 3 (4 * 3 = 12); 4 x 6 = 24 has no room; 5 is no ceil(6 / n).
  @Test func `what can be raised is no option of a full side`() {
    let path = [
      PathElement.memory(TestMachines.memory("dram", nil, ports: [TestMachines.port(8)])),
      TestMachines.array([TestMachines.side("columns", 12)]),
    ]
    let nest = TestNests.gemm(m: 4, n: 6, k: 1)
    let space = SearchSpace(
      nest: NestShape(nest),
      machine: MachineShape(
        TestMachines.accelerator("side", path), format: TestMachines.int8, nest: nest),
      staticEnergy: 0)
    let lengths = nest.dimensions.map(\.bound)
    var listing = OptionListing(of: space.sides[0], in: space, lengths: lengths, .full)
    func isOption(_ m: Int, _ n: Int) -> Bool {
      let (first, second) = (lengths.firstIndex(of: 4) ?? 0, lengths.firstIndex(of: 6) ?? 0)
      return listing.option(
        of: [
          space.sides[0].unrolling(of: first, factor: m),
          space.sides[0].unrolling(of: second, factor: n),
        ]) != nil
    }
    #expect(isOption(4, 3))
    #expect(isOption(2, 6))
    #expect(!isOption(4, 2))
    #expect(!isOption(4, 6))
    #expect(!isOption(2, 5))
  }
}
