// SPDX-License-Identifier: Apache-2.0
import Foundation
import RafterDiagnostics
import RafterLibrary
import RafterQuantities
import RafterTestSupport
import Testing

@testable import RafterPeers

@Suite struct BoardPowerTests {
  private func row(
    _ m: Int, _ n: Int, _ k: Int, microseconds: Double, watts: Double, cap: Double = 700
  ) -> BoardPowerRow {
    BoardPowerRow(
      m: m, n: n, k: k, elementBytes: 2, latency: Seconds(microseconds * 1e-6),
      power: Power(watts), cap: Power(cap), isSuspect: false)
  }

  private let simple = BoardPowerModel(
    staticPower: Power(100), energyPerOperation: EnergyPerOperation(1e-12),
    energyPerByte: EnergyPerByte(100e-12), settling: .zero)

  private func shipped() throws -> [BoardPowerRow] {
    let name = "h200-power/energy-gemm-h200.csv"
    let file = try #require(BuiltIn.file(name, kind: .validationCase))
    return try BoardPowerReader.read(
      ValidationFile(path: name, text: String(decoding: file.bytes, as: UTF8.self)))
  }

  @Test func `the power of a product by hand`() {
    // 1000^3: 2e9 op, 3e6 x 2 B = 6 MB. In 10 us: 200 Top/s and 0.6 TB/s, so 100 + 200 + 60 W.
    let row = row(1000, 1000, 1000, microseconds: 10, watts: 360)
    #expect(abs(simple.reading(of: row).value - 360) < 1e-9)
    #expect(abs(simple.error(of: row)) < 1e-12)
    // A sensor that settles in 10 us shows 1 - 1/e of the 260 W.
    var slow = simple
    slow.settling = Seconds(10e-6)
    #expect(abs(slow.reading(of: row).value - (100 + 260 * (1 - exp(-1.0)))) < 1e-9)
  }

  @Test func `the rate held by the cap by hand`() {
    // In 2 us the same product would draw 100 + 1300 W. The cap leaves 600 of 1300, so 1000 x 6/13 Top/s.
    let row = row(1000, 1000, 1000, microseconds: 2, watts: 700)
    #expect(row.isCapped)
    #expect(abs(simple.cappedRate(of: row).value / 1e15 - 6.0 / 13) < 1e-12)
    #expect(simple.reading(of: row) == Power(700))
    // Half the cap's room, half the rate; no room, none.
    #expect(simple.cappedRate(of: self.row(9, 9, 9, microseconds: 2, watts: 50, cap: 50)) == .zero)
  }

  @Test func `constants that made the rows are found again, with an outlier among them`() throws {
    let truth = BoardPowerModel(
      staticPower: Power(120), energyPerOperation: EnergyPerOperation(0.6e-12),
      energyPerByte: EnergyPerByte(90e-12), settling: Seconds(40e-6))
    var random = SeededGenerator(seed: 3)
    var rows: [BoardPowerRow] = []
    for _ in 0..<200 {
      let m = 1 << Int.random(in: 0...13, using: &random)
      let n = 1024 * Int.random(in: 1...16, using: &random)
      var made = row(m, n, 4096, microseconds: 1, watts: 1)
      // At 500 Top/s or 4 TB/s, whichever is slower, and no faster than the cap allows.
      made.latency = max(made.operations / Throughput(500e12), made.bytes / Bandwidth(4e12))
      if truth.reading(of: made) >= made.cap * 0.9 {
        made.power = made.cap
        made.latency = made.operations / truth.cappedRate(of: made)
      } else {
        made.power = truth.reading(of: made)
      }
      rows.append(made)
    }
    rows[17].power = rows[17].power * 0.5
    let found = BoardPowerFit(rows, places: Array(rows.indices)).model
    #expect(abs(found.staticPower.value / 120 - 1) < 0.02)
    #expect(abs(found.energyPerOperation.value / 0.6e-12 - 1) < 0.02)
    #expect(abs(found.energyPerByte.value / 90e-12 - 1) < 0.02)
    #expect(abs(found.settling.value / 40e-6 - 1) < 0.02)
  }

  @Test func `the slopes of the residual are its differences`() {
    let below = row(64, 4096, 4096, microseconds: 12, watts: 250)
    let held = row(4096, 4096, 4096, microseconds: 200, watts: 695)
    let x = SIMD4<Double>(130, 0.7, 110, 60)
    for row in [below, held] {
      for place in 0..<4 {
        var (up, down) = (x, x)
        up[place] *= 1 + 1e-6
        down[place] *= 1 - 1e-6
        let difference =
          (BoardPowerFit.residual(row, up, .settles).value
            - BoardPowerFit.residual(row, down, .settles).value) / (2e-6 * x[place])
        let slope = BoardPowerFit.residual(row, x, .settles).slopes[place]
        #expect(abs(slope - difference) < 1e-5 * max(1e-3, abs(difference)))
      }
    }
  }

  @Test func `static power is never below idle`() {
    // Rows that would ask for less: power in proportion to the work.
    let rows = (1...40).map {
      row(1, 1024 * $0, 4096, microseconds: 100, watts: 10 * Double($0))
    }
    let found = BoardPowerFit(rows, places: Array(rows.indices), sensor: .showsAll).model
    #expect(found.staticPower == BoardPowerFit.idle)
  }

