// SPDX-License-Identifier: Apache-2.0
import Foundation
import RafterDiagnostics
import RafterPeers
import RafterTestSupport
import Testing

@Suite struct ZigZagTruthTests {
  @Test(arguments: [
    "zigzag-more", "zigzag-metaproto-conv", "zigzag-tpu-gemm-conv",
    "zigzag-tpu-resnet18-unique-layers",
  ])
  func `all`(name: String) throws {
    let url = try #require(Shared.file("cases/mapping/\(name).yaml"))
    let text = try String(contentsOf: url, encoding: .utf8)
    let cases = try ZigZagCaseReader.read(text: text, file: name)
    for c in cases {
      let r = try c.evaluate()
      let e = c.expectation
      #expect(r.energy == e.energy, "\(c.name)")
      #expect(r.latency == e.latency, "\(c.name)")
      #expect(r.onLoad == e.onLoad, "\(c.name)")
      #expect(r.computePart == e.computePart, "\(c.name)")
      for (a, b) in zip(r.accesses, e.accesses) {
        #expect(a.map(\.counts) == b, "\(c.name)")
      }
      for (a, b) in zip(r.doubleBuffered, e.doubleBuffered) {
        #expect(a == b, "\(c.name)")
      }
      if let o = e.offLoad { #expect(r.offLoad == o, "\(c.name)") }
      if let o = e.overall { #expect(r.utilization.overall == o, "\(c.name)") }
    }
  }
}
