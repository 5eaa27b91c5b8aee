// SPDX-License-Identifier: Apache-2.0
import RafterHardware
import RafterMapping
import RafterQuantities
import RafterWorkload
import Synchronization

/// Remembers what was mapped, for analyses that have products and parts of machines in common.
///
/// A search depends on the product, its format, what its zeros spare, the path of memories and arrays, the clock, static
/// power and what was asked for. Where all of these are equal, its result is equal, and is taken from here instead of
/// searched again: a wider vector unit or another launch time maps nothing anew.
public final class MappingMemory: Sendable {
  /// All that a search depends on.
  struct Key: Hashable {
    var nest: LoopNest
    var format: ComputeFormat
    var savings: NestSavings
    var path: SearchedPath
    var clock: Frequency
    var staticPower: Power?
    var objective: Objective
    var constraints: MappingConstraints
    var limit: SearchLimit
  }

  /// What searches on one machine tell of those on another.
  let shapes = ShapeMemory()
  private let known = Mutex<[Key: MappingResult]>([:])
  private let bounds = Mutex<[Key: LeastCost?]>([:])
  private let counts = Mutex((searched: 0, reused: 0))

  /// Creates an empty memory.
  public init() {}

  /// How many products were searched for, and how many were known.
  public var uses: (searched: Int, reused: Int) { counts.withLock { $0 } }

  /// What is known of a product, or else the result of a search.
  ///
  /// Two searches for the same product at once find the same.
  func result(_ key: Key, search: () -> MappingResult) -> MappingResult {
    if let found = known.withLock({ $0[key] }) {
      counts.withLock { $0.reused += 1 }
      return found
    }
    let result = search()
    known.withLock { $0[key] = result }
    counts.withLock { $0.searched += 1 }
    return result
  }

  /// What is known of the least cost of a product, or else what is found; nil where nothing fits.
  func least(_ key: Key, find: () -> LeastCost?) -> LeastCost? {
    if let known = bounds.withLock({ $0[key] }) { return known }
    let found = find()
    bounds.withLock { $0[key] = .some(found) }
    return found
  }
}

extension MappingMemory.Key {
  /// The key of a product on a machine.
  ///
  /// - Parameters:
  ///   - savings: What its zeros spare.
  ///   - path: That of the machine, as a search sees it.
  init(
    _ nest: LoopNest, _ format: ComputeFormat, _ savings: NestSavings = .none,
    path: SearchedPath, on accelerator: Accelerator, _ options: AnalysisOptions
  ) {
    self.init(
      nest: nest, format: format, savings: savings, path: path,
      clock: accelerator.technology.frequency.value,
      staticPower: accelerator.power.staticPower?.value, objective: options.objective,
      constraints: options.constraints, limit: options.limit)
  }
}
