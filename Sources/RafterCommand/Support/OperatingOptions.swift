// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Rafter

/// At which supply and clock machines run.
struct OperatingOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Run at another supply, and the highest clock at it, by the machine's voltage-frequency: 0.6V.",
      valueName: "voltage"))
  var atVoltage: String?
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Run at another clock, and the lowest supply that allows it: 300MHz.", valueName: "clock"))
  var atClock: String?

  /// What is asked for; nil for the point of the description.
  func request() throws(DiagnosticList) -> OperatingRequest? {
    switch (atVoltage, atClock) {
    case (nil, nil): return nil
    case (_?, _?): throw DiagnosticList(.voltageAndClock())
    case (let text?, nil): return .voltage(try Self.quantity(text, "--at-voltage"))
    case (nil, let text?): return .clock(try Self.quantity(text, "--at-clock"))
    }
  }

  private static func quantity<D>(_ text: String, _ option: String) throws(DiagnosticList)
    -> Quantity<D>
  {
    let found = try? Quantity<D>(text: text)
    guard let found, found > .zero else {
      let unit = D.exponents == Volt.exponents ? "V" : "MHz"
      throw DiagnosticList(.notAnOptionQuantity(text, option, unit: unit))
    }
    return found
  }
}
