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
  /// The energy of sending a bit to another device; nil where it is unknown.
  public var energy: Sourced<EnergyPerBit>?
  /// The numbers they leave open.
  public var open: Set<OpenNumber>

  /// Creates links.
  public init(
    bandwidth: Sourced<Bandwidth>, sustained: Sourced<Double>, start: Sourced<Seconds>,
    step: Sourced<Seconds>, ramp: Sourced<ByteCount>, topology: Topology,
    energy: Sourced<EnergyPerBit>? = nil, open: Set<OpenNumber> = []
  ) {
    self.bandwidth = bandwidth
    self.sustained = sustained
    self.start = start
    self.step = step
    self.ramp = ramp
    self.topology = topology
    self.energy = energy
    self.open = open
  }

  /// The time of a collective, all runs together.
  ///
  /// `start + steps*alpha + w*n/beta * (1 + ramp/(n + ramp))` with the share w and the steps of the kind
  /// [workloads 5.8]; an all-to-all on a ring crosses the middle: `n*N/(8*beta)` where that is more.
  public func time(_ collective: Collective) -> Seconds {
    guard collective.devices > 1, collective.bytes > 0 else { return .zero }
    let message = ByteCount(collective.bytes)
    let rate = bandwidth.value * sustained.value
    var sent = message * collective.kind.sentShare(devices: collective.devices)
    if collective.kind == .allToAll, topology == .ring {
      sent = max(sent, message * (Double(collective.devices) / 8))
    }
    let slow = 1 + ramp.value.value / (message + ramp.value).value
    let latency =
      start.value + step.value * Double(collective.kind.steps(devices: collective.devices))
    return (latency + sent / rate * slow) * Double(collective.count)
  }

  /// The energy of a collective, all devices' sending divided by their number; nil where unknown.
  public func energy(_ collective: Collective) -> Energy? {
    energy.map { $0.value * ByteCount(collective.sentBytes).bits }
  }
}
