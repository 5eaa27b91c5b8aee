// SPDX-License-Identifier: Apache-2.0
public import RafterQuantities

/// A constant of the energy roof.
public enum EnergyTerm: Sendable, Hashable {
  /// The energy of an operation, by format or kind.
  case operation(String)
  /// The energy of a byte at a memory.
  case byte(String)
  /// The power drawn whatever is done.
  case staticPower

  /// In words: `fp16 operation`, `dram byte`, `static power`.
  public var name: String {
    switch self {
    case .operation(let kind): kind == "operation" ? kind : "\(kind) operation"
    case .byte(let level): "\(level) byte"
    case .staticPower: "static power"
    }
  }

  /// The constant of a value in SI base units.
  func constant(_ value: Double) -> EnergyConstant {
    switch self {
    case .operation: .perOperation(EnergyPerOperation(value))
    case .byte: .perByte(EnergyPerByte(value))
    case .staticPower: .power(Power(value))
    }
  }
}

/// The value of a constant, in its unit.
public enum EnergyConstant: Sendable, Hashable {
  case perOperation(EnergyPerOperation)
  case perByte(EnergyPerByte)
  case power(Power)

  /// For people, with unit.
  public var formatted: String {
    switch self {
    case .perOperation(let value): value.formatted()
    case .perByte(let value): value.formatted()
    case .power(let value): value.formatted()
    }
  }

  /// The number in J/op, J/B or W.
  public var baseValue: Double {
    switch self {
    case .perOperation(let value): value.value
    case .perByte(let value): value.value
    case .power(let value): value.value
    }
  }

  /// The unit of ``baseValue``.
  public var baseUnit: String {
    switch self {
    case .perOperation: "J/op"
    case .perByte: "J/B"
    case .power: "W"
    }
  }
}
