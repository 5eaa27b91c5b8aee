// SPDX-License-Identifier: Apache-2.0
import Foundation
import Rafter
import RafterTestSupport
import Testing

@testable import RafterSurvey

struct BuiltInTableTests {
  @Test func `the table passes its own check without a warning`() throws {
    let (table, warnings) = try SurveyReader.read(text: BuiltInTable.text, file: "chips.csv")
    #expect(table.entries.count == 426)
    #expect(warnings == [])
  }

  @Test func `every row names its source and the collection it was taken from`() throws {
    let table = try BuiltInTable.read()
    func count(_ word: String) -> Int {
      table.entries.count { $0.words(.attribution).contains(word) }
    }
    // survey.md 1: 178 rows of Epoch AI, 142 of UIUC; the others one by one.
    #expect(count("epoch-ai") == 178)
    #expect(count("uiuc-imc") == 142)
    #expect(count("facts") == 106)
    #expect(table.entries.allSatisfy { ($0.text(.source) ?? "").count > 5 })
  }

  @Test func `every row has its levers with a source, or says why they are unknown`() throws {
    let table = try BuiltInTable.read()
    var unknown = 0
    for entry in table.entries {
      let levers = entry.words(.lever)
      let source = try #require(entry.text(.leverSource), "\(entry.id)")
      #expect(!levers.isEmpty && Set(levers).count == levers.count, "\(entry.id)")
      if levers == ["unknown"] {
        unknown += 1
        #expect(source.contains("names none"), "\(entry.id)")
      }
      // Computing in memory is what the kind says, narrow operands are what the bits say.
      if [.dimc, .aimcSRAM, .aimcNonvolatile].contains(entry.surveyClass) {
        #expect(levers.contains("in-memory"), "\(entry.id)")
      } else if let a = entry.number(.activationBits), let w = entry.number(.weightBits),
        min(a, w) < 16, entry.text(.note)?.contains("one array invocation") != true
      {
        #expect(levers.contains("quantization"), "\(entry.id)")
      }
      if entry.text(.computeStyle)?.contains("systolic") == true {
        #expect(levers.contains("data-reuse"), "\(entry.id)")
      }
    }
    #expect(unknown == 29)
  }

  @Test func `duplicates lead to a row that is none`() throws {
    let table = try BuiltInTable.read()
    for entry in table.entries {
      guard let id = entry.text(.duplicateOf) else { continue }
      let kept = try #require(table.entry(id))
      #expect(kept.text(.duplicateOf) == nil)
      #expect(kept.number(.node) == entry.number(.node) || entry.number(.node) == nil)
    }
    #expect(table.entries.count { $0.text(.duplicateOf) != nil } == 12)
  }

  @Test func `no figure of the source table was changed but the four corrections`() throws {
    guard let url = Shared.file("data/chips.csv") else { return }
    let records = CSVRecords(try String(contentsOf: url, encoding: .utf8)).records
    let head = try #require(records.first).map(\.text)
    let names: [String: SurveyColumn] = [
      "peak_tops": .peak, "peak_tops_per_w": .efficiency, "tops_per_mm2": .density,
      "norm1b_tops_per_w": .oneBitEfficiency, "norm1b_tops_per_mm2": .oneBitDensity,
      "area_mm2": .area, "supply_v_min": .supplyMinimum, "freq_mhz": .frequency,
      "onchip_sram_kib": .onChipMemory, "offchip_bw_gbs": .offChipBandwidth, "power_w": .power,
      "act_bits": .activationBits, "weight_bits": .weightBits, "year": .year, "node_nm": .node,
    ]
    let entries = try BuiltInTable.read().entries
    var changed: [String] = []
    for (record, entry) in zip(records.dropFirst(), entries) {
      for (name, field) in zip(head, record) {
        guard let column = names[name], entry.number(column) != Double(field.text) else { continue }
        changed.append("\(entry.id) \(column.rawValue)")
      }
    }
    #expect(
      changed.sorted() == [
        "amd-radeon-instinct-mi250x-fp16-bf16 area_mm2", "amd-radeon-instinct-mi250x-int8 area_mm2",
        "dimc4-isscc-2023-16-3-1b-input-figure act_bits",
        "dimc4-isscc-2023-16-3-1b-input-figure weight_bits", "liu-isscc-2020 supply_min_v",
        "nvidia-tesla-k80-fp32 area_mm2",
      ])
  }

  @Test func `the table written as CSV reads back as the same rows`() throws {
    let table = try BuiltInTable.read()
    let subset = try SurveySubset(of: table, where: .all, duplicates: .keep)
    let text = SurveyReport(subset, parts: [.rows], version: "1").text(.csv)
    var again = try SurveyReader.read(text: text, file: "again.csv").table.entries
    var before = table.entries
    for i in again.indices { again[i].place = nil }
    for i in before.indices { before[i].place = nil }
    #expect(again == before)
  }
}
