// SPDX-License-Identifier: Apache-2.0
public import RafterQuantities
public import RafterWorkload

/// The links between devices of a kind: one more level of the roofline, outside the outermost memory.
public struct Links: Sendable, Hashable {
  /// How devices are joined.
  public enum Topology: String, Sendable, Hashable, CaseIterable {
    /// Each reaches each other one at full width.
    case crossbar = "switch"
    /// Each reaches its two neighbours.
    case ring
    /// Each reaches two neighbours along every side of a grid, whose sides close.
    case torus
    /// The same, and sides do not close.
    case mesh
    /// Each has a link of its own to each other one.
    case fullyConnected = "fully-connected"
  }

  /// Bytes that a device can send in a second, all its links together, one way: beta.
  public var bandwidth: Sourced<Bandwidth>
  /// The share of it that long messages reach, in (0, 1].
  public var sustained: Sourced<Double>
  /// The time to start a collective.
  public var start: Sourced<Seconds>
  /// The time of one step of a ring: alpha.
  public var step: Sourced<Seconds>
  /// Messages much shorter than this reach half of the sustained bandwidth, much longer ones all of it.
  public var ramp: Sourced<ByteCount>
  /// How devices are joined.
  public var topology: Topology
  /// The devices along each side of the grid: one number of a ring and where each reaches each; none where all that take
  /// part are all there are.
  public var dimensions: [Int]
  /// Blocks of a torus whose side is a multiple of this close there too, by switches in the links; nil where only
  /// whole sides close.
  public var closesEvery: Int?
  /// The energy of sending a bit to another device; nil where it is unknown.
  public var energy: Sourced<EnergyPerBit>?
  /// The numbers they leave open.
  public var open: Set<OpenNumber>

  /// Creates links.
  public init(
    bandwidth: Sourced<Bandwidth>, sustained: Sourced<Double>, start: Sourced<Seconds>,
    step: Sourced<Seconds>, ramp: Sourced<ByteCount>, topology: Topology,
    dimensions: [Int] = [], closesEvery: Int? = nil,
    energy: Sourced<EnergyPerBit>? = nil, open: Set<OpenNumber> = []
  ) {
    self.bandwidth = bandwidth
    self.sustained = sustained
    self.start = start
    self.step = step
    self.ramp = ramp
    self.topology = topology
    self.dimensions = dimensions
    self.closesEvery = closesEvery
    self.energy = energy
    self.open = open
  }

  /// The time of a collective, all runs together.
  ///
  ///     start + steps*alpha + share * n/beta * (1 + ramp/(n + ramp))
  ///
  /// with share and steps of the kind on this topology, ``traffic(_:devices:)`` [workloads 5.8].
  public func time(_ collective: Collective) -> Seconds {
    guard collective.devices > 1, collective.bytes > 0 else { return .zero }
    let message = ByteCount(collective.bytes)
    let rate = bandwidth.value * sustained.value
    let traffic = traffic(collective.kind, devices: collective.devices)
    let slow = 1 + ramp.value.value / (message + ramp.value).value
    let latency = start.value + step.value * Double(traffic.steps)
    return (latency + message * traffic.share / rate * slow) * Double(collective.count)
  }

  /// The energy of a collective, of all links that its bytes pass, divided by the devices; nil where unknown.
  public func energy(_ collective: Collective) -> Energy? {
    energy.map {
      let carried = traffic(collective.kind, devices: collective.devices).carried
      return $0.value
        * ByteCount(Double(collective.bytes) * carried * Double(collective.count)).bits
    }
  }
}
