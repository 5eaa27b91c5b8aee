// SPDX-License-Identifier: Apache-2.0
import RafterQuantities
import RafterTestSupport
import Testing

@Suite struct QuantityTextTests {
  @Test func `numbers with units become base units`() throws {
    #expect(try ByteCount(text: "64 KiB").value == 65536)
    #expect(try ByteCount(text: "64KiB").value == 65536)
    #expect(try ByteCount(text: "  64 KiB ").value == 65536)
    #expect(try ByteCount(text: "64 kB").value == 64000)
    #expect(try ByteCount(text: "1.5 MiB").value == 1_572_864)
    #expect(try Bandwidth(text: "1.6 TB/s").value == 1.6e12)
    #expect(try BandwidthPerCycle(text: "128 bit/cycle").value == 16)
    #expect(try Frequency(text: "1 GHz").value == 1e9)
    #expect(try Power(text: "40 mW").value == 0.04)
    #expect(try Throughput(text: "4 TOPS").value == 4e12)
    #expect(try EnergyEfficiency(text: "10 TOPS/W").value == 1e13)
    #expect(try Area(text: "310 um2").value == 310e-6)
    #expect(try ProcessNode(text: "22 nm").value == 22)
    #expect(try Voltage(text: "0.8 V").value == 0.8)
    #expect(try Seconds(text: "20 \u{b5}s") == Seconds(text: "20 us"))
    #expect(try Seconds(text: "20 \u{3bc}s") == Seconds(text: "20 us"))
    #expect(try MACsPerCycle(text: "2 MAC/cycle").value == 2)
  }

  // 9 pJ/bit * 8 bit/B = 72 pJ/B; 72 pJ/B / 8 = 9 pJ/bit.
  @Test func `bits and bytes convert into one another`() throws {
    #expect(abs(try EnergyPerByte(text: "9 pJ/bit").value - 72e-12) < 1e-24)
    #expect(abs(try EnergyPerBit(text: "72 pJ/B").value - 9e-12) < 1e-24)
    #expect(try ByteCount(text: "1 Mbit").value == 125_000)
    #expect(try BitCount(text: "1 kB").value == 8000)
  }

  @Test func `a MAC is not taken for an operation nor the other way round`() {
    #expect(throws: QuantityTextError.wrongDimension(found: "J/MAC", expected: "J/op")) {
      try EnergyPerOperation(text: "0.25 pJ/MAC")
    }
    #expect(throws: QuantityTextError.wrongDimension(found: "op/cycle", expected: "MAC/cycle")) {
      try MACsPerCycle(text: "2 op/cycle")
    }
  }

  @Test func `a unit of something else is named`() {
    #expect(throws: QuantityTextError.wrongDimension(found: "B", expected: "B/s")) {
      try Bandwidth(text: "32 GB")
    }
    #expect(throws: QuantityTextError.wrongDimension(found: "W", expected: "Hz")) {
      try Frequency(text: "5 W")
    }
  }

  @Test func `a bare number is refused with an example`() {
    #expect(throws: QuantityTextError.noUnit(number: "32", example: "32 B/cycle")) {
      try BandwidthPerCycle(text: "32")
    }
    #expect(throws: QuantityTextError.noUnit(number: "1e3", example: "1e3 B")) {
      try ByteCount(text: "1e3")
    }
  }

  @Test(arguments: ["", " ", "KiB", "abc", "inf B", "nan B", "-", ".", "+ 5 B", "\u{661} B"])
  func `text without a number is refused`(text: String) {
    #expect(throws: QuantityTextError.noNumber) { try ByteCount(text: text) }
  }

  @Test(arguments: ["1e999 B", "1e308 EB"])
  func `a number beyond all bounds is refused`(text: String) {
    #expect(throws: QuantityTextError.notFinite) { try ByteCount(text: text) }
  }

  @Test func `an e is an exponent only with digits after it`() throws {
    #expect(try ByteCount(text: "2EB").value == 2e18)
    #expect(try ByteCount(text: "2e3B").value == 2000)
    #expect(try ByteCount(text: "2E-1 kB").value == 200)
    #expect(try ByteCount(text: "-2e+1 B").value == -20)
    #expect(throws: QuantityTextError.unknownUnit("e-B", suggestion: nil)) {
      try ByteCount(text: "2e-B")
    }
  }

  @Test func `a second number is not silently dropped`() {
    #expect(throws: QuantityTextError.unknownUnit(".3 B", suggestion: nil)) {
      try ByteCount(text: "1.2.3 B")
    }
    #expect(throws: QuantityTextError.unknownUnit("000 B", suggestion: nil)) {
      try ByteCount(text: "1 000 B")
    }
    #expect(throws: QuantityTextError.unknownUnit("B/", suggestion: nil)) {
      try ByteCount(text: "1 B/")
    }
  }

  @Test(.timeLimit(.minutes(1)))
  func `a number of a million digits is read or refused, and soon`() {
    let dots = String(repeating: "1.", count: 500_000)
    #expect(throws: QuantityTextError.self) { try ByteCount(text: dots) }
    let digits = String(repeating: "9", count: 1_000_000)
    #expect(throws: QuantityTextError.notFinite) { try ByteCount(text: digits + " B") }
  }

  @Test func `IEC prefixes are for bits and bytes, none are for cycles`() {
    #expect(throws: QuantityTextError.unknownUnit("KiHz", suggestion: nil)) {
      try Frequency(text: "1 KiHz")
    }
    #expect(throws: QuantityTextError.self) { try Cycles(text: "1 Mcycle") }
  }

  @Test func `every prefix scales by its power of ten or two`() throws {
    let decimal = ["a", "f", "p", "n", "u", "m", "", "k", "M", "G", "T", "P", "E"]
    for (index, prefix) in decimal.enumerated() {
      let expected = (0..<abs(index - 6)).reduce(1.0) { x, _ in index > 6 ? x * 1000 : x / 1000 }
      let read = try Energy(text: "1 \(prefix)J").value
      #expect(abs(read / expected - 1) < 1e-12, "\(prefix)J")
    }
    for (index, prefix) in ["", "Ki", "Mi", "Gi", "Ti", "Pi"].enumerated() {
      #expect(try ByteCount(text: "1 \(prefix)B").value == Double(1 << (10 * index)), "\(prefix)B")
    }
  }

  // A number of three digits and its unit come back as they were, whatever the magnitude.
  @Test func `what is printed reads back as the same number`() throws {
    var random = SeededGenerator(seed: 1)
    func check<D>(_ type: Quantity<D>.Type) throws {
      for _ in 0..<2000 {
        let digits = Double(Int.random(in: 100...999, using: &random))
        var value = digits
        for _ in 0..<Int.random(in: 0...16, using: &random) { value /= 10 }
        for _ in 0..<Int.random(in: 0...16, using: &random) { value *= 10 }
        let text = Quantity<D>(value).formatted()
        let back = try Quantity<D>(text: text)
        #expect(abs(back.value / value - 1) < 1e-9, "\(value) -> \(text) -> \(back.value)")
        #expect(back.formatted() == text)
      }
    }
    try check(ByteCount.self)
    try check(Bandwidth.self)
    try check(BandwidthPerCycle.self)
    try check(EnergyPerBit.self)
    try check(EnergyPerMAC.self)
    try check(EnergyEfficiency.self)
    try check(Power.self)
    try check(Frequency.self)
    try check(Area.self)
    try check(Cycles.self)
    try check(Voltage.self)
    try check(Throughput.self)
    try check(ThroughputDensity.self)
    try check(OperationalIntensity.self)
  }
}
