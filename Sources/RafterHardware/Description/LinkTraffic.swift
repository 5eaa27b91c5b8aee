// SPDX-License-Identifier: Apache-2.0
public import RafterWorkload

/// What a collective asks of the links of a topology, for each byte of its message.
public struct LinkTraffic: Sendable, Hashable {
  /// The time of long messages, in n over the bandwidth beta of a device.
  public var share: Double
  /// The steps that follow one another, each of alpha.
  public var steps: Int
  /// The bytes that pass over links, for each device and each byte of n: what takes energy.
  public var carried: Double
}

extension Links {
  /// The most devices that they join; nil without a limit.
  public var devices: Int? {
    dimensions.isEmpty ? nil : dimensions.reduce(1, *)
  }

  /// Whether so many devices are a block of the grid, or lie at a switch.
  public func holdsGroup(of devices: Int) -> Bool {
    guard devices > 1, !dimensions.isEmpty else { return true }
    return topology == .fullyConnected
      ? devices <= (self.devices ?? devices) : grid(of: devices) != nil
  }

  /// What a collective of a number of devices asks of the links.
  ///
  /// With beta all that a device can send, N devices and a message of n bytes:
  ///
  /// - `switch`: the steps of a ring through it, each at full width [Thakur, Rabenseifner and Gropp 2005]:
  ///   all-reduce `2(N-1)/N*n/beta`, gathering and exchange `(N-1)/N*n/beta`, to one other `n/beta`.
  /// - `ring`, `torus`: two links along each of k sides, all of them busy [Sack and Gropp 2015]. With equal sides that
  ///   close, gathering takes `(N-1)/N*n/beta` and all-reduce twice that, in the sum of (side - 1) steps; an exchange
  ///   crosses the middle of the longest side s: `k*s/4*n/beta`; a neighbour is reached by one link: `2k*n/beta`.
  /// - `mesh`: sides do not close. A device at an end has one link along its side, so all takes twice as long.
  /// - `fully-connected`: each device has a link of `beta/(D-1)` to each of the D-1 others, and all goes in one step
  ///   (two of an all-reduce); what a group of N < D leaves unused are the links to others.
  ///
  /// A block of a torus that is shorter than a side of it does not close there, unless switches close it
  /// (``Links/closesEvery``), and uses the links of its own sides only. A group that is no block is timed as a line that
  /// winds through the grid.
  public func traffic(_ kind: CollectiveKind, devices: Int) -> LinkTraffic {
    let sent = kind.sentShare(devices: devices)
    let steps = kind.steps(devices: devices)
    guard devices > 1 else { return LinkTraffic(share: 0, steps: 0, carried: 0) }
    switch topology {
    case .crossbar: return LinkTraffic(share: sent, steps: steps, carried: sent)
    case .fullyConnected:
      let all = max(self.devices ?? devices, devices)
      let toEach = Double(all - 1)
      switch kind {
      case .allReduce:
        return LinkTraffic(share: 2 * toEach / Double(devices), steps: 2, carried: sent)
      case .allGather, .reduceScatter, .allToAll:
        return LinkTraffic(share: toEach / Double(devices), steps: 1, carried: sent)
      case .pointToPoint: return LinkTraffic(share: toEach, steps: 1, carried: sent)
      }
    case .ring, .torus, .mesh:
      let grid = grid(of: devices) ?? winding(of: devices)
      switch kind {
      case .allReduce:
        return LinkTraffic(share: 2 * grid.gathering, steps: 2 * grid.steps, carried: sent)
      case .allGather, .reduceScatter:
        return LinkTraffic(share: grid.gathering, steps: grid.steps, carried: sent)
      case .allToAll:
        return LinkTraffic(share: grid.exchange, steps: grid.steps, carried: grid.hops)
      case .pointToPoint:
        return LinkTraffic(share: grid.neighbour, steps: 1, carried: sent)
      }
    }
  }

  /// The block of the grid that a group takes; nil where there is none.
  private func grid(of devices: Int) -> LinkGrid? {
    if dimensions.isEmpty {
      // Where nothing is said of their number, all that there are take part.
      return topology == .ring ? .ring(of: devices) : nil
    }
    return LinkGrid(of: devices, in: dimensions) { length, all in
      guard topology != .mesh else { return false }
      return length == all || (closesEvery.map { length.isMultiple(of: $0) } ?? false)
    }
  }

  private func winding(of devices: Int) -> LinkGrid {
    var line = LinkGrid.ring(of: devices)
    line.sides[0].closes = false
    line.dimensions = max(1, dimensions.count)
    return line
  }
}
