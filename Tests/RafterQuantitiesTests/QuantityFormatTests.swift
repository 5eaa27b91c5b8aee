// SPDX-License-Identifier: Apache-2.0
import RafterQuantities
import RafterTestSupport
import Testing

@Suite struct QuantityFormatTests {
  private static let significant: [(Double, String)] = [
    (0, "0"), (-0.0, "0"), (1, "1.00"), (-1, "-1.00"), (0.0123, "0.0123"), (45.7, "45.7"),
    (1234, "1234"), (8192.4, "8192"), (999.4, "999"), (999.5, "1000"), (999.96, "1000"),
    (0.99949, "0.999"), (0.9996, "1.00"), (9.996, "10.0"), (1e-7, "0.000000100"),
    (9.99e-8, "9.99e-8"), (1e-21, "1.00e-21"), (-1.5e-21, "-1.50e-21"),
    (1e14, "100000000000000"), (1e15, "1.00e15"), (1e300, "1.00e300"),
    (.leastNonzeroMagnitude, "4.94e-324"),
    (.infinity, "inf"), (-.infinity, "-inf"), (.nan, "nan"),
  ]

  @Test(arguments: significant)
  func `a number keeps three significant digits`(value: Double, text: String) {
    #expect(Format.significant(value) == text)
  }

  @Test func `the count of significant digits can be chosen`() {
    #expect(Format.significant(3.14159, digits: 1) == "3")
    #expect(Format.significant(3.14159, digits: 6) == "3.14159")
    #expect(Format.significant(0.096, digits: 1) == "0.1")
    #expect(Format.significant(1e-21, digits: 1) == "1e-21")
    #expect(Format.significant(123456, digits: 6) == "123456")
  }

  @Test func `rounding to significant digits errs by half a digit at most`() throws {
    var random = SeededGenerator(seed: 2)
    for _ in 0..<5000 {
      var value = Double.random(in: 1..<10, using: &random)
      for _ in 0..<Int.random(in: 0...40, using: &random) { value /= 10 }
      for _ in 0..<Int.random(in: 0...40, using: &random) { value *= 10 }
      let digits = Int.random(in: 1...9, using: &random)
      let text = Format.significant(value, digits: digits)
      let back = try #require(Double(text))
      let half = (0..<digits - 1).reduce(0.5) { x, _ in x / 10 }
      let isWhole = text.allSatisfy(\.isNumber)
      let limit = isWhole ? max(0.5, value * 1e-15) : value * half
      #expect(abs(back - value) <= limit * (1 + 1e-6), "\(value) -> \(text)")
    }
  }

  private static let fixed: [(Double, Int, String)] = [
    (0, 0, "0"), (0, 2, "0.00"), (1.005, 1, "1.0"), (999.96, 1, "1000.0"), (-0.04, 1, "0.0"),
    (-0.06, 1, "-0.1"), (12.5, 0, "13"), (1e14, 6, "100000000000000.000000"),
    (123_456_789_012.25, 2, "123456789012.25"), (1e18, 2, "1.00000e18"), (0.05, 3, "0.050"),
    (.nan, 1, "nan"),
  ]

  @Test(arguments: fixed)
  func `a number keeps its digits behind the point`(value: Double, decimals: Int, text: String) {
    #expect(Format.fixed(value, decimals: decimals) == text)
  }

  private static let shares: [(Double, String)] = [
    (0.734, "73 %"), (0.0734, "7.3 %"), (0.0994, "9.9 %"), (0.0996, "10 %"), (1, "100 %"),
    (0, "0.0 %"), (-0.25, "-25 %"), (12.5, "1250 %"),
  ]

  @Test(arguments: shares)
  func `a share becomes per cent`(share: Double, text: String) {
    #expect(Format.percent(share) == text)
  }

  @Test func `the prefix leaves one to three digits before the point`() throws {
    var random = SeededGenerator(seed: 3)
    for _ in 0..<5000 {
      var value = Double.random(in: 1..<10, using: &random)
      for _ in 0..<Int.random(in: 0...17, using: &random) { value /= 10 }
      for _ in 0..<Int.random(in: 0...19, using: &random) { value *= 10 }
      let digits = Int.random(in: 3...6, using: &random)
      guard value >= 1e-18, value < 9e20 else { continue }
      let parts = Format.prefixed(value, digits: digits)
      let number = try #require(Double(parts.number))
      #expect(number >= 1 && number < 1000, "\(value) -> \(parts)")
      #expect(parts.number.filter(\.isNumber).count == digits, "\(value) -> \(parts)")
    }
  }

  @Test func `what rounds up to a thousand takes the next prefix`() {
    #expect(Throughput(999.4e9).formatted() == "999 Gop/s")
    #expect(Throughput(999.5e9).formatted() == "1.00 Top/s")
    #expect(Throughput(999.96e9).formatted() == "1.00 Top/s")
    #expect(Throughput(-999.96e9).formatted() == "-1.00 Top/s")
  }

  @Test func `quantities carry prefix and unit`() {
    #expect(Throughput(3.123e12).formatted() == "3.12 Top/s")
    #expect(EnergyPerOperation(4.5e-12).formatted() == "4.50 pJ/op")
    #expect(Bandwidth(312e9).formatted() == "312 GB/s")
    #expect(BandwidthPerCycle(64).formatted() == "64.0 B/cycle")
    #expect(Power(0.04).formatted() == "40.0 mW")
    #expect(Frequency(5e8).formatted() == "500 MHz")
    #expect(Energy(0).formatted() == "0 J")
    #expect(Energy(1e-21).formatted() == "0.00100 aJ")
    #expect(Energy(5e21).formatted() == "5000 EJ")
    #expect(Seconds.infinity.formatted() == "inf s")
  }

  @Test func `areas, nodes, cycles and plain ratios take no prefix`() {
    #expect(Area(0.00031).formatted() == "0.000310 mm2")
    #expect(ProcessNode(22).formatted() == "22.0 nm")
    #expect(Cycles(3_867_529).formatted() == "3867529 cycle")
    #expect(Quantity<Per<Byte, Byte>>(1234.25).formatted() == "1234")
    #expect(Quantity<Per<Per<Byte, Byte>, Byte>>(2000.0).formatted() == "2000 1/B")
  }

  private static let capacities: [(Double, String)] = [
    (108 * 1024, "108 KiB"), (4 * 0x1p30, "4 GiB"), (0, "0 B"), (64, "64 B"), (1023, "1023 B"),
    (1000 * 1024, "1000 KiB"), (1536, "1.50 KiB"), (1_048_575, "1.00 MiB"),
    (1_047_000, "1022 KiB"), (2e15, "1819 TiB"), (1e6, "977 KiB"),
  ]

  @Test(arguments: capacities)
  func `a capacity takes an IEC prefix`(bytes: Double, text: String) {
    #expect(ByteCount(bytes).formattedCapacity() == text)
  }
}
