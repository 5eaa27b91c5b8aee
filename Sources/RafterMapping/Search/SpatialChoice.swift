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

  /// How many parts a loop is split into by the arrays that make the parts of levels above `level`.
  @inline(__always)
  func factor(of dimension: Int, after level: Int) -> Int {
    var product = 1
    for unrolling in unrollings where unrolling.dimension == dimension && unrolling.level > level {
      product *= Int(unrolling.factor)
    }
    return product
  }

  /// How many parts along a loop one transfer of an operand serves, on arrays further in than a memory.
  @inline(__always)
  func united(_ operand: Int, after level: Int, dimension: Int) -> Int {
    var product = 1
    for unrolling in unrollings
    where unrolling.dimension == dimension && unrolling.level > level
      && unrolling.unites & (1 << UInt8(operand)) != 0
    {
      product *= Int(unrolling.factor)
    }
    return product
  }

  /// This choice with the next side decided.
  func deciding(_ option: SideOption) -> SpatialChoice {
    var choice = self
    choice.unrollings += option.unrollings
    choice.decided += 1
    return choice
  }

  /// The same unrollings under another placement.
  ///
  /// - Parameter level: of an array the level whose parts it makes there.
  func moved(to placement: Int, level: (Int) -> Int) -> SpatialChoice {
    var choice = self
    choice.placement = placement
    for i in unrollings.indices {
      choice.unrollings[i].level = Int8(level(Int(unrollings[i].array)))
    }
    return choice
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
