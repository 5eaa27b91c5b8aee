// SPDX-License-Identifier: Apache-2.0

/// The cycles in which at least one link of a port may move data [mapping 6.1, step 4; reading 9].
///
/// Of link i the first A_i cycles of every period P_i, all periods aligned at 0, over the longest period. Periods are
/// prefixes of one product, so each divides the next, and the count follows from the shorter links:
///
///     free_i(x) = cycles below x that no link up to i covers, x <= P_i
///               = free_(i-1)(x) - free_(i-1)(A_i)           for x > A_i, else 0
///     free_i(x) = (x / P_i) free_i(P_i) + free_i(x mod P_i) for longer x
struct WindowUnion {
  /// Period and allowed cycles of each link, shortest period first.
  private var links: [(period: Int, allowed: Int)] = []

  /// Room for as many links as a port has.
  init(capacity: Int) { links.reserveCapacity(capacity) }

  mutating func removeAll() { links.removeAll(keepingCapacity: true) }

  mutating func insert(period: Int, allowed: Int) {
    var place = links.count
    while place > 0, links[place - 1].period > period { place -= 1 }
    links.insert((period, allowed), at: place)
  }

  /// The union over the longest period.
  func length() -> Int {
    guard let longest = links.last?.period else { return 0 }
    return longest - free(links.count, longest)
  }

  /// Cycles below x that none of the first links covers.
  private func free(_ count: Int, _ x: Int) -> Int {
    guard count > 0 else { return x }
    let link = links[count - 1]
    let whole = x / link.period
    let rest = x % link.period
    return (whole > 0 ? whole * freeWithin(count, link.period) : 0) + freeWithin(count, rest)
  }

  private func freeWithin(_ count: Int, _ x: Int) -> Int {
    let allowed = links[count - 1].allowed
    return x <= allowed ? 0 : free(count - 1, x) - free(count - 1, allowed)
  }
}
