// SPDX-License-Identifier: Apache-2.0
public import RafterDiagnostics
public import RafterHardware
public import RafterQuantities

/// A number of a description that may be left open.
public enum OpenValue: Sendable, Hashable {
  /// The energy of reading a memory, by its name.
  case readEnergy(memory: String)
  /// The energy of writing a memory.
  case writeEnergy(memory: String)
  /// The area of all instances of a memory.
  case memoryArea(memory: String)
  /// The energy of a multiply-accumulate in some formats.
  case macEnergy(ArithmeticFormat)
  /// The area of a unit in some formats.
  case macArea(ArithmeticFormat)
  /// The energy of an operation of the vector unit.
  case vectorEnergy
  /// The energy of the wires of the array at an index of the path.
  case wireEnergy(array: Int)
  /// The energy of the links to other devices.
  case linkEnergy
  /// The static power.
  case staticPower
  /// The energy of an event of an in-memory array, by the name of its unit.
  case eventEnergy(unit: String, InMemoryEnergies.Event)

  /// The number in words: `the energy of reading 'buffer'`.
  public var text: String {
    switch self {
    case .readEnergy(let memory): "the energy of reading '\(memory)'"
    case .writeEnergy(let memory): "the energy of writing '\(memory)'"
    case .memoryArea(let memory): "the area of '\(memory)'"
    case .macEnergy(let format): "the energy of a MAC \(format)"
    case .macArea(let format): "the area of a unit \(format)"
    case .vectorEnergy: "the energy of a vector operation"
    case .wireEnergy(let index): "the energy of the wires of array \(index)"
    case .linkEnergy: "the energy of the links"
    case .staticPower: "the static power"
    case .eventEnergy(let unit, let event): "the energy of '\(event.rawValue)' of '\(unit)'"
    }
  }
}

/// What became of a number that was open.
public struct TechnologyFill: Sendable, Hashable {
  /// What became of it.
  public enum Outcome: Sendable, Hashable {
    /// It was filled; the text has the number and the rule with its terms.
    case filled(String)
    /// It stays open, and why.
    case left(Diagnostic)
  }

  /// The number.
  public var value: OpenValue
  /// What became of it.
  public var outcome: Outcome
  /// What lies outside the range of the rule.
  public var cautions: [Diagnostic]

  /// Whether it was filled.
  public var isFilled: Bool {
    if case .filled = outcome { true } else { false }
  }
}
