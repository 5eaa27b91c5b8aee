// SPDX-License-Identifier: Apache-2.0
import Foundation
import Rafter
import RafterTestSupport
import Testing

@Suite struct EnergyFitTests {
  /// Rows of a made-up machine: 0.5 pJ/op, 20 pJ/B, 60 W, with noise of a share and some rows far off.
  private func rows(
    _ count: Int = 40, noise: Double = 0, outliers: Int = 0, seed: UInt64 = 1, scale: Double = 1
  ) -> String {
    var random = SeededGenerator(seed: seed)
    var text = "name,operations_op,dram_B,time_s,energy_J\n"
    for place in 0..<count {
      // Intensities from 1 to 1000 op/byte, and times of up to four times the least at 100 Top/s and 1 TB/s.
      let bytes = 1e8 * Double.random(in: 1...10, using: &random)
      let operations =
        bytes * [1, 10, 100, 1000][place % 4] * Double.random(in: 1...2, using: &random)
      let time = max(operations / 1e14, bytes / 1e12) * Double.random(in: 1...4, using: &random)
      var energy = 0.5e-12 * operations + 20e-12 * bytes + 60 * time
      // The sum of twelve uniform numbers less six is close to a normal one.
      let normal = (0..<12).reduce(-6.0) { sum, _ in sum + Double.random(in: 0..<1, using: &random)
      }
      energy *= 1 + noise * normal
      if place < outliers { energy *= place % 2 == 0 ? 5 : 0.2 }
      text += "r\(place),\(operations),\(bytes),\(time),\(energy * scale)\n"
    }
    return text
  }

  private func fitted(_ text: String, idle: Power = .zero) throws -> EnergyFit {
    try EnergyFit(MeasurementTable(text: text, file: "rows.csv", purpose: .fit), idle: idle)
  }

  private func values(_ fit: EnergyFit) -> [Double] { fit.estimates.map(\.value.baseValue) }

  @Test func `constants without noise come back exactly, and nothing moves together`() throws {
    let fit = try fitted(rows())
    #expect(fit.estimates.map(\.term) == [.operation("operation"), .byte("dram"), .staticPower])
    for (found, wanted) in zip(values(fit), [0.5e-12, 20e-12, 60]) {
      #expect(abs(found / wanted - 1) < 1e-6)
    }
    #expect(fit.inseparable.isEmpty)
    #expect(fit.errorsLeavingOneOut.worstError.magnitude < 1e-6)
    // Shares of the energy of a row sum up to one.
    #expect(abs(fit.estimates.reduce(0) { $0 + $1.share } - 1) < 1e-6)
  }

  @Test func `noise of 3 % and four rows off by five times move a constant by less than 10 %`()
    throws
  {
    let fit = try fitted(rows(noise: 0.03, outliers: 4, seed: 7))
    for (found, wanted) in zip(values(fit), [0.5e-12, 20e-12, 60]) {
      #expect(abs(found / wanted - 1) < 0.1)
    }
    // The four are seen for what they are, and the others predicted well.
    #expect(fit.rows.count { $0.error.magnitude > 0.5 } == 4)
    #expect(fit.errorsLeavingOneOut.median < 0.05)
  }

  @Test func `95 % intervals hold the constant about that often`() throws {
    var held = 0
    for seed in 1...60 {
      let fit = try fitted(rows(noise: 0.05, seed: UInt64(seed)))
      for (estimate, wanted) in zip(fit.estimates, [0.5e-12, 20e-12, 60]) {
        if estimate.low.baseValue <= wanted, wanted <= estimate.high.baseValue { held += 1 }
      }
    }
    // Of 180; five standard deviations of a binomial are 15 around 171, and few rows make intervals a little narrow.
    #expect((153...179).contains(held))
  }

