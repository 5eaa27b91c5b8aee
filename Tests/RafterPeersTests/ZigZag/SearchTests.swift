// SPDX-License-Identifier: Apache-2.0
import Foundation
import Rafter
import RafterTestSupport
import Testing

@Suite struct ZigZagSearchTests {
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
      let clock = ContinuousClock()
      var outcome: ZigZagMapper.Outcome?
      let time = clock.measure { outcome = mapper.search() }
      let found = try #require(outcome)
      let peer =
        try #require(item.expectation.energy).value * #require(item.expectation.latency).value
      print(item.name, found.evaluated, time, found.result.energyDelay / peer)
      #expect(found.result.energyDelay <= peer, "\(item.name)")
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
