// SPDX-License-Identifier: Apache-2.0
import RafterQuantities

extension ChainOfBounds {
  /// The chain of two products of a layer that run one after the other (attention: scores, then
  /// context): bounds add link by link.
  ///
  /// A link that only one of them has leaves the other's bound as it is.
  public static func + (a: Self, b: Self) -> Self {
    var boundA = Seconds.zero
    var boundB = Seconds.zero
    var builder: ChainBuilder?
    for step in mergedSteps(a, b) {
      boundA = max(boundA, a.seconds(after: step) ?? .zero)
      boundB = max(boundB, b.seconds(after: step) ?? .zero)
      if builder == nil {
        builder = ChainBuilder(start: boundA + boundB)
      } else {
        builder?.raise(step, to: boundA + boundB)
      }
    }
    let start = a.start + b.start
    let dense = a.start * a.sparsityGain + b.start * b.sparsityGain
    return Self(
      entries: builder?.entries ?? [], resources: merged(a.resources, b.resources),
      sparsityGain: start > .zero ? dense.ratio(to: start) : 1)
  }

  /// The chain of several products one after the other; nil for none.
  public static func sum(_ chains: [Self]) -> Self? {
    var total: Self?
    for chain in chains { total = total.map { $0 + chain } ?? chain }
    return total
  }

  /// The chain of `count` equal layers one after the other: all times grow alike, no factor moves.
  public func repeated(_ count: Int) -> Self {
    var copy = self
    for i in copy.entries.indices { copy.entries[i].seconds = entries[i].seconds * Double(count) }
    for i in copy.resources.indices { copy.resources[i].time = resources[i].time * Double(count) }
    return copy
  }

  /// The links of either, in the order of the chain; levels in the order of the first.
  private static func mergedSteps(_ a: Self, _ b: Self) -> [ChainStep] {
    var levels: [String] = []
    var steps: [ChainStep] = []
    var seen: Set<ChainStep> = []
    for step in a.entries.map(\.step) + b.entries.map(\.step) {
      if seen.insert(step).inserted { steps.append(step) }
      if let level = step.level, !levels.contains(level) { levels.append(level) }
    }
    func place(_ step: ChainStep) -> (Int, Int) {
      (step.rank, step.level.flatMap { levels.firstIndex(of: $0) } ?? 0)
    }
    return steps.sorted { place($0) < place($1) }
  }

  private static func merged(_ a: [ResourceTime], _ b: [ResourceTime]) -> [ResourceTime] {
    var sums = a
    for item in b {
      if let i = sums.firstIndex(where: { $0.resource == item.resource }) {
        sums[i].time += item.time
      } else {
        sums.append(item)
      }
    }
    return sums
  }
}
