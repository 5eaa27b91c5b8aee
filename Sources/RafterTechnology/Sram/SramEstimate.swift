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
  /// Between which values reading may lie, in the base unit; nil where only the confidence says so.
  public var readRange: ClosedRange<Double>?
  /// The same of writing.
  public var writeRange: ClosedRange<Double>?
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

  /// What a memory costs at a node; nil where the transistors have no law.
  ///
  /// Between two fitted nodes, and between two fitted widths, each value lies on a straight line on double
  /// logarithmic paper. Below the smallest node, energy goes with its root and area with the node
  /// [hardware 4.3]; above the largest the line of the last two nodes goes on. Both are warned of. A port
  /// wider than 1024 bit costs for each bit as much as one of 1024.
  public func estimate(_ shape: SramShape, at node: ProcessNode) -> MemoryEstimate? {
    let own = Set(laws.filter { $0.device == shape.device }.map(\.node)).sorted()
    guard let smallest = own.first, let largest = own.last else { return nil }
    var cautions: [Diagnostic] = []
    if !(smallest...largest).contains(node) { cautions.append(.sramNode(node, fitted: own)) }
    if !Self.capacities.contains(shape.capacity) {
      cautions.append(.sramCapacity(shape.capacity, fitted: Self.capacities))
    }
    var shape = shape
    shape.width = min(max(shape.width, Self.widths.lowerBound), Self.widths.upperBound)
    let around = neighbours(of: node, among: own)
    let sets = around.map { lawsByWidth(at: $0, shape) }
    func value<D>(_ law: KeyPath<SramLaw, PowerLaw<D>>, below exponent: Double) -> Double {
      let points = zip(around, sets).map { neighbour, laws in
        (x: neighbour.value, y: self.value(law, laws, shape))
      }
      guard node < smallest, let first = points.first else {
        return LogLogCurve(points: points).value(at: node.value)
      }
      return first.y * power(node.ratio(to: smallest), exponent)
    }
    return MemoryEstimate(
      read: EnergyPerBit(value(\.read, below: 0.5) / shape.width.value),
      write: EnergyPerBit(value(\.write, below: 0.5) / shape.width.value),
      leakage: Power(value(\.leakage, below: 0.5)), area: Area(value(\.area, below: 1)),
      basis: basis(shape, sets.first ?? [], node), cautions: cautions)
  }

  /// The fitted node, or the two, to read a node from.
  private func neighbours(of node: ProcessNode, among nodes: [ProcessNode]) -> [ProcessNode] {
    if nodes.contains(node) { return [node] }
    guard let above = nodes.firstIndex(where: { $0 > node }) else { return Array(nodes.suffix(2)) }
    return above == 0 ? [nodes[0]] : [nodes[above - 1], nodes[above]]
  }

  /// The laws of a node, narrowest first, with the number of banks nearest to that of the memory in powers of two.
  private func lawsByWidth(at node: ProcessNode, _ shape: SramShape) -> [SramLaw] {
    let own = laws.filter { $0.node == node && $0.device == shape.device }
    func distance(_ law: SramLaw) -> Double {
      abs(logarithm(Double(max(1, law.banks)) / Double(max(1, shape.banks))))
    }
    guard let nearest = own.min(by: { distance($0) < distance($1) }) else { return [] }
    return own.filter { $0.banks == nearest.banks }.sorted { $0.width < $1.width }
  }

  /// A value on the line through the laws of all widths; with one law, by its width exponent.
  private func value<D>(
    _ law: KeyPath<SramLaw, PowerLaw<D>>, _ laws: [SramLaw], _ shape: SramShape
  ) -> Double {
    guard laws.count > 1 else {
      return laws.first?[keyPath: law].value(capacity: shape.capacity, width: shape.width).value
        ?? 0
    }
    let points = laws.map { own in
      (
        x: own.width.value,
        y: own[keyPath: law].value(capacity: shape.capacity, width: own.width).value
      )
    }
    return LogLogCurve(points: points).value(at: shape.width.value)
  }

  private func basis(_ shape: SramShape, _ laws: [SramLaw], _ node: ProcessNode) -> String {
    func distance(_ law: SramLaw) -> Double { abs(logarithm(law.width.ratio(to: shape.width))) }
    guard let law = laws.min(by: { distance($0) < distance($1) }) else { return "" }
    func terms(_ power: PowerLaw<Joule>) -> String {
      "\((power.base.value * 1e12).inText) + "
        + "\((power.slope.value * 1e12).inText)*S^"
        + "\(power.capacityExponent.inText)*(w/64)^"
        + "\(power.widthExponent.inText) pJ"
    }
    let carried =
      [
        law.width == shape.width ? nil : "from \(Format.fixed(law.width.value, decimals: 0)) bit",
        law.node == node ? nil : "to \(node.inText)",
      ].compactMap { $0 }.joined(separator: ", ")
    return "SRAM law fitted to CACTI 7 at \(law.node.inText)"
      + " (\(law.device.rawValue), \(law.banks) \(law.banks == 1 ? "bank" : "banks")):"
      + " read \(terms(law.read)), write \(terms(law.write)),"
      + " S = \((shape.capacity.value / 1024).inText) KiB,"
      + " w = \(Format.fixed(shape.width.value, decimals: 0)) bit"
      + (carried.isEmpty ? "" : ", carried \(carried)")
  }
}
