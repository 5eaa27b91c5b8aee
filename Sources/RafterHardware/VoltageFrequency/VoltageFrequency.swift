// SPDX-License-Identifier: Apache-2.0
public import RafterQuantities

/// How the clock of a machine follows its supply: measured points, or a law, with the range for which it holds.
public struct VoltageFrequency: Sendable, Hashable {
  /// A supply and the highest clock at it.
  public struct Point: Sendable, Hashable {
    /// V.
    public var voltage: Sourced<Voltage>
    /// f.
    public var frequency: Sourced<Frequency>
    /// P_s; nil where it is to follow the supply.
    public var staticPower: Sourced<Power>?

    /// Creates a point.
    public init(
      voltage: Sourced<Voltage>, frequency: Sourced<Frequency>, staticPower: Sourced<Power>? = nil
    ) {
      self.voltage = voltage
      self.frequency = frequency
      self.staticPower = staticPower
    }
  }

  /// `f ~ (V - V_t)^a / V` between two supplies, through the point that the machine is described at
  /// [Sakurai and Newton, JSSC 1990].
  public struct Law: Sendable, Hashable {
    /// V_t.
    public var threshold: Sourced<Voltage>
    /// a, from 1 to 2.
    public var alpha: Sourced<Double>
    /// The lowest supply for which it holds.
    public var lowest: Sourced<Voltage>
    /// The highest.
    public var highest: Sourced<Voltage>

    /// Creates a law.
    public init(
      threshold: Sourced<Voltage>, alpha: Sourced<Double>, lowest: Sourced<Voltage>,
      highest: Sourced<Voltage>
    ) {
      self.threshold = threshold
      self.alpha = alpha
      self.lowest = lowest
      self.highest = highest
    }
  }

  /// Where the clock comes from.
  public enum Relation: Sendable, Hashable {
    /// Points by rising supply; linear between two of them.
    case table([Point])
    case alphaPower(Law)
  }

  /// Where the clock comes from.
  public var relation: Relation
  /// The supply that all other numbers of the description hold at.
  public var nominal: Sourced<Voltage>
  /// Memories with a supply and a clock of their own: they stay as they are.
  public var ownSupply: [String]

  /// Creates a relation.
  public init(relation: Relation, nominal: Sourced<Voltage>, ownSupply: [String]) {
    self.relation = relation
    self.nominal = nominal
    self.ownSupply = ownSupply
  }
}

/// A machine moved from the supply and clock that it is described at to others.
public struct OperatingMove: Sendable, Hashable {
  /// The supply now.
  public var voltage: Voltage
  /// The clock now.
  public var frequency: Frequency
  /// The supply of the description.
  public var describedVoltage: Voltage
  /// The clock of the description.
  public var describedFrequency: Frequency
  /// What on-chip energies were multiplied with, `(V/V0)^2`.
  public var dynamicEnergyFactor: Double

  /// Creates a move.
  public init(
    voltage: Voltage, frequency: Frequency, describedVoltage: Voltage,
    describedFrequency: Frequency, dynamicEnergyFactor: Double
  ) {
    self.voltage = voltage
    self.frequency = frequency
    self.describedVoltage = describedVoltage
    self.describedFrequency = describedFrequency
    self.dynamicEnergyFactor = dynamicEnergyFactor
  }
}
