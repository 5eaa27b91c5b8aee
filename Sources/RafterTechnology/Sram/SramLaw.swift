// SPDX-License-Identifier: Apache-2.0
public import RafterQuantities

/// The laws of the SRAMs of one node, kind of transistor and number of banks.
public struct SramLaw: Sendable, Hashable {
  /// The process node.
  public var node: ProcessNode
  /// The transistors.
  public var device: DeviceType
  /// Banks behind the port.
  public var banks: Int
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
    node: ProcessNode, device: DeviceType, banks: Int, read: PowerLaw<Joule>,
    write: PowerLaw<Joule>, leakage: PowerLaw<Per<Joule, Second>>,
    area: PowerLaw<SquareMillimetre>
  ) {
    self.node = node
    self.device = device
    self.banks = banks
    self.read = read
    self.write = write
    self.leakage = leakage
    self.area = area
  }
}

extension SramLaw {
  /// The laws of all groups of points with the same node, transistors and banks, in that order.
  ///
  /// Where a group has ports of one width only, its laws take the width exponent of the one-bank
  /// low-standby-power memories of the node. Numbers are kept to six digits.
  public static func fitted(to points: [SramPoint]) -> [SramLaw] {
    var groups: [(key: Key, points: [SramPoint])] = []
    for point in points {
      let key = Key(point)
      if let index = groups.firstIndex(where: { $0.key == key }) {
        groups[index].points.append(point)
      } else {
        groups.append((key, [point]))
      }
    }
    groups.sort { $0.key < $1.key }
    var laws: [SramLaw] = []
    // Groups with several widths first: the others borrow from them.
    for isWide in [true, false] {
      for group in groups where (Set(group.points.map(\.width)).count > 1) == isWide {
        let lender = laws.first {
          $0.node == group.key.node && $0.device == .lowStandbyPower && $0.banks == 1
        }
        laws.append(
          SramLaw(
            node: group.key.node, device: group.key.device, banks: group.key.banks,
            read: law(of: \.read, group.points, isWide ? nil : lender?.read),
            write: law(of: \.write, group.points, isWide ? nil : lender?.write),
            leakage: law(of: \.leakage, group.points, isWide ? nil : lender?.leakage),
            area: law(of: \.area, group.points, isWide ? nil : lender?.area)))
      }
    }
    return laws.sorted { Key($0) < Key($1) }
  }

  private static func law<D>(
    of property: KeyPath<SramPoint, Quantity<D>>, _ points: [SramPoint], _ lender: PowerLaw<D>?
  ) -> PowerLaw<D> {
    let samples = points.map { point in
      PowerLawFit.Sample(
        logCapacity: logarithm(point.capacity.value / 1024),
        logWidth: logarithm(point.width.value / 64), value: point[keyPath: property].value)
    }
    let isWide = Set(points.map(\.width)).count > 1
    let terms = PowerLawFit.fit(
      samples, width: isWide ? .fitted : .given(lender?.widthExponent ?? 0))
    return PowerLaw(
      base: Quantity(sixDigits(terms.base)), slope: Quantity(sixDigits(terms.slope)),
      capacityExponent: sixDigits(terms.capacityExponent),
      widthExponent: sixDigits(terms.widthExponent))
  }

  private static func sixDigits(_ value: Double) -> Double {
    Double(Format.significant(value, digits: 6)) ?? value
  }

  /// What a group of points shares.
  struct Key: Hashable, Comparable {
    var node: ProcessNode
    var device: DeviceType
    var banks: Int

    init(_ point: SramPoint) {
      (node, device, banks) = (point.node, point.device, point.banks)
    }

    init(_ law: SramLaw) {
      (node, device, banks) = (law.node, law.device, law.banks)
    }

    static func < (a: Key, b: Key) -> Bool {
      (a.node.value, a.device.rawValue, a.banks) < (b.node.value, b.device.rawValue, b.banks)
    }
  }
}
