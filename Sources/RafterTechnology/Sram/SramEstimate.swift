// SPDX-License-Identifier: Apache-2.0
public import RafterDiagnostics
public import RafterQuantities

/// A memory as the laws need it.
public struct SramShape: Sendable, Hashable {
  /// The capacity of one instance.
  public var capacity: ByteCount
  /// The width of its port.
  public var width: BitCount
  /// Banks behind the port.
  public var banks: Int
  /// The transistors.
  public var device: DeviceType

  /// Creates a shape.
  public init(
    capacity: ByteCount, width: BitCount, banks: Int = 1, device: DeviceType = .lowStandbyPower
  ) {
    self.capacity = capacity
    self.width = width
    self.banks = banks
    self.device = device
  }
}

/// What a memory costs, and by which rule.
public struct MemoryEstimate: Sendable, Hashable {
  /// The energy of reading a bit.
  public var read: EnergyPerBit
  /// The energy of writing a bit.
  public var write: EnergyPerBit
  /// What one instance draws at rest; nil where the technology does not say.
  public var leakage: Power?
  /// The area of one instance; nil where the technology does not say.
  public var area: Area?
  /// The rule in words.
  public var basis: String
  /// What lies outside the range of the rule.
  public var cautions: [Diagnostic]
}

/// The SRAMs of all nodes: fitted laws, and what to do between and beyond their nodes.
public struct SramModel: Sendable, Hashable {
  /// The laws by node, transistors and banks.
  public var laws: [SramLaw]

  /// Creates a model.
  public init(laws: [SramLaw] = SramLaw.standard) { self.laws = laws }

  /// The capacities that the laws were fitted to: 1 KiB to 32 MiB.
  public static let capacities = ByteCount(1024)...ByteCount(32 * 1024 * 1024)
  /// The widths that the laws were fitted to.
  public static let widths = BitCount(64)...BitCount(1024)

  /// What a memory costs at a node.
  ///
  /// Between two fitted nodes each value lies on a straight line on double logarithmic paper. Below the
  /// smallest, energy goes with the root of the node and area with the node [hardware 4.3]; above the
  /// largest the line of the last two nodes goes on. Both are warned of. A port wider than 1024 bit costs
  /// for each bit as much as one of 1024.
  public func estimate(_ shape: SramShape, at node: ProcessNode) -> MemoryEstimate? {
    let own = nodes(of: shape.device)
    guard let smallest = own.first, let largest = own.last else { return nil }
    var cautions: [Diagnostic] = []
    if !(smallest...largest).contains(node) {
      cautions.append(.sramNode(node, fitted: own))
    }
    if !Self.capacities.contains(shape.capacity) {
      cautions.append(.sramCapacity(shape.capacity, fitted: Self.capacities))
    }
    let width = min(max(shape.width, Self.widths.lowerBound), Self.widths.upperBound)
    let (used, neighbours) = lawsAround(node, own, shape)
    func curve<D>(_ law: KeyPath<SramLaw, PowerLaw<D>>, below exponent: Double) -> Double {
      let points = neighbours.map { neighbour in
        (
          x: neighbour.node.value,
          y: neighbour[keyPath: law].value(capacity: shape.capacity, width: width).value
        )
      }
      guard node < smallest, let first = points.first else {
        return LogLogCurve(points: points).value(at: node.value)
      }
      return first.y * power(node.ratio(to: smallest), exponent)
    }
    return MemoryEstimate(
      read: EnergyPerBit(curve(\.read, below: 0.5) / width.value),
      write: EnergyPerBit(curve(\.write, below: 0.5) / width.value),
      leakage: Power(curve(\.leakage, below: 0.5)), area: Area(curve(\.area, below: 1)),
      basis: basis(shape, width, used, node), cautions: cautions)
  }

  /// The nodes that have laws for a kind of transistor, smallest first.
  private func nodes(of device: DeviceType) -> [ProcessNode] {
    Set(laws.filter { $0.device == device }.map(\.node)).sorted()
  }

  /// The law, or the two laws, to read a node from.
  private func lawsAround(_ node: ProcessNode, _ nodes: [ProcessNode], _ shape: SramShape)
    -> (used: SramLaw?, neighbours: [SramLaw])
  {
    let around: [ProcessNode]
    if nodes.contains(node) {
      around = [node]
    } else if let above = nodes.firstIndex(where: { $0 > node }) {
      around = above == 0 ? [nodes[0]] : [nodes[above - 1], nodes[above]]
    } else {
      around = Array(nodes.suffix(2))
    }
    let found = around.compactMap { law(at: $0, shape) }
    return (found.first, found)
  }

  /// The law of a node with the number of banks nearest to that of the memory, in powers of two.
  private func law(at node: ProcessNode, _ shape: SramShape) -> SramLaw? {
    laws.filter { $0.node == node && $0.device == shape.device }
      .min { distance($0.banks, shape.banks) < distance($1.banks, shape.banks) }
  }

  private func distance(_ a: Int, _ b: Int) -> Double {
    abs(logarithm(Double(max(1, a)) / Double(max(1, b))))
  }

  private func basis(
    _ shape: SramShape, _ width: BitCount, _ law: SramLaw?, _ node: ProcessNode
  ) -> String {
    guard let law else { return "" }
    func terms(_ power: PowerLaw<Joule>) -> String {
      "\(Format.significant(power.base.value * 1e12)) + "
        + "\(Format.significant(power.slope.value * 1e12))*S^"
        + "\(Format.significant(power.capacityExponent))*(w/64)^"
        + "\(Format.significant(power.widthExponent)) pJ"
    }
    let kibibytes = Format.significant(shape.capacity.value / 1024)
    return
      "SRAM law fitted to CACTI 7 at \(Format.significant(law.node.value)) nm (\(law.device.rawValue),"
      + " \(law.banks) \(law.banks == 1 ? "bank" : "banks")): read \(terms(law.read)), write"
      + " \(terms(law.write)), S = \(kibibytes) KiB, w = \(Format.significant(width.value)) bit"
      + (law.node == node ? "" : ", carried to \(Format.significant(node.value)) nm")
  }
}