  @Test func `ten percent more energy is ten percent more of every constant`() throws {
    let one = try fitted(rows(noise: 0.02))
    let more = try fitted(rows(noise: 0.02, scale: 1.1))
    for (a, b) in zip(values(one), values(more)) { #expect(abs(b / a - 1.1) < 1e-3) }
  }

  @Test
  func
    `columns that are multiples of one another are said to be inseparable, and their sum is known`()
    throws
  {
    // Always 50 op/byte at 10 W: 0.5 pJ/op + 20 pJ/B / 50 = 0.9 pJ/op together.
    var text = "operations_op,dram_B,time_s,energy_J\n"
    for k in 1...12 {
      let operations = 1e9 * Double(k)
      let time = k % 2 == 0 ? 1e-3 : 2e-3
      text += "\(operations),\(operations / 50),\(time),\(0.9e-12 * operations + 10 * time)\n"
    }
    let fit = try fitted(text)
    let group = try #require(fit.inseparable.first)
    #expect(group.terms == [.operation("operation"), .byte("dram")])
    #expect(group.degree == .none)
    #expect(group.likeness > 0.999999)
    let sum = try #require(group.sum)
    #expect(abs(sum.energy.value / 0.9e-12 - 1) < 1e-6)
    #expect(abs(sum.intensity.value / 50 - 1) < 1e-9)
    #expect(fit.estimates.map(\.isDetermined) == [false, false, true])
    #expect(abs(values(fit)[2] - 10) < 1e-4)
    #expect(group.message.contains("do not tell them apart at all"))
    #expect(group.message.contains("900 fJ/op"))
  }

  @Test func `a constant that can be exchanged for another lies between nothing and all of both`()
    throws
  {
    // The second memory always moves three times the bytes of the first: 50 pJ + 3 x 5 pJ a byte of the first are all that is known, so the
    // first lies between 0 and 65 pJ/B, the second between 0 and 65/3 pJ/B.
    var text = "operations_op,dram_B,sram_B,time_s,energy_J\n"
    for k in 1...20 {
      let operations = 1e9 * Double(1 + (k * 7) % 11)
      let bytes = 1e7 * Double(1 + (k * 5) % 13)
      let time = [0.2e-3, 5e-3, 1e-3][k % 3]
      let energy = 1e-12 * operations + 65e-12 * bytes + 10 * time
      text += "\(operations),\(bytes),\(3 * bytes),\(time),\(energy)\n"
    }
    let fit = try fitted(text)
    let (dram, sram) = (fit.estimates[1], fit.estimates[2])
    #expect(!dram.isDetermined && !sram.isDetermined)
    #expect(dram.low.baseValue == 0 && sram.low.baseValue == 0)
    #expect(abs(dram.high.baseValue / 65e-12 - 1) < 0.01)
    #expect(abs(sram.high.baseValue / (65e-12 / 3) - 1) < 0.01)
    // The others are known as before.
    #expect(fit.estimates[0].isDetermined && fit.estimates[0].low.baseValue > 0.99e-12)
  }

  @Test func `columns that move together nearly are named with what the rows still say`() throws {
    // 50 op/byte give or take 2 %, with noise of 2 %: the sum is known ten times better than either part.
    var random = SeededGenerator(seed: 3)
    var text = "operations_op,dram_B,time_s,energy_J\n"
    for k in 1...40 {
      let operations = 1e9 * Double(k)
      let bytes = operations / 50 * Double.random(in: 0.98...1.02, using: &random)
      let time = [0.2e-3, 5e-3][k % 2]
      let noise = Double.random(in: 0.98...1.02, using: &random)
      text +=
        "\(operations),\(bytes),\(time),\((0.5e-12 * operations + 20e-12 * bytes + 10 * time) * noise)\n"
    }
    let fit = try fitted(text)
    let group = try #require(fit.inseparable.first)
    #expect(group.terms == [.operation("operation"), .byte("dram")])
    #expect(group.degree != .none)
    let sum = try #require(group.sum)
    #expect(abs(sum.energy.value / 0.9e-12 - 1) < 0.05)
    let operation = fit.estimates[0]
    let width = operation.high.baseValue - operation.low.baseValue
    #expect(width > 10 * sum.halfWidth.value)
  }

  @Test func `a column of zeros has no constant, and that is said`() throws {
    var text = "operations_op,dram_B,time_s,energy_J\n"
    for k in 1...10 { text += "0,\(k)e6,\(k % 3 + 1)e-3,\(k)e-3\n" }
    let table = try MeasurementTable(text: text, file: "m.csv", purpose: .fit)
    #expect(table.diagnostics.map(\.id) == ["measurement.zero-column"])
    #expect(table.diagnostics.first?.location?.text == "m.csv:1:1")
    #expect(try EnergyFit(table).estimates.count == 2)
    // What is to be placed under roofs may have a column of zeros.
    #expect(
      try MeasurementTable(text: text, file: "m.csv", purpose: .check).diagnostics.isEmpty)
  }

