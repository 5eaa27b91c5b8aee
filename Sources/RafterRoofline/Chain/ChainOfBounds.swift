// SPDX-License-Identifier: Apache-2.0
public import RafterQuantities

/// The bounds on a layer's time from the peak to the end, each at least the one before.
///
/// Up to the traffic of the mapping a bound is the greatest time of the resources looked at so far.
/// Levels that cannot overlap with computation then add their times to the greatest of the others, and
/// start-up adds to that [rooflines 3.4]:
///
///     T5    = max(array, vector, overlapped levels) + sum of the other levels
///     T_end = max(T5, power cap) + fill + load + offload + launch
///
/// The same idea as the seven steps of Eyexam (shape, loop nest, PEs, array dimensions, storage,
/// bandwidth, access pattern) and, one to one, as the chain of ZigZag's cost model: ideal cycles
/// (`format`), ideal temporal cycles (`spatial`), stalls (`vector` to `nonOverlap`), data loading (`load`),
/// offloading (`offload`) [rooflines 2.1].
public struct ChainOfBounds: Sendable, Hashable {
  /// The links, ``ChainStep/peak`` first; the product of their factors is `T0 / T_end`.
  public internal(set) var entries: [ChainEntry]
  /// How long each resource is busy: array, vector unit, ports innermost first, power.
  public internal(set) var resources: [ResourceTime]
  /// Dense time over executed time at the peak, kept out of the product; 1 without skipping.
  public internal(set) var sparsityGain: Double

  init(entries: [ChainEntry], resources: [ResourceTime], sparsityGain: Double) {
    self.entries = entries
    self.resources = resources
    self.sparsityGain = sparsityGain
  }

  /// Makes the chain of one layer, or of one product of a layer.
  ///
  /// Links that say nothing are left out: `sustained` where long runs reach the peak, `vector` without
  /// vector operations, `power-cap` without a cap.
  public init(_ times: LayerTimes) {
    var builder = ChainBuilder(start: times.peak)
    builder.raise(.format, to: times.format)
    if times.sustainedFormat > times.format {
      builder.raise(.sustained, to: times.sustainedFormat)
    }
    builder.raise(.spatial, to: times.spatial)
    if times.vector > .zero { builder.raise(.vector, to: times.vector) }
    for level in times.levels {
      builder.raise(.compulsory(level: level.name), to: level.compulsory)
    }
    for level in times.levels {
      builder.raise(.attainable(level: level.name), to: level.attainable)
    }
    for level in times.levels { builder.raise(.mapped(level: level.name), to: level.mapped) }
    builder.raise(.nonOverlap, to: times.partlyOverlapped)
    if let powerCap = times.powerCap { builder.raise(.powerCap, to: powerCap) }
    builder.add(.fill, times.fill)
    builder.add(.load, times.load)
    builder.add(.offload, times.offload)
    builder.add(.launch, times.launch)
    self.init(
      entries: builder.entries, resources: times.resources, sparsityGain: times.sparsityGain)
  }

  /// T0, the time at the peak of the best format.
  public var start: Seconds { entries.first?.seconds ?? .zero }

  /// T_end, the time of the layer.
  public var end: Seconds { entries.last?.seconds ?? .zero }

  /// The share of the peak that is attained, `T0 / T_end`.
  public var attainedShare: Double { ChainBuilder.factor(start, end) }

  /// The bound after a link; nil if the chain has no such link.
  public func seconds(after step: ChainStep) -> Seconds? {
    entries.first { $0.step == step }?.seconds
  }

  /// The share of the array that the layer's shape uses: the factor of ``ChainStep/spatial``.
  public var spatialUtilization: Double {
    entries.first { $0.step == .spatial }?.factor ?? 1
  }

  /// What waiting and start-up add, T5 and T6 together; the power cap is not among them.
  public var overhead: Seconds {
    var sum = Seconds.zero
    for (before, after) in zip(entries, entries.dropFirst()) where after.step.isOverhead {
      sum += after.seconds - before.seconds
    }
    return sum
  }

  /// The share of the time for which each resource is busy.
  public var occupancies: [Occupancy] {
    resources.map {
      Occupancy(
        resource: $0.resource, time: $0.time,
        share: end > .zero ? $0.time.ratio(to: end) : 0)
    }
  }
}

extension LayerTimes {
  /// T5 before it is compared with T4: overlapped resources at once, the other levels one by one.
  var partlyOverlapped: Seconds {
    var together = max(spatial, vector)
    var apart = Seconds.zero
    for level in levels {
      if level.isOverlapped {
        together = max(together, level.mapped)
      } else {
        apart += level.mapped
      }
    }
    return together + apart
  }
}

/// Adds links to a chain; the bound never falls.
struct ChainBuilder {
  private(set) var entries: [ChainEntry]
  private var bound: Seconds

  init(start: Seconds) {
    bound = start
    entries = [ChainEntry(step: .peak, seconds: start, factor: 1)]
  }

  mutating func raise(_ step: ChainStep, to seconds: Seconds) {
    let next = max(bound, seconds)
    entries.append(ChainEntry(step: step, seconds: next, factor: Self.factor(bound, next)))
    bound = next
  }

  mutating func add(_ step: ChainStep, _ seconds: Seconds) {
    raise(step, to: bound + seconds)
  }

  /// `before / after`; 1 for equal times, zero ones included.
  static func factor(_ before: Seconds, _ after: Seconds) -> Double {
    before == after ? 1 : before.ratio(to: after)
  }
}
