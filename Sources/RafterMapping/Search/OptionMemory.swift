// SPDX-License-Identifier: Apache-2.0

/// Options of sides that were listed before: choices that leave a side the same lengths share them, whatever the
/// placement.
struct OptionMemory: Sendable {
  private struct Question: Hashable {
    var side: Int
    /// The level whose parts the side makes: placements may differ in it.
    var level: Int
    /// What is left of each loop that the side may unroll; 1 for the others.
    var lengths: [Int]
    var filling: Filling
  }

  /// All options, and for how many of one kind which of them may be good.
  private struct Listed {
    var all: [SideOption]
    var few: [Int: [Int]] = [:]
  }

  private var options: [Question: Listed] = [:]
  /// How many options there are of all sides.
  private(set) var size = 0
  /// For lengths of loops the sizes of ``TileCandidates/ceilings(_:)``.
  private var ceilings: [Int: [Int]] = [:]

  /// All options of a side: up to three loops with factors `ceil(D/n)`, where it is to be full none of which can be raised
  /// while the others stay; the fullest first.
  ///
  /// A loop without part in an option may stay out although it would fit where it would need copies and the option needs
  /// none.
  ///
  /// - Parameter side: an index in `SearchSpace.sides`.
  mutating func options(
    of side: Int, in space: SearchSpace, lengths: [Int], _ filling: Filling
  ) -> [SideOption] {
    let place = space.sides[side]
    // What the user fixed may be on any loops, and is listed at once.
    if let option = space.fixedOption(of: place, lengths: lengths) { return [option] }
    let question = question(of: side, in: space, lengths: lengths, filling)
    return list(question, of: place, in: space, lengths: lengths, filling)
  }

  /// All options of a full side, and the places of those of which one may be good.
  ///
  /// - Parameters:
  ///   - side: an index in `SearchSpace.sides`.
  ///   - count: of one kind, as in ``SideOption/kept(_:lengths:count:)``.
  mutating func few(
    of side: Int, in space: SearchSpace, lengths: [Int], count: Int
  ) -> (all: [SideOption], places: [Int]) {
    let place = space.sides[side]
    if let option = space.fixedOption(of: place, lengths: lengths) {
      return ([option], SideOption.kept([option], lengths: lengths, count: count))
    }
    let question = question(of: side, in: space, lengths: lengths, .full)
    let all = list(question, of: place, in: space, lengths: lengths, .full)
    if let known = options[question]?.few[count] { return (all, known) }
    let places = SideOption.kept(all, lengths: lengths, count: count)
    options[question]?.few[count] = places
    return (all, places)
  }

  private mutating func list(
    _ question: Question, of place: SearchSpace.SidePlace, in space: SearchSpace, lengths: [Int],
    _ filling: Filling
  ) -> [SideOption] {
    if let known = options[question] { return known.all }
    var listing = listing(of: place, in: space, lengths: lengths, filling)
    let found = listing.run()
    options[question] = Listed(all: found)
    size += found.count
    return found
  }

  /// The option of a full side that is nearest to some unrollings of it.
  ///
  /// - Parameters:
  ///   - wanted: what to be near to, of this side.
  ///   - side: an index in `SearchSpace.sides`.
  mutating func nearest(
    to wanted: [Unrolling], of side: Int, in space: SearchSpace, lengths: [Int]
  ) -> SideOption {
    let place = space.sides[side]
    if let option = space.fixedOption(of: place, lengths: lengths) { return option }
    let question = question(of: side, in: space, lengths: lengths, .full)
    if options[question] == nil {
      // Where the same is an option still nothing has to be listed.
      var listing = listing(of: place, in: space, lengths: lengths, .full)
      if let same = listing.option(of: wanted) { return same }
    }
    let all = list(question, of: place, in: space, lengths: lengths, .full)
    return all[SideOption.nearest(to: wanted, of: all, lengths: lengths)]
  }

  private func question(
    of side: Int, in space: SearchSpace, lengths: [Int], _ filling: Filling
  ) -> Question {
    let place = space.sides[side]
    let allowed = space.machine.arrays[place.array].sides[place.side].allowed
    var reached = lengths
    for d in reached.indices where allowed >> UInt64(d) & 1 == 0 { reached[d] = 1 }
    return Question(side: side, level: place.level, lengths: reached, filling: filling)
  }

  private mutating func listing(
    of place: SearchSpace.SidePlace, in space: SearchSpace, lengths: [Int], _ filling: Filling
  ) -> OptionListing {
    OptionListing(of: place, in: space, lengths: lengths, filling) { length in
      if let known = ceilings[length] { return known }
      let found = TileCandidates.ceilings(length)
      ceilings[length] = found
      return found
    }
  }
}
