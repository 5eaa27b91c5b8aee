// SPDX-License-Identifier: Apache-2.0
import RafterTestSupport
import Testing

@testable import RafterMapping

@Suite struct PartCountTests {
  /// Tables by level against products over the unrollings themselves, for choices of which any number of sides is decided.
  @Test(arguments: SearchTests.machines.indices, SearchTests.nests.indices)
  func `parts between two memories are the product of what lies there`(m: Int, n: Int) {
    let nest = SearchTests.nests[n]
    let flat = MachineShape(SearchTests.machines[m], format: TestMachines.int8, nest: nest)
    let space = SearchSpace(nest: NestShape(nest), machine: flat, staticEnergy: 0)
    var random = SeededGenerator(seed: UInt64(13 * m + n))
    for _ in 0..<20 {
      var choice = SpatialChoice.open
      for side in space.sides.indices.prefix(Int.random(in: 0...space.sides.count, using: &random))
      {
        let options = space.options(
          of: space.sides[side], lengths: choice.lengths(space.nest.bounds))
        choice = choice.deciding(options[Int.random(in: options.indices, using: &random)])
      }
      let parts = PartCounts(choice, space)
      for operand in 0..<3 {
        for outer in -1..<space.levels {
          for inner in outer..<space.levels {
            let here = (outer + 1)...max(outer + 1, inner)
            let open = space.sides[choice.decided...].filter {
              inner > outer && here.contains($0.level)
            }
            var (indexing, besides, united) = (1.0, 1.0, 1.0)
            for unrolling in choice.unrollings
            where inner > outer && here.contains(Int(unrolling.level)) {
              let factor = Double(unrolling.factor)
              let isUnited = unrolling.unites & (1 << UInt8(operand)) != 0
              if space.relevant[operand] >> UInt64(unrolling.dimension) & 1 == 1 {
                indexing *= factor
              } else {
                besides *= factor
                if isUnited { united *= factor }
              }
            }
            for side in open {
              indexing *= side.size
              besides *= side.size
              if side.unites & (1 << UInt8(operand)) != 0 { united *= side.size }
            }
            #expect(parts.indexing(operand, from: outer, to: inner) == indexing)
            #expect(parts.besides(operand, from: outer, to: inner) == besides)
            #expect(parts.united(operand, from: outer, to: inner) == united)
          }
        }
      }
    }
  }
}
