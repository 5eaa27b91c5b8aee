// SPDX-License-Identifier: Apache-2.0
import Synchronization

/// What searches worked out of the shapes of products and arrays, for searches on other machines.
///
/// Which loops a side may unroll follows from the loops and the sides alone, and what a sliding window counts from its loops:
/// machines that differ in memories, formats, clocks or energies have them in common. A search works with tables of its
/// own, which it takes from here and gives back, so that nothing in it waits. Tables say only what a search would find by
/// itself: results are the same with and without.
public final class ShapeMemory: Sendable {
  /// All that the options of sides depend on.
  private struct Unrolled: Hashable {
    var bounds: [Int]
    var relevant: [UInt64]
    var arrays: [[SideShape]]

    init(_ space: SearchSpace) {
      bounds = space.nest.bounds
      relevant = space.nest.operands.map(\.relevant)
      arrays = space.machine.arrays.map(\.sides)
    }
  }

  /// All that counts of windows depend on.
  private struct Windows: Hashable {
    var bounds: [Int]
    var axes: [[AxisShape]]

    init(_ space: SearchSpace) {
      bounds = space.nest.bounds
      axes = space.nest.operands.map(\.axes)
    }
  }

  /// So many entries of each kind take some ten megabytes.
  private static let mostEntries = 200_000
  private let options = Mutex(IdleTables<Unrolled, OptionMemory>(most: mostEntries))
  private let windows = Mutex(IdleTables<Windows, WindowMemory>(most: mostEntries))

  /// Creates an empty memory.
  public init() {}

  /// Takes tables for a search; new ones where none of such a shape are idle.
  func take(for space: SearchSpace) -> ShapeTables {
    ShapeTables(
      options: options.withLock { $0.take(Unrolled(space)) } ?? OptionMemory(),
      windows: windows.withLock { $0.take(Windows(space)) } ?? WindowMemory())
  }

  /// Keeps the tables of a search that has ended.
  func giveBack(_ tables: consuming ShapeTables, of space: SearchSpace) {
    options.withLock { $0.keep(tables.options, Unrolled(space), size: tables.options.size) }
    windows.withLock { $0.keep(tables.windows, Windows(space), size: tables.windows.size) }
  }
}

/// What one search knows of shapes.
struct ShapeTables: Sendable {
  var options = OptionMemory()
  var windows = WindowMemory()
}
