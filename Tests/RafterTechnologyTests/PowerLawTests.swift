// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterQuantities
import RafterTechnology
import Testing

struct PowerLawTests {
  // 2 pJ + 3 pJ * (16 KiB / 1 KiB)^0.5 * (256/64)^1 = 2 + 3*4*4 = 50 pJ.
  @Test func `a law is base and slope times the growths`() {
    let law = PowerLaw<Joule>(
      base: Energy(2e-12), slope: Energy(3e-12), capacityExponent: 0.5, widthExponent: 1)
    let value = law.value(capacity: ByteCount(16384), width: BitCount(256))
    #expect(abs(value.value - 50e-12) < 1e-24)
  }

  /// Points on a law, all of their properties the same number.
  func points(
    base: Double, slope: Double, spoil: Set<Int> = []
  ) -> [SramPoint] {
    var found: [SramPoint] = []
    for width in [64, 256, 1024] {
      for power in 0..<12 {
        // Exponents 1/2 and 1, so that square roots suffice.
        let growth = Double(1 << power).squareRoot() * Double(width) / 64
        let value = (base + slope * growth) * (spoil.contains(found.count) ? 1.8 : 1)
        found.append(point(kibibytes: 1 << power, width: width, value))
      }
    }
    return found
  }

  func point(kibibytes: Int, width: Int, _ value: Double) -> SramPoint {
    SramPoint(
      node: ProcessNode(22.0), device: .lowStandbyPower, capacity: ByteCount(kibibytes * 1024),
      width: BitCount(width), banks: 1, read: Energy(value * 1e-12), write: Energy(value * 1e-12),
      leakage: Power(value * 1e-3), area: Area(value))
  }

  @Test func `the fit finds the law that made the points`() throws {
    let laws = SramLaw.fitted(to: points(base: 5, slope: 0.7))
    #expect(laws.count == 3)
    for law in laws {
      #expect(abs(law.read.capacityExponent - 0.5) < 0.01)
      #expect(abs(law.read.widthExponent - 1) < 0.01)
      #expect(abs(law.read.slope.value / 0.7e-12 - 1) < 0.05)
    }
  }

  @Test func `two points far off do not move it`() throws {
    let laws = SramLaw.fitted(to: points(base: 0, slope: 1, spoil: [3, 17]))
    for law in laws {
      let value = law.write.value(capacity: ByteCount(64 * 1024), width: law.width)
      #expect(abs(value.value * 1e12 / (8 * law.width.value / 64) - 1) < 0.03)
    }
  }

  @Test func `the base is never below zero`() {
    let laws =
      SramLaw.standard + SramLaw.fitted(to: points(base: -0.2, slope: 1))
    for law in laws {
      #expect(law.read.base.value >= 0 && law.write.base.value >= 0)
      #expect(law.area.base.value >= 0 && law.leakage.base.value >= 0)
    }
  }

  @Test func `every line that is no memory is named`() throws {
    let text = """
      node_nm,device,size_kib,width_bits,banks,read_pj,write_pj,leakage_mw,area_mm2
      22,lstp,1,64,1,0.4,0.8,0.0003,0.0009
      22,lstp,1,64,1,-0.4,0.8,0.0003,0.0009
      22,fast,1,64,1,0.4,0.8,0.0003,0.0009
      22,lstp,1,64
      """
    let error = #expect(throws: DiagnosticList.self) {
      try SramPoint.read(csv: text, file: "t.csv")
    }
    let places = try #require(error).diagnostics.compactMap { $0.location?.text }
    #expect(places == ["t.csv:3:1", "t.csv:4:1", "t.csv:5:1"])
  }

  @Test func `a table without its columns is refused`() throws {
    let error = #expect(throws: DiagnosticList.self) {
      try SramPoint.read(csv: "node_nm,device\n", file: "t.csv")
    }
    #expect(try #require(error).diagnostics.map(\.id) == ["technology.sram-columns"])
    #expect(throws: DiagnosticList.self) { try SramPoint.read(csv: "", file: "t.csv") }
  }
}
