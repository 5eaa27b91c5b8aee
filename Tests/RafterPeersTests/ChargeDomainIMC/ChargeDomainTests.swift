// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterQuantities
import Testing

@testable import RafterPeers

@Suite struct ChargeDomainTests {
  @Test func `cases of a whole macro are not added up`() throws {
    let files = [
      ValidationFile(
        path: "points.csv",
        text:
          "id,array,vdd_V,input_bits,weight_bits,TOPS,TOPS_per_W\nmine,SRAM 64x16,0.8,4,4,0.4,350\nmine,SRAM 64x16,0.9,4,4,0.4,200\n"
      ),
      ValidationFile(
        path: "parts.csv",
        text: """
          id,vdd_or_mode,component,value,unit
          mine,0.8,"whole macro, worst case data",8,pJ per 64x16 MVM access
          mine,0.8,"whole macro, average output code 6",5.12,pJ per 64x16 MVM access
          mine,0.9,"whole macro, worst case data",10.24,pJ per 64x16 MVM access

          """),
    ]
    let findings = try ValidationSet.chargeDomainIMC.run(files)
    // 64 x 16 weights, two operations each: 2048 op in 8 and in 5.12 pJ, 256 and 400 TOPS/W; in 10.24 pJ, 200.
    let shown = findings.rows.filter { $0.role == .shown }.compactMap(\.predicted)
    #expect(
      zip(shown, [256e12, 400e12]).allSatisfy { abs($0 / $1 - 1) < 1e-9 } && shown.count == 2)
    let judged = findings.rows.filter { $0.role == .judged }
    #expect(judged.count == 1 && judged.allSatisfy(\.isRight))
    #expect(findings.notes.contains { $0.contains("in 2 cases") })
  }

  private let name = "jia2020, 0.85 V, 1 x 1 bit"

  @Test func `efficiency is that of a column's cells and converter`() throws {
    let found = try SiliconFiles.findings(.chargeDomainIMC)
    // 2 x 2304 operations for 9.7 + 1.79 pJ, and for 8.3 pJ more with the datapath.
    let macro = try SiliconFiles.predicted(found, name, "efficiency")
    #expect(abs(macro / (4608 / 11.49e-12) - 1) < 1e-9)
    let whole = try SiliconFiles.predicted(found, name, "efficiency with datapath")
    #expect(abs(whole / (4608 / 19.79e-12) - 1) < 1e-9)
    // 1.2 V: 20.4 + 3.56 pJ from the table.
    let high = try SiliconFiles.predicted(found, "jia2020, 1.2 V, 1 x 1 bit", "efficiency")
    #expect(abs(high / (4608 / 23.96e-12) - 1) < 1e-9)
  }

  @Test func `without a table at its voltage a point is not predicted`() throws {
    let found = try SiliconFiles.findings(.chargeDomainIMC) { path, text in
      path.hasSuffix("breakdown.csv") ? text.replacing("jia2020,1.2,", with: "jia2020,1.1,") : text
    }
    #expect(!found.rows.contains { $0.name.contains("1.2 V") && $0.quantity == "efficiency" })
    #expect(found.notes.contains { $0.contains("1.2 V") && $0.contains("nothing is predicted") })
  }

  @Test func `a tenth more energy in the cells moves the efficiency`() throws {
    let found = try SiliconFiles.findings(.chargeDomainIMC) { path, text in
      text.replacing("20.4,pJ per column", with: "22.44,pJ per column")
    }
    let moved = try SiliconFiles.predicted(found, "jia2020, 1.2 V, 1 x 1 bit", "efficiency")
    #expect(abs(moved / (4608 / 26.0e-12) - 1) < 1e-9)
    #expect(!ValidationOutcome(.chargeDomainIMC, found).isRight)
  }

  @Test func `a breakdown at the voltage of the description counts before it`() throws {
    let found = try SiliconFiles.findings(.chargeDomainIMC) { _, text in
      text.replacing("9.7,pJ per column", with: "10.67,pJ per column")
    }
    // A tenth more for the cells: 10.67 + 1.79 pJ for 4608 operations.
    let moved = try SiliconFiles.predicted(found, name, "efficiency")
    #expect(abs(moved / (4608 / 12.46e-12) - 1) < 1e-9)
  }

  @Test func `an energy in a unit that is not read is refused, a share is passed over`() {
    let head = "id,vdd_or_mode,component,value,unit\n"
    let found = SiliconFiles.problems(
      .chargeDomainIMC, head + "jia2020,0.85,ADC,1.79,nJ per column conversion\nx,1,whole,3,pct\n")
    #expect(found.map(\.id) == ["peers.wrong-form"])
    #expect(found.first?.location?.text.hasSuffix(":2:23") == true)
  }

  @Test func `parts of other macros add up in their units`() throws {
    let head = "id,vdd_or_mode,component,value,unit\n"
    let table = CaseTable(
      ValidationFile(
        path: "b.csv",
        text: head
          + "x,1b in/3b out,a,9,fJ per op\nx,1b in/3b out,b,11,fJ per op\ny,0.8,whole,2.048,pJ per 64x16 MVM access\nz,0.8,share,40,pct\n"
      ))
    let found = try MacroBreakdown.read(table)
    #expect(found.map(\.id) == ["x", "y"])
    // 20 fJ an operation; 2.048 pJ for 2 x 1024 operations.
    let efficiencies = found.map { $0.efficiency(rows: nil, withDatapath: false)?.value ?? 0 }
    #expect(abs(efficiencies[0] / 5e13 - 1) < 1e-9)
    #expect(abs(efficiencies[1] / 1e15 - 1) < 1e-9)
  }
}
