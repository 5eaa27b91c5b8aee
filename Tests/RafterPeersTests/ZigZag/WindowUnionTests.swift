// SPDX-License-Identifier: Apache-2.0
import RafterTestSupport
import Testing

@testable import RafterPeers

@Suite struct WindowUnionTests {
  @Test func `the union is that of the cycles one by one`() {
    var random = SeededGenerator(seed: 7)
    for _ in 0..<300 {
      var union = WindowUnion(capacity: 4)
      var links: [(Int, Int)] = []
      var period = 1
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        period *= Int.random(in: 1...5, using: &random)
        let allowed = Int.random(in: 0...period, using: &random)
        links.append((period, allowed))
      }
      for link in links.shuffled(using: &random) { union.insert(period: link.0, allowed: link.1) }
      let covered = (0..<period).count { cycle in links.contains { cycle % $0.0 < $0.1 } }
      #expect(union.length() == covered, "\(links)")
    }
  }

  @Test func `sliding indices agree with an enumeration where the peer's formula is right`() {
    for a in 1...6 {
      for b in 1...6 {
        for sa in 1...4 {
          for sb in 1...4 {
            let rule = DistinctIndices(
              first: 0, stride: sa, second: 1, stride: sb, limit: .infinity)
            var seen: Set<Int> = []
            for i in 0..<a { for j in 0..<b { seen.insert(sa * i + sb * j) } }
            let gcd = (1...4).last { sa % $0 == 0 && sb % $0 == 0 } ?? 1
            // With a below sb / g it counts gaps where b exceeds sa / g; never too few.
            if a >= sb / gcd || b <= sa / gcd {
              #expect(
                rule.count(Double(a), Double(b)) == Double(seen.count), "\(a) \(b) \(sa) \(sb)")
            } else {
              #expect(rule.count(Double(a), Double(b)) >= Double(seen.count))
            }
          }
        }
      }
    }
  }
}
