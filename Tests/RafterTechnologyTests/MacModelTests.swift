// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterQuantities
import RafterTechnology
import Testing

struct MacModelTests {
  static func format(_ left: NumberFormat, _ right: NumberFormat, _ sum: NumberFormat)
    -> ArithmeticFormat
  {
    ArithmeticFormat(inputs: left, weights: right, accumulate: sum)
  }

  static let int8 = format(.int8, .int8, .int32)

  func energy(_ format: ArithmeticFormat, _ node: Double) throws -> Estimate<Per<Joule, MAC>> {
    try #require(MacModel.standard.energy(of: format, at: ProcessNode(node), .published))
  }

  // hardware 4.2, relative to int8 with int32 accumulator.
  @Test(arguments: [
    (format(.int4, .int4, .int32), 0.61), (format(.int4, .int4, .int16), 0.30),
    (format(.int2, .int2, .int16), 0.14), (format(.int8, .int4, .int32), 0.65),
    (format(.int4, .int8, .int32), 0.65), (format(.int16, .int16, .int48), 2.48),
    (format(.fp8e4m3, .fp8e4m3, .fp32), 1.12), (format(.bf16, .bf16, .fp32), 1.35),
    (format(.fp16, .fp16, .fp32), 1.61), (format(.fp32, .fp32, .fp32), 4.11),
    (format(.fp8e4m3, .fp8e4m3, .fp16), 0.63),
  ])
  func `units have the transistors that synthesis gives them`(
    format: ArithmeticFormat, ratio: Double
  ) throws {
    let own = try #require(MacTransistors.count(format))
    let unit = try #require(MacTransistors.count(Self.int8))
    #expect(abs(own / unit - ratio) < 0.006)
  }

  // Horowitz: 0.2 + 0.1 pJ at 45 nm; Jouppi: 0.07 + 0.03 pJ at 7 nm. Energy compute roof at 7 nm: 2 op / 0.1 pJ = 20 TOPS/W.
  @Test func `an int8 MAC costs what is published for its node`() throws {
    #expect(abs(try energy(Self.int8, 45).value.value - 0.30e-12) < 1e-18)
    #expect(abs(try energy(Self.int8, 7).value.value - 0.10e-12) < 1e-18)
    let efficiency = try energy(Self.int8, 7).value.perOperation.reciprocal()
    #expect(abs(efficiency.value / 20e12 - 1) < 1e-9)
  }

  // Halfway on double logarithmic paper: sqrt(7*45) = 17.7 nm has sqrt(0.1*0.3) = 0.173 pJ.
  @Test func `between two nodes the line on logarithmic paper holds`() throws {
    let between = try energy(Self.int8, (7.0 * 45).squareRoot())
    #expect(abs(between.value.value / (0.03e-24).squareRoot() - 1) < 1e-9)
    #expect(between.cautions.isEmpty)
  }

  // Formats that fixed nothing: fp32 is 3.7 + 0.9 = 4.6 pJ at 45 nm and 1.31 + 0.38 = 1.69 at 7 nm.
  @Test(arguments: [(45.0, 4.6), (7, 1.69)])
  func `the count of transistors carries fp16 to fp32`(node: Double, published: Double) throws {
    let found = try energy(Self.format(.fp32, .fp32, .fp32), node)
    #expect(abs(found.value.value * 1e12 / published - 1) < 0.15)
  }

  @Test func `half the operand bits save 1.6 times, and more only with a narrower accumulator`()
    throws
  {
    let eight = try energy(Self.int8, 22).value
    let four = try energy(Self.format(.int4, .int4, .int32), 22).value
    let narrow = try energy(Self.format(.int4, .int4, .int16), 22).value
    #expect(abs(eight.ratio(to: four) - 1.64) < 0.01)
    #expect(eight.ratio(to: narrow) > 3)
  }

  @Test func `wider operands or accumulators never cost less by the formula`() throws {
    let widths: [NumberFormat] = [.int5, .int6, .int8, .int16, .int20, .int24, .int32]
    for (narrow, wide) in zip(widths, widths.dropFirst()) {
      for sum in [NumberFormat.int20, .int24, .int48, .int64] {
        let a = try #require(MacTransistors.count(Self.format(narrow, narrow, sum)))
        let b = try #require(MacTransistors.count(Self.format(wide, wide, sum)))
        #expect(a < b, "\(narrow) and \(wide), \(sum)")
      }
    }
  }

  @Test func `energy and area fall with the node`() throws {
    let formats = [Self.int8, Self.format(.bf16, .bf16, .fp32), Self.format(.mxfp4, .mxfp4, .fp32)]
    for format in formats {
      for (large, small) in [(90.0, 65.0), (65, 45), (45, 28), (28, 16), (16, 7), (7, 3)] {
        let here = try energy(format, small).value
        #expect(here < (try energy(format, large).value))
        let model = MacModel.standard
        let a = try #require(model.area(of: format, at: ProcessNode(small), .published)).value
        let b = try #require(model.area(of: format, at: ProcessNode(large), .published)).value
        #expect(a < b)
      }
    }
  }

  // Aladdin at 40 nm: an int32 multiplier of 6350 um2 and an adder of 278; the anchors are at 16 and 65 nm.
  @Test func `the area of an int32 unit lies near that of another library`() throws {
    let area = try #require(
      MacModel.standard.area(
        of: Self.format(.int32, .int32, .int64), at: ProcessNode(40.0), .published))
    #expect(abs(area.value.value / 6628e-6 - 1) < 0.2)
  }

  @Test func `floating point has a range down to what its transistors would cost as integers`()
    throws
  {
    let range = try #require(try energy(Self.format(.fp16, .fp16, .fp32), 45).range)
    // 0.30 pJ * 12892/7994 = 0.484 pJ.
    #expect(abs(range.lowerBound - 0.4838e-12) < 1e-15)
    #expect(try energy(Self.int8, 45).range == nil)
  }

  @Test func `a node beyond the published ones is warned of`() throws {
    #expect(try energy(Self.int8, 65).cautions.map(\.id) == ["technology.anchor-node"])
    #expect(try energy(Self.int8, 3).cautions.map(\.id) == ["technology.anchor-node"])
  }

  @Test func `formats that are not multiplied have no cost`() {
    let none = Self.format(.string, .int8, .int32)
    #expect(MacTransistors.count(none) == nil)
    #expect(MacModel.standard.energy(of: none, at: ProcessNode(22.0), .published) == nil)
  }
}
