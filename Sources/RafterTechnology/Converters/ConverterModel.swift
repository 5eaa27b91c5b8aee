// SPDX-License-Identifier: Apache-2.0
public import RafterQuantities

/// Analogue-to-digital and digital-to-analogue converters of in-memory compute, by resolution.
///
/// The laws of ZigZag at 28 nm, validated there on published macros [hardware 5]; they do not scale with the
/// node as logic does.
public struct ConverterModel: Sendable, Hashable {
  /// Of an ADC for each bit of resolution, at 1 V.
  public var adcPerBit: Energy
  /// Of an ADC for each factor of four in 4^bits, at 1 V.
  public var adcPerStep: Energy
  /// Of a DAC for each bit of resolution, at 1 V.
  public var dacPerBit: Energy

  /// Creates laws.
  public init(adcPerBit: Energy, adcPerStep: Energy, dacPerBit: Energy) {
    self.adcPerBit = adcPerBit
    self.adcPerStep = adcPerStep
    self.dacPerBit = dacPerBit
  }

  /// The node that the laws were validated at.
  public static let node = ProcessNode(28.0)

  /// 100 fJ and 1 aJ for an ADC, 50 fJ for a DAC.
  public static let standard = ConverterModel(
    adcPerBit: Energy(100e-15), adcPerStep: Energy(1e-18), dacPerBit: Energy(50e-15))

  /// The energy of one conversion: `(100 b + 0.001 * 4^b) V^2` fJ.
  public func adcEnergy(bits: Int, at supply: Voltage) -> Energy {
    let square = supply.value * supply.value
    return (adcPerBit * Double(bits) + adcPerStep * power(4, Double(bits))) * square
  }

  /// The energy of one conversion: `50 b V^2` fJ; one bit needs no converter.
  public func dacEnergy(bits: Int, at supply: Voltage) -> Energy {
    bits > 1 ? dacPerBit * (Double(bits) * supply.value * supply.value) : .zero
  }

  /// The area of an ADC: `10^(1.206 - 0.0369 b) * 2^b` um2.
  public func adcArea(bits: Int) -> Area {
    Area(power(10, 1.206 - 0.0369 * Double(bits)) * power(2, Double(bits)) * 1e-6)
  }

  /// The time of one conversion: `b (0.00653 rows + 0.64)` ns, rows on the bit line.
  public func adcDelay(bits: Int, rows: Int) -> Seconds {
    Seconds(Double(bits) * (0.00653 * Double(rows) + 0.64) * 1e-9)
  }
}
