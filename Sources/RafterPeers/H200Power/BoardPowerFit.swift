// SPDX-License-Identifier: Apache-2.0
import RafterQuantities

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Finds the constants of ``BoardPowerModel`` from some rows.
///
/// A row below the cap gives the relative error of its power; a row held by the cap that of its rate, as the logarithm of
/// dynamic power over what the cap leaves for it. Errors beyond 5 % count as their magnitude, not as their square.
struct BoardPowerFit {
  /// What the sensor is taken to show.
  enum Sensor {
    /// More of the dynamic power the longer a product takes; tau is fitted.
    case settles
    /// All of it.
    case showsAll
  }

  let rows: [BoardPowerRow]
  /// The places of the rows that are fitted.
  let places: [Int]
  let sensor: Sensor
  private var fit: RobustFit

  /// P_s, e_op, e_byte, tau in the units below; all near one, for messages.
  static let units = ["W", "pJ/op", "pJ/B", "us"]
  static let names = ["static power", "energy per operation", "energy per byte", "settling time"]

  /// The board's power with no kernel running.
  ///
  /// No table states it; 70 W is what such boards are known to show, as remembered.
  static let idle = Power(70)
  /// There are at least this many rows for each constant.
  static let rowsForEach = 5

  /// Fits; `idle` is the least that static power may be.
  init(_ rows: [BoardPowerRow], places: [Int], sensor: Sensor = .settles, idle: Power = Self.idle) {
    self.rows = rows
    self.places = places
    self.sensor = sensor
    fit = RobustFit(
      constants: SIMD4(2 * idle.value, 0.5, 100, 50), least: SIMD4(idle.value, 0, 0, 1e-3),
      scale: 0.05)
    fit.minimise(places) { Self.residual(rows[$0], $1, sensor) }
  }

  /// What was found.
  var model: BoardPowerModel { Self.model(fit.constants, sensor) }

  /// How many constants there are.
  var constantCount: Int { sensor == .settles ? 4 : 3 }

  /// Each constant, in its unit, with its standard error.
  var constants: [FittedConstant] {
    let covariance = covariance
    return (0..<constantCount).map { place in
      FittedConstant(
        Self.names[place], fit.constants[place], unit: Self.units[place],
        standardError: covariance.map { max(0, $0[place * 4 + place]).squareRoot() })
    }
  }

  /// The correlation between the errors of two constants; nil where the data leave one open.
  func correlation(_ a: Int, _ b: Int) -> Double? {
    guard let covariance else { return nil }
    let scale = (covariance[a * 4 + a] * covariance[b * 4 + b]).squareRoot()
    return scale > 0 ? covariance[a * 4 + b] / scale : nil
  }

  private var covariance: [Double]? {
    fit.covariance(places) { Self.residual(rows[$0], $1, sensor) }
  }

  /// The error of each fitted row by constants that were fitted to the others.
  func errorsLeavingOneOut() -> [(row: BoardPowerRow, error: Double)] {
    places.map { left in
      var other = fit
      other.minimise(places.filter { $0 != left }) { Self.residual(rows[$0], $1, sensor) }
      return (rows[left], Self.model(other.constants, sensor).error(of: rows[left]))
    }
  }

  private static func model(_ x: SIMD4<Double>, _ sensor: Sensor) -> BoardPowerModel {
    BoardPowerModel(
      staticPower: Power(x[0]), energyPerOperation: EnergyPerOperation(x[1] * 1e-12),
      energyPerByte: EnergyPerByte(x[2] * 1e-12),
      settling: sensor == .settles ? Seconds(x[3] * 1e-6) : .zero)
  }

  /// The residual of a row, and its slopes by P_s, e_op, e_byte and tau.
  ///
  /// Below the cap, with f = 1 - exp(-t/tau) and D the dynamic power: (P_s + f D)/P - 1, with df/dtau = -exp(-t/tau) t/tau^2.
  /// Held by the cap: ln(D / (P_cap - P_s)).
  static func residual(_ row: BoardPowerRow, _ x: SIMD4<Double>, _ sensor: Sensor)
    -> RobustFit.Residual
  {
    let rate = row.rate.value * 1e-12
    let bandwidth = row.bandwidth.value * 1e-12
    let dynamic = x[1] * rate + x[2] * bandwidth
    if row.isCapped {
      let room = row.cap.value - x[0]
      // Far off, for a step that must not be taken.
      guard room > 0, dynamic > 0 else { return (10, .zero) }
      return (log(dynamic / room), SIMD4(1 / room, rate / dynamic, bandwidth / dynamic, 0))
    }
    let power = row.power.value
    let time = row.latency.value * 1e6
    let hidden = sensor == .settles ? exp(-time / x[3]) : 0
    let share = 1 - hidden
    let reading = x[0] + share * dynamic
    guard reading < row.cap.value else { return (row.cap.value / power - 1, .zero) }
    return (
      reading / power - 1,
      SIMD4(1, share * rate, share * bandwidth, -hidden * time / (x[3] * x[3]) * dynamic) / power
    )
  }
}
