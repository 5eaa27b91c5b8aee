// SPDX-License-Identifier: Apache-2.0

/// The most sides of arrays that a search decides.
let maximumSides = 8

/// One loop on one side of an array.
struct Unrolling: Sendable, Hashable {
  var factor: Int32
  var array: Int8
  var side: Int8
  var dimension: Int8
  /// The level whose parts the array makes.
  var level: Int8
  /// A bit for each operand of which one transfer serves all parts, or takes their sum.
  var unites: UInt8
}

/// What is unrolled on the arrays of the path, outermost first, and which memories are bypassed.
struct SpatialChoice: Sendable {
  /// The unrollings.
  private(set) var unrollings: [Unrolling] = []
  /// How many of the sides (`SearchSpace.sides`) are decided; the others may unroll anything.
  private(set) var decided = Int.max
  /// For each level how many unrollings make parts of levels further out; they come in this order.
  private(set) var before = InlineArray<10, UInt8>(repeating: 0)
  /// The placement, an index in `BranchAndBound.spaces`.
  private(set) var placement = 0

  /// Nothing is unrolled.
  static let none = SpatialChoice()
  /// Nothing is decided yet.
  static let open = open(0)

  /// Nothing but the placement is decided yet.
  static func open(_ placement: Int) -> SpatialChoice {
    var choice = SpatialChoice()
    choice.decided = 0
    choice.placement = placement
    return choice
  }

  subscript(_ index: Int) -> Unrolling {
    @inline(__always) get { unrollings[index] }
  }

  /// How many unrollings there are.
  var count: Int {
    @inline(__always) get { unrollings.count }
  }

  /// The places of unrollings on arrays inside memory `outer` and not inside memory `inner`.
  @inline(__always)
  func range(from outer: Int, to inner: Int) -> Range<Int> {
    Int(before[outer + 1])..<Int(before[inner + 1])
  }

  /// How many parts a loop is split into by the arrays that make the parts of levels above `level`.
  @inline(__always)
  func factor(of dimension: Int, after level: Int) -> Int {
    var product = 1
    for i in Int(before[level + 1])..<unrollings.count
    where unrollings[i].dimension == dimension {
      product *= Int(unrollings[i].factor)
    }
    return product
  }

  /// This choice with the next side decided.
  func deciding(_ option: borrowing SideOption) -> SpatialChoice {
    var choice = self
    choice.unrollings.reserveCapacity(unrollings.count + option.count)
    for i in 0..<option.count {
      choice.unrollings.append(option[i])
      for level in (Int(option[i].level) + 1)..<choice.before.count { choice.before[level] += 1 }
    }
    choice.decided += 1
    return choice
  }

  /// The same unrollings under another placement.
  ///
  /// - Parameter level: of an array the level whose parts it makes there.
  func moved(to placement: Int, level: (Int) -> Int) -> SpatialChoice {
    var choice = self
    choice.placement = placement
    choice.before = InlineArray(repeating: 0)
    for i in unrollings.indices {
      let inside = level(Int(unrollings[i].array))
      choice.unrollings[i].level = Int8(inside)
      for further in (inside + 1)..<before.count { choice.before[further] += 1 }
    }
    return choice
  }

  /// Whether two choices are one.
  func isSame(as other: SpatialChoice) -> Bool {
    placement == other.placement && decided == other.decided && unrollings == other.unrollings
  }

  /// What is left of each loop for one part.
  func lengths(_ bounds: [Int]) -> [Int] {
    var lengths = bounds
    for unrolling in unrollings {
      let (d, factor) = (Int(unrolling.dimension), Int(unrolling.factor))
      lengths[d] = (lengths[d] + factor - 1) / factor
    }
    return lengths
  }
}
