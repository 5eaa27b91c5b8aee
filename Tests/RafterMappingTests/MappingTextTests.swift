// SPDX-License-Identifier: Apache-2.0
import RafterHardware
import RafterQuantities
import RafterWorkload
import Testing

@testable import RafterMapping

@Suite struct MappingTextTests {
  @Test func `a mapping is text, one node a line`() {
    let nest = TestNests.gemm(m: 10, n: 256, k: 300)
    let machine = TestMachines.systolic()
    let mapping = Mapping(nodes: [
      .store(.weights, memory: 0), .store(.inputs, memory: 0), .store(.outputs, memory: 0),
      .store(.inputs, memory: 1), .store(.outputs, memory: 1), .store(.outputs, memory: 2),
      .loop(dimension: 3, bound: 2, tile: 150),
      .unroll(dimension: 3, element: 3, axis: 0, factor: 150, tile: 1),
      .unroll(dimension: 2, element: 3, axis: 1, factor: 256, tile: 1),
      .store(.weights, memory: 3), .loop(dimension: 1, bound: 10, tile: 1),
    ])
    let evaluation = Evaluator.evaluate(
      mapping, nest: NestShape(nest),
      machine: MachineShape(machine, format: TestMachines.int8, nest: nest))
    // Sums of the second half of k are added to those of the first in the accumulators, at 32 bits.
    #expect(
      MappingText.text(mapping, nest: nest, accelerator: machine, tiles: evaluation.tiles) == """
        dram: weights 75.0 KiB, inputs 2.93 KiB, outputs 2.50 KiB
        unified: inputs 2.93 KiB, outputs 2.50 KiB
        accumulators: outputs 10.0 KiB
        for k in 0..<2 (tile 150)
          parallel k in 0..<150 on rows
            parallel n in 0..<256 on columns
              register: weights 1.00 B
              for m in 0..<10
                mac
        """)
    // The register is filled twice; each of ten steps and two halves adds 256 sums.
    #expect(evaluation.cost.computeCycles.value == 20)
    #expect(evaluation.cost.spatialUtilization == 150.0 / 256)
    #expect(evaluation.cost.memories[0].transfers[0].mapped == BitCount(614_400))
    let sums = evaluation.cost.memories[2].transfers.map(\.mapped.value)
    // Read by the arithmetic for the second half, written for both, read to go out.
    let pass = 10.0 * 256
    let expected: [Double] = [pass * 32, pass * 64, pass * 8]
    #expect(sums == expected)
  }
}
