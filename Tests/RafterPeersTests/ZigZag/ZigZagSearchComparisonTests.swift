// SPDX-License-Identifier: Apache-2.0
import Rafter
import Testing

@Suite struct ZigZagSearchComparisonTests {
  @Test func `every layer of ResNet-18 costs no more energy times delay than the peer's mapping`()
    throws
  {
    let cases = try PeerCases.zigzag("zigzag-tpu-resnet18-unique-layers.yaml")
    // What the machine's user unrolls; no case's mapping is read.
    let dataflow = ZigZagDataflow([
      .init("D1", [ZigZagLoop("K", 32)]), .init("D2", [ZigZagLoop("C", 32)]),
    ])
    for item in cases {
      let mapper = try ZigZagMapper(layer: item.layer, machine: item.machine, dataflow: dataflow)
      let found = try #require(mapper.search())
      let peer =
        try #require(item.expectation.energy).value * #require(item.expectation.latency).value
      #expect(found.result.energyDelay <= peer, "\(item.name)")
      // The mapping that is returned is the one that was evaluated.
      let again = try ZigZagModel(
        layer: item.layer, machine: item.machine, mapping: found.mapping, dataflow: dataflow
      ).evaluate()
      #expect(again == found.result)
    }
  }

  @Test func `unrollings are placed as in the cases`() throws {
    for name in PeerCases.zigzagNames {
      for item in try PeerCases.zigzag(name) {
        let placement = SpatialPlacement(item.dataflow, of: item.layer, on: item.machine)
        func normal(_ levels: ZigZagSpatialLevels) -> [[[String]]] {
          levels.map { $0.map { $0.map { "\($0.dimension) \($0.factor)" }.sorted() } }
        }
        #expect(normal(placement.whole) == normal(item.mapping.whole), "\(item.name)")
        #expect(normal(placement.fractional) == normal(item.mapping.fractional), "\(item.name)")
      }
    }
  }
}
