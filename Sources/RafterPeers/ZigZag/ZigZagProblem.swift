// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterQuantities

/// A layer on a machine with its unrolling, in flat tables: all that does not depend on the temporal loops.
struct ZigZagProblem: Sendable {
  /// What a dimension is to an operand [mapping 6.1].
  enum Relevance: UInt8, Sendable {
    case irrelevant, relevant, partial
  }

  /// One unrolling in one of the two views.
  struct Unrolled: Sendable {
    let dimension: Int
    let factor: Double
  }

  /// What depends on whether unrollings are whole or fractional.
  struct View: Sendable {
    /// Per operand and level: unrollings.
    let unrolled: [[[Unrolled]]]
    /// Per operand and level: how much more data a level feeds than one instance below holds.
    let boost: [[Double]]
    /// Per operand and level: instances.
    let units: [[Double]]
    /// The outermost level at which the output has an irrelevant unrolling, or -1.
    let outermostReduction: Int
  }

  /// One direction of one operand at one level.
  struct Link: Sendable {
    let operand: Int
    /// The level of the memory, from 1.
    let level: Int
    let direction: ZigZagDirection
  }

  /// A port and what it does here.
  struct Port: Sendable {
    let width: Double
    let links: [Link]
    /// Whether it serves both inputs.
    let isShared: Bool
  }

  /// The port behind a link.
  struct Width: Sendable {
    let minimum: Double
    let maximum: Double
    let isShared: Bool
  }

  let dimensionNames: [String]
  let dimensionCount: Int
  let operandCount: Int
  /// Per operand and dimension.
  let relevance: [[Relevance]]
  /// Per operand: dimensions that index it on their own.
  let pure: [[Int]]
  /// Per operand: sums of indices.
  let sums: [[DistinctIndices]]
  /// Per operand: bits of an element (partial sums of the output).
  let bits: [Double]
  let finalBits: Double
  /// Per operand: memory at each level, from level 1 at index 0.
  let memories: [[Int]]
  /// Per operand, level and direction.
  let widths: [[[Width?]]]
  /// Per memory: which operand and level it holds, in the order of its operands.
  let contents: [[(operand: Int, level: Int)]]
  let capacity: [Double]
  let readEnergy: [Double]
  let writeEnergy: [Double]
  let isDoubleBuffered: [Bool]
  let ports: [Port]
  let whole: View
  let fractional: View
  /// Whether both views are one.
  let isWhole: Bool
  let macs: Int
  let unitCount: Int
  let macEnergy: Double
  let cyclesPerOperation: Double
  let drain: Double

  /// The most levels of an operand.
  var levelCount: Int { memories.reduce(0) { max($0, $1.count) } }

  /// Elements for products of loops per dimension, starting at an offset.
  @inline(__always)
  func size(_ operand: Int, _ extents: [Double]) -> Double {
    var size = 1.0
    for dimension in pure[operand] { size *= extents[dimension] }
    for sum in sums[operand] { size *= sum.count(extents[sum.first], extents[sum.second]) }
    return size
  }
}