  @Test func `static power is at least the power at rest, and a row below it is an error`() throws {
    // The rows were made with 60 W, so the bound of 61 W holds.
    let fit = try fitted(rows(), idle: Power(61))
    #expect(abs(values(fit)[2] - 61) < 0.5)
    #expect(values(fit)[2] >= 61)
    #expect(throws: DiagnosticList.self) {
      try EnergyFit(
        MeasurementTable(
          text:
            "op,bytes,s,W\n1e9,1e6,1e-3,50\n1e9,2e6,1e-3,60\n3e9,2e6,1e-3,60\n4e9,1e6,1e-3,60\n5e9,1e6,2e-3,60\n",
          file: "x", purpose: .fit), idle: Power(55))
    }
  }

  @Test func `rows at their power cap are left out and named`() throws {
    var text = "name,operations_op,dram_B,time_s,power_W,cap_W\n"
    for k in 1...20 {
      let operations = 1e9 * Double(k)
      let bytes = k % 3 == 0 ? 1e8 : 1e6
      let time = k % 2 == 0 ? 1e-3 : 2e-3
      let power = (0.5e-12 * operations + 20e-12 * bytes + 10 * time) / time
      text += "r\(k),\(operations),\(bytes),\(time),\(power),100\n"
    }
    text += "capped,1e12,1e6,1e-3,95,100\n"
    let fit = try fitted(text)
    #expect(fit.rows.count == 20)
    #expect(
      fit.diagnostics.contains {
        $0.id == "measurement.at-power-cap" && $0.message.contains("capped")
      })
    #expect(abs(values(fit)[0] / 0.5e-12 - 1) < 1e-5)
  }

  @Test func `formats and kinds have constants of their own`() throws {
    var text = "format,operations_op,vector_op,dram_B,time_s,energy_J\n"
    for k in 1...24 {
      let (fp8, fp16) = (k % 2 == 0 ? 1e9 * Double(k) : 0, k % 2 == 1 ? 1e9 * Double(k) : 0)
      let vector = k % 5 == 0 ? 1e9 : 1e7
      let bytes = k % 3 == 0 ? 1e8 : 1e6
      let time = k % 4 == 0 ? 1e-3 : 2e-3
      let energy = 0.25e-12 * fp8 + 0.5e-12 * fp16 + 2e-12 * vector + 20e-12 * bytes + 10 * time
      text += "\(k % 2 == 0 ? "fp8" : "fp16"),\(fp8 + fp16),\(vector),\(bytes),\(time),\(energy)\n"
    }
    let fit = try fitted(text)
    let found = Dictionary(
      uniqueKeysWithValues: fit.estimates.map { ($0.term, $0.value.baseValue) })
    #expect(abs((found[.operation("fp8")] ?? 0) / 0.25e-12 - 1) < 1e-4)
    #expect(abs((found[.operation("fp16")] ?? 0) / 0.5e-12 - 1) < 1e-4)
    #expect(abs((found[.operation("fp8 vector")] ?? 0) / 2e-12 - 1) < 1e-3)
  }

  @Test func `the public set gives constants that a board can have`() throws {
    let url = Repository.file("Examples/03-energies-of-a-gpu/h200-kernels.csv")
    let fit = try fitted(String(contentsOf: url, encoding: .utf8), idle: Power(77.9))
    let found = Dictionary(
      uniqueKeysWithValues: fit.estimates.map { ($0.term, $0.value.baseValue) })
    // HBM3 is known at some 4 pJ/bit for the device and twice that with its interface and the way over the chip: 32 to 130 pJ/B.
    let byte = try #require(found[.byte("hbm")])
    #expect((20e-12...200e-12).contains(byte))
    #expect((found[.staticPower] ?? 0) >= 77.9)
    #expect(fit.rows.count > 5 * fit.estimates.count)
    #expect(fit.errorsLeavingOneOut.median < 0.25)
  }
}
