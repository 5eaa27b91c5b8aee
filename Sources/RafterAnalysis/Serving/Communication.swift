// SPDX-License-Identifier: Apache-2.0
import RafterHardware
public import RafterQuantities
public import RafterWorkload

/// What a pass of several devices spends on their links.
public struct Communication: Sendable, Hashable {
  /// One collective and its time, all its runs together.
  public struct Item: Sendable, Hashable {
    /// What is done.
    public var collective: Collective
    /// Its time.
    public var time: Seconds
  }

  /// The collectives, in the order of a block.
  public var items: [Item]
  /// Bytes that each device sends.
  public var sent: ByteCount
  /// All of them, one after another.
  public var time: Seconds
  /// The work of a device and then its links: nothing overlaps.
  public var sum: Seconds
  /// The longer of the two: all overlaps.
  public var maximum: Seconds
  /// The energy of sending, for each device; nil where it is unknown.
  public var energy: Energy?

  /// The communication of a workload whose layers take `work`; nil where it has none, or the machine describes no links.
  init?(_ workload: Workload, _ work: Seconds, on machine: Accelerator) {
    guard let pass = workload.pass, !pass.collectives.isEmpty, let links = machine.links else {
      return nil
    }
    items = pass.collectives.map { Item(collective: $0, time: links.time($0)) }
    sent = pass.collectives.reduce(.zero) { $0 + ByteCount($1.sentBytes) }
    time = items.reduce(.zero) { $0 + $1.time }
    sum = work + time
    maximum = max(work, time)
    energy = pass.collectives.reduce(Optional(Energy.zero)) { $0 + links.energy($1) }
  }
}
