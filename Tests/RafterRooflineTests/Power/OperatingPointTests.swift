// SPDX-License-Identifier: Apache-2.0
import RafterQuantities
import RafterRoofline
import RafterTestSupport
import Testing

@Suite struct OperatingPointTests {
  private let nominal = OperatingPoint(
    voltage: Voltage(1), frequency: Frequency(1e9), staticPower: Power(10))

  private func law(alpha: Double = 2) throws -> AlphaPowerLaw {
    try #require(
      AlphaPowerLaw(
        nominal: nominal, threshold: Voltage(0.4), alpha: alpha, lowest: Voltage(0.6),
        highest: Voltage(1.2)))
  }

  @Test func `the law of long channels by hand`() throws {
    let law = try law()
    // f(0.7) = 1 GHz x (0.3/0.6)^2 / 0.7 = 0.25/0.7 GHz; energy 0.49; static 7 W.
    let slow = law.operation(at: Voltage(0.7))
    #expect(isClose(slow.point.frequency.value, 0.25e9 / 0.7))
    #expect(isClose(slow.dynamicEnergyFactor, 0.49))
    #expect(isClose(try #require(slow.point.staticPower).value, 7))
    #expect(slow.range == .inside)
    // At the nominal voltage nothing changes.
    let same = law.operation(at: Voltage(1))
    #expect(isClose(same.point.frequency, nominal.frequency))
    #expect(same.dynamicEnergyFactor == 1)
  }

  @Test func `with alpha of one the clock is 1 - V_t over V`() throws {
    // f/f0 = (1 - 0.4/V) / (1 - 0.4): at 0.8 V, 0.5/0.6.
    let found = try law(alpha: 1).frequency(at: Voltage(0.8))
    #expect(isClose(found.value, 1e9 * 0.5 / 0.6))
  }

  @Test func `outside its range a law says so, and at the threshold nothing is clocked`() throws {
    let law = try law()
    #expect(law.operation(at: Voltage(0.59)).range == .below)
    #expect(law.operation(at: Voltage(1.21)).range == .above)
    #expect(law.operation(at: Voltage(0.6)).range == .inside)
    #expect(law.operation(at: Voltage(1.2)).range == .inside)
    #expect(law.frequency(at: Voltage(0.4)) == .zero)
    #expect(law.frequency(at: Voltage(0.3)) == .zero)
  }

  @Test func `a law whose range reaches the threshold, or leaves the nominal voltage out, is none`()
  {
    func isLaw(_ threshold: Double, _ alpha: Double, _ lowest: Double, _ highest: Double) -> Bool {
      AlphaPowerLaw(
        nominal: nominal, threshold: Voltage(threshold), alpha: alpha, lowest: Voltage(lowest),
        highest: Voltage(highest)) != nil
    }
    #expect(isLaw(0.4, 1.3, 0.6, 1.2))
    #expect(!isLaw(0.6, 1.3, 0.6, 1.2))
    #expect(!isLaw(0.4, 0.9, 0.6, 1.2))
    #expect(!isLaw(0.4, 2.1, 0.6, 1.2))
    #expect(!isLaw(0.4, 1.3, 1.1, 1.2))
    #expect(!isLaw(0.4, 1.3, 0.6, 0.9))
    #expect(!isLaw(0.4, .nan, 0.6, 1.2))
  }

  @Test func `voltage for a clock undoes clock for a voltage`() throws {
    var random = SeededGenerator(seed: 11)
    for _ in 0..<200 {
      let law = try law(alpha: Double.random(in: 1...2, using: &random))
      let voltage = Voltage(Double.random(in: 0.6...1.2, using: &random))
      let back = law.operation(atFrequency: law.frequency(at: voltage))
      holds(isClose(back.point.voltage, voltage, within: 1e-9))
      holds(back.range == .inside)
    }
    // No voltage of the range allows 3 GHz; 1 MHz needs no more than the lowest.
    #expect(try law().operation(atFrequency: Frequency(3e9)).range == .above)
    let slow = try law().operation(atFrequency: Frequency(1e6))
    #expect(slow.point.voltage == Voltage(0.6))
    #expect(slow.point.frequency == Frequency(1e6))
    #expect(slow.range == .inside)
  }

  @Test func `clock and energy rise with voltage`() throws {
    let law = try law(alpha: 1.3)
    var last = law.operation(at: Voltage(0.6))
    for step in 1...60 {
      let next = law.operation(at: Voltage(0.6 + 0.01 * Double(step)))
      holds(next.point.frequency > last.point.frequency)
      holds(next.dynamicEnergyFactor > last.dynamicEnergyFactor)
      last = next
    }
  }
}

@Suite struct OperatingTableTests {
  private func point(_ volts: Double, _ megahertz: Double, _ watts: Double?) -> OperatingPoint {
    OperatingPoint(
      voltage: Voltage(volts), frequency: Frequency(megahertz * 1e6),
      staticPower: watts.map { Power($0) })
  }

  private func table() throws -> OperatingTable {
    try #require(
      OperatingTable(
        [point(1.0, 1000, 12), point(0.6, 200, 4), point(0.8, 600, 6)], nominal: Voltage(0.8)))
  }

  @Test func `between two points clock and static power are linear in voltage`() throws {
    // 0.7 V is half way: 400 MHz, 5 W; energy (0.7/0.8)^2.
    let found = try table().operation(at: Voltage(0.7))
    #expect(isClose(found.point.frequency.value, 400e6))
    #expect(isClose(try #require(found.point.staticPower).value, 5))
    #expect(isClose(found.dynamicEnergyFactor, 0.765625))
    #expect(found.range == .inside)
  }

  @Test func `each point of a table comes back`() throws {
    let table = try table()
    for point in table.points {
      let found = table.operation(at: point.voltage)
      #expect(isClose(found.point.frequency, point.frequency))
      #expect(found.range == .inside)
      #expect(isClose(table.operation(atFrequency: point.frequency).point.voltage, point.voltage))
    }
  }

  @Test func `outside a table the nearest end stands, and it is said`() throws {
    let table = try table()
    let low = table.operation(at: Voltage(0.5))
    #expect(low.range == .below)
    #expect(low.point == point(0.6, 200, 4))
    let high = table.operation(at: Voltage(1.1))
    #expect(high.range == .above)
    #expect(high.point == point(1.0, 1000, 12))
    #expect(table.operation(atFrequency: Frequency(1.1e9)).range == .above)
    // A slower clock needs no lower voltage than the table has.
    let slow = table.operation(atFrequency: Frequency(1e8))
    #expect(slow.point.voltage == Voltage(0.6))
    #expect(slow.point.frequency == Frequency(1e8))
    #expect(slow.range == .inside)
  }

  @Test func `static power that one of two points lacks stays unknown`() throws {
    let table = try #require(
      OperatingTable([point(0.6, 200, nil), point(0.8, 600, 6)], nominal: Voltage(0.8)))
    #expect(table.operation(at: Voltage(0.7)).point.staticPower == nil)
  }

  @Test func `a table that contradicts itself is none`() {
    #expect(OperatingTable([], nominal: Voltage(1)) == nil)
    #expect(
      OperatingTable([point(0.8, 200, nil), point(0.8, 300, nil)], nominal: Voltage(1)) == nil)
    #expect(
      OperatingTable([point(0.8, 400, nil), point(0.9, 300, nil)], nominal: Voltage(1)) == nil)
    #expect(OperatingTable([point(0, 400, nil)], nominal: Voltage(1)) == nil)
  }
}
