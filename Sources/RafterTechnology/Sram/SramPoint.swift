// SPDX-License-Identifier: Apache-2.0
public import RafterDiagnostics
public import RafterQuantities

/// The transistors of an SRAM: low standby power or high performance, as the ITRS has them.
public enum DeviceType: String, Sendable, Hashable, CaseIterable {
  case lowStandbyPower = "lstp"
  case highPerformance = "hp"
}

/// One memory as CACTI 7 models it.
public struct SramPoint: Sendable, Hashable {
  /// The process node.
  public var node: ProcessNode
  /// The transistors.
  public var device: DeviceType
  /// The capacity.
  public var capacity: ByteCount
  /// The width of its port.
  public var width: BitCount
  /// Banks behind the port.
  public var banks: Int
  /// The energy of reading the whole width.
  public var read: Energy
  /// The energy of writing the whole width.
  public var write: Energy
  /// What it draws at rest.
  public var leakage: Power
  /// What it takes of the chip.
  public var area: Area

  /// Creates a point.
  public init(
    node: ProcessNode, device: DeviceType, capacity: ByteCount, width: BitCount, banks: Int,
    read: Energy, write: Energy, leakage: Power, area: Area
  ) {
    self.node = node
    self.device = device
    self.capacity = capacity
    self.width = width
    self.banks = banks
    self.read = read
    self.write = write
    self.leakage = leakage
    self.area = area
  }
}

extension SramPoint {
  private static let columns = [
    "node_nm", "device", "size_kib", "width_bits", "banks", "read_pj", "write_pj", "leakage_mw",
    "area_mm2",
  ]

  /// Reads a table of points: comma-separated, its columns named in the first line.
  ///
  /// - Throws: `DiagnosticList` with every line that is no point, by its number.
  public static func read(csv text: String, file: String) throws(DiagnosticList) -> [SramPoint] {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.last == "\r" ? $0.dropLast() : $0 }
    if lines.last == "" { lines.removeLast() }
    let names = (lines.first ?? "").split(separator: ",").map(String.init)
    let places = columns.map { names.firstIndex(of: $0) }
    let missing = zip(columns, places).filter { $1 == nil }.map(\.0)
    guard missing.isEmpty else {
      throw DiagnosticList(.sramColumns(missing, at: SourceLocation(file: file)))
    }
    var points: [SramPoint] = []
    var faults = DiagnosticList()
    for (index, line) in lines.enumerated().dropFirst() {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      let wanted = places.compactMap { $0 }.compactMap { $0 < cells.count ? cells[$0] : nil }
      if let point = SramPoint(cells: wanted) {
        points.append(point)
      } else {
        let place = SourceLocation(
          file: file, position: .text(line: index + 1, column: 1, length: max(1, line.count)))
        faults.append(.sramRow(String(line), at: place))
      }
    }
    guard faults.diagnostics.isEmpty else { throw faults }
    return points
  }

  private init?(cells: [String]) {
    guard cells.count == Self.columns.count, let device = DeviceType(rawValue: cells[1]),
      let banks = Int(cells[4]), banks > 0
    else { return nil }
    var numbers: [Double] = []
    for index in [0, 2, 3, 5, 6, 7, 8] {
      guard let number = Double(cells[index]), number > 0, number.isFinite else { return nil }
      numbers.append(number)
    }
    self.init(
      node: ProcessNode(numbers[0]), device: device, capacity: ByteCount(numbers[1] * 1024),
      width: BitCount(numbers[2]), banks: banks, read: Energy(numbers[3] * 1e-12),
      write: Energy(numbers[4] * 1e-12), leakage: Power(numbers[5] * 1e-3),
      area: Area(numbers[6]))
  }
}
