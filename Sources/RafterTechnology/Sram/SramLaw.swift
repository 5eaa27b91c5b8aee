// SPDX-License-Identifier: Apache-2.0
public import RafterQuantities

/// The laws of the SRAMs of one node, kind of transistor, number of banks and width of port.
public struct SramLaw: Sendable, Hashable {
  /// The process node.
  public var node: ProcessNode
  /// The transistors.
  public var device: DeviceType
  /// Banks behind the port.
  public var banks: Int
  /// The width of the port that the memories had; the width exponent carries the law to others.
  public var width: BitCount
  /// The energy of reading the whole width of the port.
  public var read: PowerLaw<Joule>
  /// The energy of writing the whole width of the port.
  public var write: PowerLaw<Joule>
  /// What the memory draws at rest.
  public var leakage: PowerLaw<Per<Joule, Second>>
  /// What the memory takes of the chip.
  public var area: PowerLaw<SquareMillimetre>

  /// Creates laws.
  public init(
    node: ProcessNode, device: DeviceType, banks: Int, width: BitCount,
    read: PowerLaw<Joule>, write: PowerLaw<Joule>, leakage: PowerLaw<Per<Joule, Second>>,
    area: PowerLaw<SquareMillimetre>
  ) {
    self.node = node
    self.device = device
    self.banks = banks
    self.width = width
    self.read = read
    self.write = write
    self.leakage = leakage
    self.area = area
  }
}

extension SramLaw {
  /// The laws of all groups of points with the same node, transistors, banks and width, in that order.
  ///
  /// Base, slope and capacity exponent are those of the group; the width exponent is that of all groups of its
  /// node, transistors and banks together, or, where these have ports of one width only, that of the one-bank
  /// low-standby-power memories of the node. Numbers are kept to six digits.
  public static func fitted(to points: [SramPoint]) -> [SramLaw] {
    let sets = groups(points) { Family($0) }
    let exponents = sets.map { WidthExponents(fittedTo: $0.points) }
    var laws: [SramLaw] = []
    for (index, set) in sets.enumerated() {
      let lender = sets.firstIndex {
        $0.key == Family(node: set.key.node, device: .lowStandbyPower, banks: 1)
      }
      let b = exponents[index] ?? lender.flatMap { exponents[$0] } ?? WidthExponents()
      for group in groups(set.points, by: \.width) {
        laws.append(
          SramLaw(
            node: set.key.node, device: set.key.device, banks: set.key.banks, width: group.key,
            read: law(of: \.read, group.points, b.read),
            write: law(of: \.write, group.points, b.write),
            leakage: law(of: \.leakage, group.points, b.leakage),
            area: law(of: \.area, group.points, b.area)))
      }
    }
    return laws
  }

  private static func groups<Key: Comparable>(_ points: [SramPoint], by key: (SramPoint) -> Key)
    -> [(key: Key, points: [SramPoint])]
  {
    var found: [(key: Key, points: [SramPoint])] = []
    for point in points {
      if let index = found.firstIndex(where: { $0.key == key(point) }) {
        found[index].points.append(point)
      } else {
        found.append((key(point), [point]))
      }
    }
    return found.sorted { $0.key < $1.key }
  }

  private static func law<D>(
    of property: KeyPath<SramPoint, Quantity<D>>, _ points: [SramPoint], _ widthExponent: Double
  ) -> PowerLaw<D> {
    let terms = PowerLawFit.fit(
      points.map { PowerLawFit.Sample($0, property) }, width: .given(widthExponent))
    return PowerLaw(
      base: Quantity(sixDigits(terms.base)), slope: Quantity(sixDigits(terms.slope)),
      capacityExponent: sixDigits(terms.capacityExponent),
      widthExponent: sixDigits(terms.widthExponent))
  }

  private static func sixDigits(_ value: Double) -> Double {
    Double(Format.significant(value, digits: 6)) ?? value
  }

  /// What groups of points of several widths share.
  struct Family: Hashable, Comparable {
    var node: ProcessNode
    var device: DeviceType
    var banks: Int

    init(node: ProcessNode, device: DeviceType, banks: Int) {
      (self.node, self.device, self.banks) = (node, device, banks)
    }

    init(_ point: SramPoint) {
      self.init(node: point.node, device: point.device, banks: point.banks)
    }

    static func < (a: Family, b: Family) -> Bool {
      (a.node.value, a.device.rawValue, a.banks) < (b.node.value, b.device.rawValue, b.banks)
    }
  }

  /// Whether a point is one of those that the law was fitted to.
  func covers(_ point: SramPoint) -> Bool {
    Family(point) == Family(node: node, device: device, banks: banks) && point.width == width
  }
}

/// The width exponents of the laws of a family.
private struct WidthExponents {
  var read = 0.0
  var write = 0.0
  var leakage = 0.0
  var area = 0.0

  init() {}

  /// Fitted to points of several widths; nil where there is one width only.
  init?(fittedTo points: [SramPoint]) {
    guard Set(points.map(\.width)).count > 1 else { return nil }
    func exponent<D>(_ property: KeyPath<SramPoint, Quantity<D>>) -> Double {
      PowerLawFit.fit(points.map { PowerLawFit.Sample($0, property) }, width: .fitted)
        .widthExponent
    }
    read = exponent(\.read)
    write = exponent(\.write)
    leakage = exponent(\.leakage)
    area = exponent(\.area)
  }
}

extension PowerLawFit.Sample {
  /// One property of a memory.
  fileprivate init<D>(_ point: SramPoint, _ property: KeyPath<SramPoint, Quantity<D>>) {
    self.init(
      logCapacity: logarithm(point.capacity.value / 1024),
      logWidth: logarithm(point.width.value / 64), value: point[keyPath: property].value)
  }
}
