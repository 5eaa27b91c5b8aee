// SPDX-License-Identifier: Apache-2.0
import Rafter
import Testing

@testable import RafterPeers

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

  @Test(arguments: Objective.allCases)
  func `a search against another loses nothing that is better`(objective: Objective) throws {
    let cases = try PeerCases.zigzag("zigzag-tpu-resnet18-unique-layers.yaml")
    let dataflows = [("K", "C"), ("OX", "C"), ("FX", "OY"), ("B", "FY")].map { rows, columns in
      ZigZagDataflow([
        .init("D1", [ZigZagLoop(rows, 32)]), .init("D2", [ZigZagLoop(columns, 32)]),
      ])
    }
    var givenUp = 0
    for item in cases.prefix(4) {
      let mappers = try dataflows.map {
        try ZigZagMapper(
          layer: item.layer, machine: item.machine, dataflow: $0, objective: objective)
      }
      let alone = mappers.map { $0.search() }
      for (mapper, outcome) in zip(mappers, alone) {
        for other in alone.compactMap({ $0 }) {
          let against = mapper.search(against: other)
          if let outcome, outcome.value(objective) < other.value(objective) {
            #expect(against?.result == outcome.result)
            #expect(against?.mapping == outcome.mapping)
          } else if against == nil {
            givenUp += 1
          }
        }
      }
    }
    #expect(givenUp > 0)
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
