// SPDX-License-Identifier: Apache-2.0
import RafterHardware
import RafterLibrary
import RafterQuantities
import RafterTechnology
import Testing

/// The rows of the notes that can be checked with pencil and paper [hardware 5].
struct ConstantsTests {
  let model = TechnologyModel.standard

  func picojoules(_ kind: String) throws -> Double {
    guard case .stated(let memory)? = model[kind], case .perBit(let energy) = memory.read else {
      Issue.record("\(kind) has no energy for a bit")
      return 0
    }
    return energy.value.value * 1e12
  }

  @Test(arguments: [
    ("hbm2", 3.97), ("hbm2e", 6.0), ("hbm3", 4.05), ("hbm4", 3.2), ("gddr6", 7.5), ("gddr6x", 7.25),
    ("gddr5", 14), ("lpddr5", 9.0), ("lpddr5x", 7.5), ("ddr4", 20), ("ddr5", 14),
  ])
  func `DRAM costs what is published for its kind`(kind: String, published: Double) throws {
    #expect(abs(try picojoules(kind) - published) < 1e-9)
  }

  // The example of a technology file states what the standard kind has: one number, written twice because users copy it.
  @Test func `the stacked DRAM of the example file is that of the standard model`() throws {
    let file = try #require(BuiltIn.file("dram-3d", kind: .technology))
    let (example, _) = try TechnologyReader.read(
      text: String(decoding: file.bytes, as: UTF8.self), file: "dram-3d.yaml")
    guard case .stated(let own)? = example["dram-3d"], case .perBit(let energy) = own.read else {
      return #expect(Bool(false))
    }
    #expect(abs(energy.value.value * 1e12 - (try picojoules("dram-3d"))) < 1e-12)
    guard case .stated(let standard)? = model["dram-3d"], case .perBit(let ours) = standard.read
    else { return #expect(Bool(false)) }
    #expect(energy.range == ours.range)
  }

  @Test func `LPDDR4 lies within 8 to 14 pJ`() throws {
    #expect((8...14).contains(try picojoules("lpddr4")))
  }

  // Memory energy equals compute energy, 0.05 pJ/op for int8 at 7 nm, at 4 pJ/bit * 8 bit / 0.05 = 640 op/B for HBM and
  // 9 * 8 / 0.05 = 1440 op/B for LPDDR5.
  @Test(arguments: [("hbm3", 640.0), ("lpddr5", 1440)])
  func `energy ridges are those of the notes`(kind: String, ridge: Double) throws {
    let int8 = ArithmeticFormat(inputs: .int8, weights: .int8, accumulate: .int32)
    let mac = try #require(model.macs.energy(of: int8, at: ProcessNode(7.0), .published))
    let perOperation = mac.value.perOperation.value * 1e12
    #expect(abs(try picojoules(kind) * 8 / perOperation / ridge - 1) < 0.02)
  }

  @Test(arguments: [
    ("ucie-standard", 0.5...0.6), ("ucie-advanced", 0.25...0.3), ("ucie-3d", 0.01...0.05),
    ("nvlink-c2c", 1.3...1.3), ("serdes-112g", 5.5...5.5),
  ])
  func `links cost what is published`(kind: String, range: ClosedRange<Double>) throws {
    let energy = try #require(model.links[kind]).value.value * 1e12
    #expect((range.lowerBound - 1e-9...range.upperBound + 1e-9).contains(energy))
  }

  @Test func `a wire costs 0.08 pJ a bit and millimetre at 7 nm`() throws {
    let wire = try #require(model.wire.energy(at: ProcessNode(7.0)))
    // A millimetre is 1e6 nm.
    #expect(abs((wire.value * Length(1e6)).value - 0.08e-12) < 1e-18)
    let coarse = try #require(model.wire.energy(at: ProcessNode(45.0)))
    #expect((0.1e-12...0.2e-12).contains((coarse.value * Length(1e6)).value))
  }

  // (100*8 + 0.001*4^8) * 0.8^2 = (800 + 65.536) * 0.64 = 553.94 fJ.
  @Test func `an ADC of 8 bits at 0,8 V takes 554 fJ`() {
    let energy = model.converters.adcEnergy(bits: 8, at: Voltage(0.8))
    #expect(abs(energy.value - 553.943e-15) < 1e-18)
  }

  // 10^(1.206 - 0.0369*5) * 32 = 10^1.0215 * 32 = 336.2 um2; 5 * (0.00653*256 + 0.64) = 11.558 ns.
  @Test func `an ADC of 5 bits on 256 rows takes 336 um2 and 11,6 ns`() {
    #expect(abs(model.converters.adcArea(bits: 5).value * 1e6 - 336.2) < 0.3)
    #expect(abs(model.converters.adcDelay(bits: 5, rows: 256).value - 11.5584e-9) < 1e-14)
  }

  // 50 * 4 * 0.81 = 162 fJ; one bit is a wire.
  @Test func `a DAC of 4 bits at 0,9 V takes 162 fJ, one of 1 bit nothing`() {
    #expect(abs(model.converters.dacEnergy(bits: 4, at: Voltage(0.9)).value - 162e-15) < 1e-20)
    #expect(model.converters.dacEnergy(bits: 1, at: Voltage(0.9)) == .zero)
  }

  @Test func `more bits cost an ADC more energy, area and time`() {
    for bits in 1..<14 {
      let supply = Voltage(0.8)
      let model = model.converters
      #expect(model.adcEnergy(bits: bits, at: supply) < model.adcEnergy(bits: bits + 1, at: supply))
      #expect(model.adcArea(bits: bits) < model.adcArea(bits: bits + 1))
      #expect(model.adcDelay(bits: bits, rows: 64) < model.adcDelay(bits: bits + 1, rows: 64))
    }
  }
}
