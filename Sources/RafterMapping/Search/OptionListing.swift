// SPDX-License-Identifier: Apache-2.0

/// Lists the options of one side.
struct OptionListing {
  /// What a loop may take of the side.
  private struct Loop {
    var dimension: Int
    var length: Int
    /// Smallest first, so that the next larger one is at the next place; all that the side has room for.
    var factors: [Int]
    /// For each factor the next larger one of all; one that never fits where there is none.
    var next: [Int]
    /// Whether parts along it need copies of some operand.
    var needsCopies: Bool
  }

  private let place: SearchSpace.SidePlace
  private let size: Int
  private let filling: Filling
  private var loops: [Loop]
  /// For each loop the place of its factor.
  private var chosen: [Int]
  private var found: [SideOption] = []

  /// - Parameter ceilings: the sizes of ``TileCandidates/ceilings(_:)``.
  init(
    of place: SearchSpace.SidePlace, in space: SearchSpace, lengths: [Int], _ filling: Filling,
    ceilings: (Int) -> [Int] = TileCandidates.ceilings
  ) {
    let side = space.machine.arrays[place.array].sides[place.side]
    self.place = place
    self.filling = filling
    size = side.size
    loops = space.active.filter { lengths[$0] > 1 && side.allowed & (1 << UInt64($0)) != 0 }.map {
      d in
      let all = ceilings(lengths[d])
      let factors = Array(all.reversed().prefix { $0 <= side.size })
      // Where the largest is the loop itself none is larger.
      let beyond = factors.count < all.count ? all[all.count - factors.count - 1] : Int(Int32.max)
      return Loop(
        dimension: d, length: lengths[d], factors: factors, next: factors.dropFirst() + [beyond],
        needsCopies: (0..<3).contains {
          space.nest.operands[$0].relevant & (1 << UInt64(d)) == 0
            && !SearchSpace.unites($0, side)
        })
    }
    chosen = loops.map { _ in 0 }
  }

  /// All of them, the fullest first.
  mutating func run() -> [SideOption] {
    choose(0, 1, 0, true)
    // The numbers alone, since each option is large to be copied.
    var order: [(steps: Double, count: Int, place: Int)] = []
    order.reserveCapacity(found.count)
    let all = found.span
    for place in all.indices { order.append((all[place].steps, all[place].count, place)) }
    order.sort(by: <)
    return order.map { found[$0.place] }
  }

  /// The option that unrolls just this, as far as the loops reach; nil if none of all does.
  mutating func option(of wanted: [Unrolling]) -> SideOption? {
    var (product, count, isClean) = (1, 0, true)
    defer { for i in chosen.indices { chosen[i] = 0 } }
    for unrolling in wanted {
      // A loop of which nothing is left needs no part.
      guard let i = loops.firstIndex(where: { $0.dimension == Int(unrolling.dimension) }) else {
        continue
      }
      let factor = min(Int(unrolling.factor), loops[i].length)
      guard let k = loops[i].factors.firstIndex(of: factor) else { return nil }
      guard k > 0 else { continue }
      chosen[i] = k
      product *= factor
      count += 1
      isClean = isClean && !loops[i].needsCopies
    }
    guard product <= size, count <= SearchSpace.loopsOfSide, isMaximal(product, count, isClean)
    else { return nil }
    note(isClean)
    return found.popLast()
  }

  private mutating func choose(_ i: Int, _ product: Int, _ count: Int, _ isClean: Bool) {
    guard i < loops.count else {
      if filling == .any || isMaximal(product, count, isClean) { note(isClean) }
      return
    }
    choose(i + 1, product, count, isClean)
    guard count < SearchSpace.loopsOfSide else { return }
    let isCleanHere = isClean && !loops[i].needsCopies
    // A factor of the last loop that could be larger is not maximal, whatever the others are.
    let isLast = i + 1 == loops.count || count + 1 == SearchSpace.loopsOfSide
    for k in loops[i].factors.indices.dropFirst() {
      let factor = loops[i].factors[k]
      if product * factor > size { break }
      if isLast, filling == .full, product * loops[i].next[k] <= size { continue }
      chosen[i] = k
      choose(i + 1, product * factor, count + 1, isCleanHere)
    }
    chosen[i] = 0
  }

  /// Whether no factor can be raised while the others stay.
  private func isMaximal(_ product: Int, _ count: Int, _ isClean: Bool) -> Bool {
    for i in loops.indices {
      let k = chosen[i]
      if k == 0, count == SearchSpace.loopsOfSide || (isClean && loops[i].needsCopies) { continue }
      // The product without the factor, times the next one; sides have a million parts at most.
      if product * loops[i].next[k] <= size * loops[i].factors[k] { return false }
    }
    return true
  }

  private mutating func note(_ isClean: Bool) {
    var option = SideOption(needsCopies: !isClean)
    for i in loops.indices where chosen[i] > 0 {
      option.append(
        place.unrolling(of: loops[i].dimension, factor: loops[i].factors[chosen[i]]),
        length: loops[i].length)
    }
    found.append(option)
  }
}
