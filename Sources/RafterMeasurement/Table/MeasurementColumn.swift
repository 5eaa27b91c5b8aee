// SPDX-License-Identifier: Apache-2.0
import RafterQuantities

/// What a column of a table of measurements holds.
///
/// A head is a word, `name` or `format`, or a quantity with its unit: `time_us`, `dram_MB`, `vector_op`, `energy [mJ]`, `power (W)`.
/// The unit says what it is: operations or MACs, bytes or bits of the memory in front of it, a time, an energy, a power.
struct MeasurementColumn: Hashable {
  enum Role: Hashable {
    case name, format
    /// Read by people only: `note`, `source`, `id` and what begins with `note`.
    case note
    case work(kind: String?)
    case traffic(level: String?)
    case time, energy, power, powerCap
  }

  var role: Role
  /// The factor to the base unit.
  var scale: Double
  /// Whether it counts MACs.
  var isInMACs = false

  /// Words without a unit.
  static let words: [String: Role] = [
    "name": .name, "kernel": .name, "layer": .name, "node": .name, "format": .format,
    "dtype": .format, "note": .note, "notes": .note, "source": .note, "id": .note,
  ]
  /// Units written out.
  static let units: [String: String] = [
    "bytes": "B", "seconds": "s", "joules": "J", "watts": "W", "operations": "op", "ops": "op",
    "macs": "MAC", "mac": "MAC", "bits": "bit",
  ]
  /// Names that say nothing beyond their unit.
  private static let plainWork: Set<String> = [
    "", "operations", "op", "ops", "macs", "mac", "work",
  ]
  private static let plainTraffic: Set<String> = [
    "", "bytes", "traffic", "size", "moved", "memory",
  ]
  static let plainTime: Set<String> = ["", "time", "latency", "duration"]
  static let plainEnergy: Set<String> = ["", "energy"]
  static let plainPower: Set<String> = ["", "power"]
  static let plainCap: Set<String> = [
    "cap", "power-cap", "power_cap", "power-limit", "power_limit",
  ]

  /// Reads a head; nil where it is none of these.
  init?(_ head: String) {
    if let role = Self.words[head.lowercased()] {
      self.init(role: role, scale: 1)
      return
    }
    if head.lowercased().hasPrefix("note") {
      self.init(role: .note, scale: 1)
      return
    }
    for (name, unit) in Self.splits(head) {
      if let found = Self.quantity(name, unit) {
        self = found
        return
      }
    }
    return nil
  }

  /// The column of a quantity; nil where the unit is none, or does not fit the name.
  private static func quantity(_ name: String, _ unit: String) -> MeasurementColumn? {
    guard let parsed = try? UnitText.parse(units[unit.lowercased()] ?? plain(unit)) else {
      return nil
    }
    let word = name.lowercased()
    func scale<D: Dimension>(_: D.Type) -> Double? { parsed.scale(to: D.exponents) }
    func column(_ role: Role, _ size: Double) -> MeasurementColumn {
      MeasurementColumn(role: role, scale: size)
    }
    if let size = scale(Operation.self) {
      return column(.work(kind: plainWork.contains(word) ? nil : name), size)
    }
    if let size = scale(MAC.self) {
      var work = column(.work(kind: plainWork.contains(word) ? nil : name), 2 * size)
      work.isInMACs = true
      return work
    }
    if let size = scale(Byte.self) {
      return column(.traffic(level: plainTraffic.contains(word) ? nil : name), size)
    }
    if let size = scale(Second.self), plainTime.contains(word) { return column(.time, size) }
    if let size = scale(Joule.self), plainEnergy.contains(word) { return column(.energy, size) }
    if let size = scale(Per<Joule, Second>.self) {
      if plainPower.contains(word) { return column(.power, size) }
      if plainCap.contains(word) { return column(.powerCap, size) }
    }
    return nil
  }

  /// A unit with the letter for micro as it is written here.
  private static func plain(_ unit: String) -> String {
    String(unit.map { $0 == "\u{b5}" || $0 == "\u{3bc}" ? "u" : $0 })
  }

  private init(role: Role, scale: Double) {
    self.role = role
    self.scale = scale
  }

  /// The name and the unit of a head: `dram` and `MB` of `dram_MB`, `dram [MB]`, `dram (MB)`, `dram MB` and `dram/MB`.
  private static func splits(_ head: String) -> [(name: String, unit: String)] {
    for (open, close) in [("[", "]"), ("(", ")")] where head.hasSuffix(close) {
      if let place = head.firstIndex(of: Character(open)) {
        return [(joined(head[..<place]), trimmed(head[head.index(after: place)...].dropLast()))]
      }
    }
    let parts: [(String, String)] = ["_", " ", "/"].compactMap { separator in
      head.lastIndex(of: Character(separator)).map {
        (joined(head[..<$0]), trimmed(head[head.index(after: $0)...]))
      }
    }
    return parts + [("", head)]
  }

  /// Words with a hyphen between them.
  private static func joined(_ text: Substring) -> String {
    text.split(separator: " ").joined(separator: "-")
  }

  private static func trimmed(_ text: Substring) -> String {
    text.split(separator: " ").joined(separator: " ")
  }
}
