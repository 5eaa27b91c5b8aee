// SPDX-License-Identifier: Apache-2.0
import RafterAnalysis
public import RafterHardware
public import RafterQuantities
import RafterRoofline

/// One machine of a list of machines.
public struct CatalogueEntry: Sendable, Hashable {
  /// What it computes in a pair of formats at best.
  public struct Peak: Sendable, Hashable {
    /// The formats.
    public var format: ArithmeticFormat
    /// The dense peak.
    public var throughput: Throughput
  }

  /// Its name.
  public var name: String
  /// Where its description comes from.
  public var title: String
  /// What it is among others.
  public var about: Identity
  /// Its process node; nil where it is not stated.
  public var node: ProcessNode?
  /// Its peaks, in the order of the description.
  public var peaks: [Peak]
  /// The name of its outermost memory.
  public var memory: String
  /// What all instances of its outermost memory hold; nil without a limit.
  public var capacity: ByteCount?
  /// The sustained bandwidth of its outermost memory; nil without ports.
  public var bandwidth: Bandwidth?
  /// The most power that it may draw; nil where it is not stated.
  public var cap: Power?
  /// How far its numbers can be trusted.
  public var numbers: ConfidenceCount

  /// What a list says of a machine.
  public init(_ machine: Accelerator) {
    name = machine.name
    title = machine.source.title
    about = machine.about
    node = machine.technology.node?.value
    let clock = machine.technology.frequency.value
    peaks = (machine.compute?.formats ?? []).map {
      Peak(format: $0.arithmetic, throughput: machine.peak($0) * clock)
    }
    let outermost = machine.memories.first
    memory = outermost?.name ?? ""
    capacity = outermost?.capacity.map { $0.value * Double(machine.instances(at: 0)) }
    bandwidth = MachineRoofs.all(of: machine).first { $0.level == outermost?.name }?.bandwidth
    cap = machine.power.cap?.value
    numbers = machine.confidenceCount
  }

  /// The greatest peak, or that among formats with such an operand.
  public func peak(of operand: NumberFormat? = nil) -> Peak? {
    let fitting = peaks.filter { peak in
      operand.map { peak.format.inputs == $0 || peak.format.weights == $0 } ?? true
    }
    // The first of equals, so that the order of the description decides.
    return fitting.reduce(nil) { best, peak in
      best.map { $0.throughput >= peak.throughput } ?? false ? best : peak
    }
  }
}
