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

  @Test func `a tenth more energy of a memory and a tenth more bandwidth move what they should`()
    throws
  {
    for var item in try PeerCases.zigzag("zigzag-tpu-gemm-conv.yaml") {
      let before = try item.evaluate()
      let last = item.machine.memories.count - 1
      let machine = item.machine
      // Of the outermost memory: its accesses times a tenth of what each takes.
      item.machine.memories[last].readEnergy = machine.memories[last].readEnergy * 1.1
      item.machine.memories[last].writeEnergy = machine.memories[last].writeEnergy * 1.1
      var added = 0.0
      for counts in before.accesses {
        let outermost = try #require(counts.last)
        for direction in ZigZagDirection.allCases {
          let isRead = direction == .readToLower || direction == .readToHigher
          let each = isRead ? machine.memories[last].readEnergy : machine.memories[last].writeEnergy
          added += 0.1 * each.value * Double(outermost[direction])
        }
      }
      let after = try item.evaluate()
      #expect(added > 0)
      #expect(
        abs((after.energy.value - before.energy.value) / added - 1) < 1e-6, "\(item.name)")
      #expect(after.latency == before.latency)
      // All ports a tenth wider: never slower, and loading is quicker.
      item.machine = machine
      for memory in item.machine.memories.indices {
        for port in item.machine.memories[memory].ports.indices {
          item.machine.memories[memory].ports[port].maximum =
            machine.memories[memory].ports[port].maximum * 1.1
        }
      }
      let wide = try item.evaluate()
      #expect(wide.latency < before.latency, "\(item.name)")
      #expect(wide.latency.value > before.latency.value / 1.1 - 1, "\(item.name)")
    }
  }
}
