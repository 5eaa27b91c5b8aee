// SPDX-License-Identifier: Apache-2.0
import RafterRoofline

/// Regimes in the words of tables and legends.
enum RegimeWords {
  /// What binds the time, short: `dram read: capacity`.
  static func bound(_ regime: TimeRegime, _ sublabel: TimeSublabel?) -> String {
    resource(regime) + (sublabel.map { ": " + short($0) } ?? "")
  }

  /// The resource alone: `dram read`, `arithmetic`, `array shape`.
  static func resource(_ regime: TimeRegime) -> String {
    switch regime {
    case .powerBound: "power cap"
    case .balanced(let a, let b): "\(plain(a)) = \(plain(b))"
    case .computeBound: "arithmetic"
    case .vectorBound: "vector unit"
    case .spatialBound: "array shape"
    case .bandwidthBound(let level, let port):
      port == "read-write" || port.isEmpty ? "\(level) access" : "\(level) \(port)"
    case .latencyBound: "start-up"
    }
  }

  /// A resource's term in the words of the table: `dram.read` is `dram read`, a port for both `dram`.
  private static func plain(_ term: String) -> String {
    let text = term.hasSuffix(".read-write") ? String(term.dropLast(".read-write".count)) : term
    return text.replacing(".", with: " ")
  }

  private static func short(_ sublabel: TimeSublabel) -> String {
    switch sublabel {
    case .compulsory: "compulsory"
    case .capacityLimited: "capacity"
    case .mappingLimited: "mapping"
    }
  }

  /// What the words of a table mean and what would help, for a foot below it.
  static func meaning(_ regime: TimeRegime) -> String {
    switch regime {
    case .powerBound: "power cap: the cap is the lowest roof; less energy per operation helps"
    case .balanced: "a = b: two resources are busy within a tenth; both have to improve"
    case .computeBound: "arithmetic: the array is busy and well used; more units or fewer bits help"
    case .vectorBound: "vector unit: it is busy; a faster one, or fusion, helps"
    case .spatialBound:
      "array shape: the array is busy, but the layer's shape leaves part of it idle"
    case .bandwidthBound: "<memory> read, write, access: that port is busy, and the rest waits"
    case .latencyBound: "start-up: nothing is busy; launching, filling and waiting take the time"
    }
  }

  /// What a sub-label means and what would help.
  static func meaning(_ sublabel: TimeSublabel) -> String {
    switch sublabel {
    case .compulsory: "compulsory: each operand moves once; only fewer bits, batch or fusion help"
    case .capacityLimited:
      "capacity: the memory further in is too small to move less; a larger one or fusion helps"
    case .mappingLimited: "mapping: more moves than the capacity requires; a better mapping helps"
    }
  }

  /// What the energy mostly goes into: `dram`, `arithmetic`.
  static func energy(_ regime: EnergyRegime) -> String {
    switch regime {
    case .computeDominated: "compute"
    case .vectorDominated: "vector"
    case .levelDominated(let level): level
    case .wireDominated: "wires"
    case .staticDominated: "static"
    case .mixed: "mixed"
    }
  }
}
