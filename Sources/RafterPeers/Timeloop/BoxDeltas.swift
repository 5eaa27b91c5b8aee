// SPDX-License-Identifier: Apache-2.0

/// How many elements a level fetches over all its temporal loops, as Timeloop counts them.
///
/// The tile of a level is a box. Of each next box only what the last one did not cover is fetched, as long as the boxes
/// move on by the same step; where the step changes, the whole box is fetched. Of a loop only the first two
/// iterations are walked; the second stands for all others. So a loop which does not move the box, between two that do,
/// costs the overlap: a quirk of the peer, whose real machine could keep it.
struct BoxDeltas {
  /// A temporal loop above the level: how far it moves the box along each rank, and its bound.
  struct Step {
    let offset: [Int]
    let bound: Int
  }

  private let widths: [Int]
  private let steps: [Step]
  private var position: [Int]
  private var last: [Int]?
  private var lastMove: [Int]?
  private var total = 0

  /// - Parameters:
  ///   - widths: Extent of the box along each rank.
  ///   - steps: Loops above, outermost first, bounds of 2 and more.
  init(widths: [Int], steps: [Step]) {
    self.widths = widths
    self.steps = steps
    position = widths.map { _ in 0 }
  }

  /// Elements fetched in all; nil where the count is too large.
  static func count(widths: [Int], steps: [Step]) -> Int? {
    // Boxes that no loop moves are fetched once, whatever the loops.
    var walk = BoxDeltas(widths: widths, steps: steps.filter { $0.bound > 1 })
    guard walk.steps.count <= 24, walk.walk(0, times: 1) else { return nil }
    return walk.total
  }

  private mutating func walk(_ depth: Int, times: Int) -> Bool {
    guard depth < steps.count else { return visit(times: times) }
    let step = steps[depth]
    guard walk(depth + 1, times: times) else { return false }
    for rank in position.indices { position[rank] += step.offset[rank] }
    let (scaled, isOver) = times.multipliedReportingOverflow(by: step.bound - 1)
    let isCounted = !isOver && walk(depth + 1, times: scaled)
    for rank in position.indices { position[rank] -= step.offset[rank] }
    return isCounted
  }

  private mutating func visit(times: Int) -> Bool {
    let volume = widths.reduce(1, *)
    var fetched = volume
    if let last {
      let move = zip(position, last).map { $0 - $1 }
      if lastMove == nil || lastMove == move {
        var overlap = 1
        for (width, shift) in zip(widths, move) { overlap *= max(0, width - abs(shift)) }
        fetched -= overlap
        lastMove = move
      } else {
        lastMove = nil
      }
    }
    last = position
    let (part, isOver) = fetched.multipliedReportingOverflow(by: times)
    let (sum, isOverToo) = total.addingReportingOverflow(part)
    total = sum
    return !isOver && !isOverToo
  }
}
