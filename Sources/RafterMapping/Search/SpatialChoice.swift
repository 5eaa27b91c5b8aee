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
  /// The unrollings; `count` of them count.
  private var list: InlineArray<24, Unrolling> = .init(
    repeating: Unrolling(factor: 1, array: 0, side: 0, dimension: 0, level: 0, unites: 0))
  private(set) var count = 0
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
    @inline(__always) get { list[index] }
  }

  /// The unrollings, for use outside the inner loop.
  var unrollings: [Unrolling] { (0..<count).map { list[$0] } }

  /// How many parts a loop is split into by the arrays that make the parts of levels above `level`.
  @inline(__always)
  func factor(of dimension: Int, after level: Int) -> Int {
    var product = 1
    for i in 0..<count where list[i].dimension == dimension && list[i].level > level {
      product *= Int(list[i].factor)
    }
    return product
  }

  /// How many parts along a loop one transfer of an operand serves, on arrays further in than a memory.
  @inline(__always)
  func united(_ operand: Int, after level: Int, dimension: Int) -> Int {
    var product = 1
    for i in 0..<count
    where list[i].dimension == dimension && list[i].level > level
      && list[i].unites & (1 << UInt8(operand)) != 0
    {
      product *= Int(list[i].factor)
    }
    return product
  }

  /// This choice with the next side decided.
  func deciding(_ option: SideOption) -> SpatialChoice {
    var choice = self
    for unrolling in option.unrollings {
      choice.list[choice.count] = unrolling
      choice.count += 1
    }
    choice.decided += 1
    return choice
  }

  /// What is left of each loop for one part.
  func lengths(_ bounds: [Int]) -> [Int] {
    var lengths = bounds
    for i in 0..<count {
      let d = Int(list[i].dimension)
      lengths[d] = (lengths[d] + Int(list[i].factor) - 1) / Int(list[i].factor)
    }
    return lengths
  }
}
