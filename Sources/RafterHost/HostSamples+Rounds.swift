// SPDX-License-Identifier: Apache-2.0
import RafterQuantities

extension HostSamples {
  /// The better of two rounds on one computer, number by number.
  ///
  /// A host that others use may be faster at one time than at another, and what is held against roofs ran at either. Medians are
  /// those farther from the best, so that the spread is that of both rounds. What only one round timed is kept.
  public func better(of other: HostSamples) -> HostSamples {
    var joined = self
    joined.clock = clock.higher(other.clock)
    for peak in other.peaks {
      if let place = joined.peaks.firstIndex(where: {
        $0.loop == peak.loop && $0.threads == peak.threads
      }) {
        joined.peaks[place].throughput = joined.peaks[place].throughput.higher(peak.throughput)
      } else {
        joined.peaks.append(peak)
      }
    }
    for stream in other.streams {
      if let place = joined.streams.firstIndex(where: {
        $0.level == stream.level && $0.pattern == stream.pattern && $0.threads == stream.threads
      }) {
        joined.streams[place].bandwidth = joined.streams[place].bandwidth.higher(stream.bandwidth)
      } else {
        joined.streams.append(stream)
      }
    }
    joined.wake = min(wake, other.wake)
    joined.idlePower =
      if let idlePower, let power = other.idlePower { min(idlePower, power) } else {
        idlePower ?? other.idlePower
      }
    joined.unverified += other.unverified.filter { !unverified.contains($0) }
    return joined
  }

  /// How much the best of any number differs between two rounds at most, as a share of the higher one.
  public func largestChange(to other: HostSamples) -> (what: String, share: Double) {
    var changes: [(what: String, share: Double)] = [("clock", clock.change(to: other.clock))]
    for peak in peaks {
      for next in other.peaks where next.loop == peak.loop && next.threads == peak.threads {
        changes.append((peak.loop.rawValue, peak.throughput.change(to: next.throughput)))
      }
    }
    for stream in streams {
      for next in other.streams
      where next.level == stream.level && next.pattern == stream.pattern
        && next.threads == stream.threads
      {
        changes.append(
          (
            "\(stream.level) \(stream.pattern.rawValue)",
            stream.bandwidth.change(to: next.bandwidth)
          ))
      }
    }
    return changes.dropFirst().reduce(changes[0]) { $1.share > $0.share ? $1 : $0 }
  }
}

extension Tries {
  /// The higher best of both, and the median that is farther from it.
  fileprivate func higher(_ other: Tries) -> Tries {
    Tries(
      best: max(best, other.best), median: min(median, other.median), count: count + other.count)
  }

  fileprivate func change(to other: Tries) -> Double {
    let (lower, higher) = (min(best, other.best), max(best, other.best))
    return higher > .zero ? 1 - lower.ratio(to: higher) : 0
  }
}
