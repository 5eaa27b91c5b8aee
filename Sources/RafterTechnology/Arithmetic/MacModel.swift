// SPDX-License-Identifier: Apache-2.0
public import RafterQuantities

/// Energy and area of a multiply-accumulate by the widths of operands and accumulator.
///
/// Published energies of one format at two nodes fix the energy of a transistor, for integers and for floating
/// point apart; the count of transistors carries it to other formats, a straight line on double logarithmic
/// paper to other nodes. Halving the operands halves the energy only if the accumulator narrows too
/// [hardware 4.2].
public struct MacModel: Sendable, Hashable {
  /// Integer MACs, int8 x int8 -> int32, smallest node first.
  public var integer: [PublishedAnchor<Per<Joule, MAC>>]
  /// Floating-point MACs with the format each was published for, smallest node first.
  public var floatingPoint: [FloatAnchor]
  /// Areas of an int8 x int8 -> int32 unit, smallest node first.
  public var area: [PublishedAnchor<SquareMillimetre>]

  /// A published floating-point MAC.
  public struct FloatAnchor: Sendable, Hashable {
    /// Its formats.
    public var format: ArithmeticFormat
    /// Its energy.
    public var energy: PublishedAnchor<Per<Joule, MAC>>
  }

  /// The energy of one MAC.
  ///
  /// Where floating point is concerned the published adders cost several times what their transistors would
  /// at the energy of an integer unit, which is the lower end of the range.
  public func energy(of format: ArithmeticFormat, at node: ProcessNode, _ scaling: LogicScaling)
    -> Estimate<Per<Joule, MAC>>?
  {
    guard let family = MacTransistors.family(format), let count = MacTransistors.count(format),
      let unit = MacTransistors.count(Self.int8)
    else { return nil }
    let integers = integer.map { anchor in
      var anchor = anchor
      anchor.value = anchor.value / unit
      return anchor
    }
    let floats = floatingPoint.compactMap { anchor -> PublishedAnchor<Per<Joule, MAC>>? in
      guard let own = MacTransistors.count(anchor.format) else { return nil }
      var energy = anchor.energy
      energy.value = energy.value / own
      return energy
    }
    let anchors = family == .integer ? integers : floats
    guard let perTransistor = scaling.value(of: anchors, at: node, what: "a MAC") else {
      return nil
    }
    let value = perTransistor.value * count
    var range: ClosedRange<Double>?
    if family == .floatingPoint,
      let low = scaling.value(of: integers, at: node, what: "a MAC")
    {
      let least = min((low.value * count).value, value.value)
      range = least...(value.value * 1.3)
    }
    return Estimate(
      value: value, range: range,
      basis: "MAC of \(Format.significant(count, digits: 4)) transistors, \(perTransistor.basis)",
      cautions: perTransistor.cautions)
  }

  /// The area of one unit.
  public func area(of format: ArithmeticFormat, at node: ProcessNode, _ scaling: LogicScaling)
    -> Estimate<SquareMillimetre>?
  {
    guard let count = MacTransistors.count(format), let unit = MacTransistors.count(Self.int8),
      let own = scaling.area(of: area, at: node, what: "the area of a MAC")
    else { return nil }
    return Estimate(
      value: own.value * (count / unit), range: nil,
      basis: "MAC of \(Format.significant(count, digits: 4)) transistors, \(own.basis)",
      cautions: own.cautions)
  }

  static let int8 = ArithmeticFormat(inputs: .int8, weights: .int8, accumulate: .int32)
}

extension MacModel {
  /// Published anchors [hardware 5, tech-energy.csv].
  public static let standard = MacModel(
    integer: [
      PublishedAnchor(
        node: ProcessNode(7.0), value: EnergyPerMAC(0.10e-12),
        source: "Jouppi et al., ISCA 2021, table 2: 0.07 pJ multiply + 0.03 pJ add (from memory)"),
      PublishedAnchor(
        node: ProcessNode(45.0), voltage: Voltage(0.9), value: EnergyPerMAC(0.30e-12),
        source: "Horowitz, ISSCC 2014: 0.2 pJ multiply + 0.1 pJ add"),
    ],
    floatingPoint: [
      FloatAnchor(
        format: ArithmeticFormat(inputs: .bf16, weights: .bf16, accumulate: .fp32),
        energy: PublishedAnchor(
          node: ProcessNode(7.0), value: EnergyPerMAC(0.59e-12),
          source: "Jouppi et al., ISCA 2021, table 2: 0.21 pJ multiply + 0.38 pJ add (from memory)")
      ),
      FloatAnchor(
        format: ArithmeticFormat(inputs: .fp16, weights: .fp16, accumulate: .fp32),
        energy: PublishedAnchor(
          node: ProcessNode(45.0), voltage: Voltage(0.9), value: EnergyPerMAC(2.0e-12),
          source: "Horowitz, ISSCC 2014: 1.1 pJ multiply + 0.9 pJ add")),
    ],
    area: [
      PublishedAnchor(
        node: ProcessNode(16.0), value: Area(200e-6),
        source: "stream hardware/cost.py: 200 um2 for a MAC at 16 nm"),
      // The geometric mean of 1166 and 2676 um2.
      PublishedAnchor(
        node: ProcessNode(65.0), value: Area(1766e-6),
        source: "synthesised int8 units with int32 accumulators in TSMC 65 nm: 1166 to 2676 um2"),
    ])
}
