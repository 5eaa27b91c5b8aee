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

  /// Words without a unit.
  private static let words: [String: Role] = [
    "name": .name, "kernel": .name, "layer": .name, "node": .name, "format": .format,
    "dtype": .format, "note": .note, "notes": .note, "source": .note, "id": .note,
  ]
  /// Units written out.
  private static let units: [String: String] = [
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
  private static let plainTime: Set<String> = ["", "time", "latency", "duration"]
  private static let plainEnergy: Set<String> = ["", "energy"]
  private static let plainPower: Set<String> = ["", "power"]
  private static let plainCap: Set<String> = [
    "cap", "power-cap", "power_cap", "power-limit", "power_limit",
  ]

  /// The heads that a suggestion is looked for among.
  static let examples = [
    "name", "format", "note", "operations_op", "macs_MAC", "vector_op", "bytes", "dram_B", "time_s",
    "time_us", "energy_J", "power_W", "cap_W", "latency_us",
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
    let (name, unit) = Self.split(head)
    guard let parsed = try? UnitText.parse(Self.units[unit.lowercased()] ?? unit) else {
      return nil
    }
    func scale<D: Dimension>(_: D.Type) -> Double? { parsed.scale(to: D.exponents) }
    if let size = scale(Operation.self) {
      self.init(role: .work(kind: Self.plainWork.contains(name) ? nil : name), scale: size)
    } else if let size = scale(MAC.self) {
      self.init(role: .work(kind: Self.plainWork.contains(name) ? nil : name), scale: 2 * size)
    } else if let size = scale(Byte.self) {
      self.init(role: .traffic(level: Self.plainTraffic.contains(name) ? nil : name), scale: size)
    } else if let size = scale(Second.self), Self.plainTime.contains(name) {
      self.init(role: .time, scale: size)
    } else if let size = scale(Joule.self), Self.plainEnergy.contains(name) {
      self.init(role: .energy, scale: size)
    } else if let size = scale(Per<Joule, Second>.self), Self.plainPower.contains(name) {
      self.init(role: .power, scale: size)
    } else if let size = scale(Per<Joule, Second>.self), Self.plainCap.contains(name) {
      self.init(role: .powerCap, scale: size)
    } else {
      return nil
    }
  }

  private init(role: Role, scale: Double) {
    self.role = role
    self.scale = scale
  }

  /// The name and the unit of a head: `dram` and `MB` of `dram_MB`, `dram [MB]` and `dram (MB)`.
  private static func split(_ head: String) -> (name: String, unit: String) {
    for (open, close) in [("[", "]"), ("(", ")")] where head.hasSuffix(close) {
      if let place = head.firstIndex(of: Character(open)) {
        let name = head[..<place].split(separator: " ").joined(separator: "-")
        return (name, String(head[head.index(after: place)...].dropLast()))
      }
    }
    guard let place = head.lastIndex(of: "_") else { return ("", head) }
    return (String(head[..<place]), String(head[head.index(after: place)...]))
  }
}
