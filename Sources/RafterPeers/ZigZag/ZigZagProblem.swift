// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterQuantities

/// A layer on a machine with its unrolling: all that does not depend on the temporal loops.
///
/// Its tables are flat, since a search reads them some ten million times: a table per operand and level has `stride`
/// entries an operand, level l at l (level 1 is the innermost memory, 0 the array).
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
    let unrolled: Groups<Unrolled>
    /// Per operand and level: how much more data a level feeds than one instance below holds.
    let boost: [Double]
    /// Per operand and level: instances.
    let units: [Double]
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

  /// What a memory holds.
  struct Content: Sendable {
    let operand: Int
    let level: Int
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
  /// Entries of a table for each operand: one for the array and one for each level.
  let stride: Int
  /// Per operand: levels of memory.
  let levels: [Int]
  /// Per operand and dimension, `dimensionCount` entries an operand.
  let relevance: [Relevance]
  /// Per operand: dimensions that index it on their own.
  let pure: Groups<Int>
  /// Per operand: sums of indices.
  let sums: Groups<DistinctIndices>
  /// Per operand: bits of an element (partial sums of the output).
  let bits: [Double]
  let finalBits: Double
  /// Per operand and level: the memory; of the array and of levels an operand has not, none is asked for.
  let memory: [Int]
  /// Per operand, level and direction, four entries a level.
  let widths: [Width?]
  /// Per memory: which operand and level it holds, in the order of its operands.
  let contents: Groups<Content>
  let capacity: [Double]
  let readEnergy: [Double]
  let writeEnergy: [Double]
  let isDoubleBuffered: [Bool]
  /// Per port: bits a cycle.
  let portWidth: [Double]
  /// Per port: what it moves here.
  let links: Groups<Link>
  let whole: View
  let fractional: View
  /// Whether both views are one.
  let isWhole: Bool
  let macs: Int
  let unitCount: Int
  let macEnergy: Double
  let cyclesPerOperation: Double
  let drain: Double

  /// What a dimension is to an operand.
  @inline(__always)
  func relevance(_ operand: Int, _ dimension: Int) -> Relevance {
    relevance[operand * dimensionCount + dimension]
  }

  /// Multiplies extents by what is unrolled for an operand at a level, fractions included.
  ///
  /// - Parameter first: Where the extents of the operand start.
  @inline(__always)
  func unroll(_ operand: Int, _ level: Int, _ extents: inout [Double], from first: Int) {
    for place in fractional.unrolled.places(operand * stride + level) {
      extents[first + fractional.unrolled[place].dimension] *= fractional.unrolled[place].factor
    }
  }

  /// Elements for products of loops per dimension.
  @inline(__always)
  func size(_ operand: Int, _ extents: [Double]) -> Double {
    var size = 1.0
    for place in pure.places(operand) { size *= extents[pure[place]] }
    for place in sums.places(operand) {
      size *= sums[place].count(extents[sums[place].first], extents[sums[place].second])
    }
    return size
  }
}
