// SPDX-License-Identifier: Apache-2.0
public import RafterQuantities

/// What a layer takes from a memory level, in energy: `sum of e_read*Q_read + e_write*Q_write`.
public struct LevelEnergies: Sendable, Hashable {
  /// The memory level.
  public var name: String
  /// The energy of each operand moved once.
  public var compulsory: Energy
  /// The energy of the least traffic that the capacity inside allows.
  public var attainable: Energy
  /// The energy of the mapping's traffic.
  public var mapped: Energy

  /// Creates a level's energies.
  public init(name: String, compulsory: Energy, attainable: Energy, mapped: Energy) {
    self.name = name
    self.compulsory = compulsory
    self.attainable = attainable
    self.mapped = mapped
  }
}

/// The energies and times that the items of one layer are made from [rooflines 3.4].
public struct LayerEnergies: Sendable, Hashable {
  /// The energy of moving data across an array.
  public struct Wires: Sendable, Hashable {
    /// The array.
    public var array: String
    /// How much.
    public var energy: Energy

    /// Creates an array's wire energy.
    public init(array: String, energy: Energy) {
      self.array = array
      self.energy = energy
    }
  }

  /// The arithmetic of the array, `E_c * W_x`.
  public var compute: Energy
  /// The arithmetic of the vector unit.
  public var vector: Energy
  /// The memory levels, innermost first.
  public var levels: [LevelEnergies]
  /// The arrays.
  public var wires: [Wires]
  /// Static power; zero where none is stated.
  public var staticPower: Power
  /// T0, the time at the peak, see ``ChainOfBounds/start``.
  public var peakTime: Seconds
  /// T_end, the time of the layer.
  public var endTime: Seconds

  /// Creates a layer's energies.
  public init(
    compute: Energy, vector: Energy = .zero, levels: [LevelEnergies], wires: [Wires] = [],
    staticPower: Power = .zero, peakTime: Seconds, endTime: Seconds
  ) {
    self.compute = compute
    self.vector = vector
    self.levels = levels
    self.wires = wires
    self.staticPower = staticPower
    self.peakTime = peakTime
    self.endTime = endTime
  }

  /// The sum without static power.
  public var dynamic: Energy {
    var sum = compute + vector
    for level in levels { sum += level.mapped }
    for wire in wires { sum += wire.energy }
    return sum
  }
}