  @Test func `the shipped rows give the stored constants and come out`() throws {
    let comparison = BoardPowerComparison(try shipped())
    #expect(comparison.rows.count == 856)
    let fit = try #require(comparison.fit())
    let stored = BoardPowerModel.shipped
    #expect(abs(fit.model.staticPower.ratio(to: stored.staticPower) - 1) < 0.01)
    #expect(abs(fit.model.energyPerOperation.ratio(to: stored.energyPerOperation) - 1) < 0.01)
    #expect(abs(fit.model.energyPerByte.ratio(to: stored.energyPerByte) - 1) < 0.01)
    #expect(abs(fit.model.settling.ratio(to: stored.settling) - 1) < 0.01)
    #expect(fit.constantCount * BoardPowerFit.rowsForEach <= fit.places.count)
    let findings = comparison.findings
    #expect(findings.rows.count(where: { $0.role == .judged }) == 8)
    #expect(findings.rows.count(where: { $0.role == .counted }) == 856)
    for row in findings.rows { #expect(row.isRight, "\(row)") }
    #expect(findings.notes.contains { $0.contains("least separated") })
    for constant in findings.fitted {
      #expect(constant.value > 0)
      #expect(try #require(constant.standardError) > 0)
    }
  }

  @Test func `ten percent more of an input moves the result`() throws {
    let rows = try shipped()
    let fit = try #require(BoardPowerComparison(rows).fit())
    func changed(_ change: (inout BoardPowerRow) -> Void) throws -> BoardPowerModel {
      let other = rows.map { row in
        var copy = row
        change(&copy)
        return copy
      }
      return try #require(BoardPowerComparison(other).fit()).model
    }
    // All times 10 % longer: the same power of less work, so its energies grow.
    let slower = try changed { $0.latency = $0.latency * 1.1 }
    #expect(slower.energyPerOperation > fit.model.energyPerOperation * 1.05)
    #expect(slower.energyPerByte > fit.model.energyPerByte * 1.05)
    let hotter = try changed {
      $0.power = $0.power * 1.1
      $0.cap = $0.cap * 1.1
    }
    #expect(hotter.energyPerOperation > fit.model.energyPerOperation * 1.05)
    // And for one row with the constants as they are.
    let row = row(512, 4096, 4096, microseconds: 40, watts: 400)
    var longer = row
    longer.latency = row.latency * 1.1
    #expect(fit.model.reading(of: longer) < fit.model.reading(of: row) * 0.99)
  }

  @Test func `few rows are judged by the shipped constants`() throws {
    let some = Array(try shipped().prefix(30))
    let comparison = BoardPowerComparison(some)
    #expect(comparison.fit() == nil)
    #expect(comparison.findings.fitted.isEmpty)
    #expect(!comparison.findings.rows.isEmpty)
    #expect(comparison.findings.notes.contains { $0.contains("shipped rows") })
  }
}

@Suite struct BoardPowerReadingTests {
  private let head = "device,stack,gemm_dtype,m,n,k,latency_us,power_w,cap_w,suspect\n"

  private func read(_ text: String) throws -> [BoardPowerRow] {
    try BoardPowerReader.read(ValidationFile(path: "own.csv", text: text))
  }

  private func ids(_ text: String) -> [String] {
    do {
      _ = try read(text)
      return []
    } catch let list as DiagnosticList {
      return list.diagnostics.map(\.id)
    } catch {
      return ["another error"]
    }
  }

  @Test func `a row is read, with line ends of any kind and columns in any order`() throws {
    let found = try #require(try read(head + "H200-SXM,Y,bfloat16,1,2,3,6.2,319.1,700,1\r\n").first)
    #expect(found.m == 1 && found.n == 2 && found.k == 3 && found.isSuspect)
    #expect(found.power == Power(319.1) && found.cap == Power(700))
    #expect(abs(found.latency.value - 6.2e-6) < 1e-18)
    // (3 + 6 + 2) elements of 2 bytes.
    #expect(found.bytes == ByteCount(22))
    let other = try read(
      "suspect,m,n,k,gemm_dtype,cap_w,power_w,latency_us\n0,1,2,3,float16,7,5,1\n")
    #expect(other.map(\.power) == [Power(5)])
  }

  @Test func `all that is wrong is said at once`() {
    #expect(ids("m,n,k\n1,2,3\n") == ["peers.not-a-case-file"])
    #expect(ids("") == ["peers.not-a-case-file"])
    #expect(
      ids(head + "H200-SXM,Y,fp8,0,2,3,-1,nan,700,maybe\nH200-SXM,Y\n") == [
        "peers.row-length", "peers.unsupported-format", "peers.not-a-number",
        "peers.not-a-number", "peers.not-a-number", "peers.wrong-form",
      ])
  }

  @Test func `suspect rows are left out, and a file of nothing else is refused`() throws {
    let text =
      head
      + "H200-SXM,Y,bfloat16,64,4096,4096,12,300,700,0\nH200-SXM,Y,bfloat16,1,2,3,6.2,319.1,700,1\n"
    let found = try ValidationSet.h200Power.run([ValidationFile(path: "own.csv", text: text)])
    #expect(found.notes.contains("suspect rows left out: 1"))
    #expect(throws: DiagnosticList.self) {
      try ValidationSet.h200Power.run([
        ValidationFile(path: "own.csv", text: head + "H200-SXM,Y,bfloat16,1,2,3,6.2,319.1,700,1\n")
      ])
    }
  }
}
