// SPDX-License-Identifier: Apache-2.0
import Foundation
import Rafter
import RafterTestSupport
import Testing

/// Stored mappings of ZigZag: every number that it gave.
@Suite struct ZigZagTruthTests {
  @Test(arguments: PeerCases.zigzagNames)
  func `every count, cycle and energy comes out`(name: String) throws {
    for item in try PeerCases.zigzag(name) {
      let result = try item.evaluate()
      let expected = item.expectation
      // To the last bit: the peer's sums are added in its order.
      #expect(result.energy == expected.energy, "\(item.name)")
      #expect(result.latency == expected.latency, "\(item.name)")
      #expect(result.onLoad == expected.onLoad, "\(item.name)")
      #expect(result.computePart == expected.computePart, "\(item.name)")
      #expect(
        result.offLoad.value + result.drain.value == expected.offLoadAndDrain?.value, "\(item.name)"
      )
      for (own, published) in zip(result.accesses, expected.accesses) {
        #expect(own.map(\.counts) == published, "\(item.name)")
      }
      for (own, published) in zip(result.doubleBuffered, expected.doubleBuffered) {
        #expect(own == published, "\(item.name)")
      }
      #expect(result.utilization.overall == expected.overall, "\(item.name)")
    }
  }

  @Test(
    .enabled(if: Shared.file("cases/mapping/zigzag-more.yaml") != nil),
    arguments: PeerCases.zigzagNames)
  func `the cases that ship are those that were measured`(name: String) throws {
    let url = try #require(Shared.file("cases/mapping/" + name))
    #expect(try String(contentsOf: url, encoding: .utf8) == PeerCases.text("zigzag/" + name))
  }

  @Test func `a changed number is a miss`() throws {
    let name = "zigzag-metaproto-conv.yaml"
    let text = try PeerCases.text("zigzag/" + name).replacing(
      "onload: 3480.0", with: "onload: 3481.0")
    let findings = try ValidationSet.zigzag.run([ValidationFile(path: name, text: text)])
    #expect(findings.rows.filter { !$0.isRight }.map(\.quantity) == ["onload"])
  }
}
