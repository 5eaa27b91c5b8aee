// SPDX-License-Identifier: Apache-2.0
public import RafterQuantities

/// The energy counter of a processor's package, as Linux shows it (RAPL): microjoules that begin anew at a limit.
public struct EnergyCounter: Sendable, Hashable {
  /// One reading.
  public var microjoules: Double
  /// Where the counter begins anew.
  public var limit: Double

  /// Reads the texts of `energy_uj` and `max_energy_range_uj`; nil where they are no numbers.
  public init?(energy: String, limit: String) {
    func number(_ text: String) -> Double? {
      let digits = text.prefix { $0.isNumber }
      return digits.isEmpty ? nil : Double(digits)
    }
    guard let value = number(energy), let most = number(limit), most > 0 else { return nil }
    microjoules = value
    self.limit = most
  }

  /// The energy from this reading to a later one, less than one round of the counter.
  public func energy(until later: EnergyCounter) -> Energy {
    let difference = later.microjoules - microjoules
    return Energy((difference >= 0 ? difference : difference + limit) * 1e-6)
  }
}
