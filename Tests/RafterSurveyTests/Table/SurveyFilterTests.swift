// SPDX-License-Identifier: Apache-2.0
import Rafter
import RafterTestSupport
import Testing

@testable import RafterSurvey

struct SurveyFilterTests {
  private let entry = SurveyEntry([
    (.id, .text("a")), (.name, .text("NVIDIA B200")), (.year, .number(2024)),
    (.kind, .text("gpu")), (.venue, .text("product")), (.format, .words(["fp16", "bf16"])),
    (.peak, .number(2250)), (.offChipBandwidth, .number(7700)),
  ])

  @Test(arguments: [
    ("format=fp16 and year>=2017", true), ("format=fp16/bf16", true), ("format=bf16/fp16", true),
    ("format=fp8", false), ("format!=fp8", true), ("year>2024", false), ("year<=2024", true),
    ("year=2024 and not kind=tpu", true), ("kind=tpu or kind=gpu", true),
    ("kind=tpu or kind=gpu and year=1999", false), ("(kind=tpu or kind=gpu) and year=2024", true),
    ("name~b200", true), ("name~\"IA B\"", true), ("name='nvidia b200'", true), ("KIND=GPU", true),
    ("class=product", true), ("family=float", true), ("ridge_op_per_byte>292", true),
    ("area_mm2 unknown", true), ("area_mm2 known", false), ("not area_mm2 known", true),
    // An unknown cell satisfies no comparison, not even `!=`.
    ("area_mm2<100", false), ("area_mm2>=100", false), ("area_mm2!=100", false),
    ("organisation!=AMD", false),
  ])
  func `a filter means what it says`(text: String, isMeant: Bool) throws {
    #expect(try SurveyFilter(text: text).accepts(entry) == isMeant)
  }

  @Test(arguments: [
    ("formt=fp16", "survey.unknown-quantity", 1, "did you mean 'format'?"),
    ("year>=20x17", "survey.filter-number", 7, "write year>=2017"),
    ("year~2017", "survey.filter-operator", 5, "use = != < <= > >="),
    ("kind>gpu", "survey.filter-operator", 5, "use = or !=, or ~ for a part of it"),
    ("year>=2017 and kind=gpuu", "survey.unknown-word", 21, "did you mean 'gpu'?"),
  ])
  func `a slip is told with its place and a remedy`(
    text: String, id: String, column: Int, remedy: String
  ) {
    let error = #expect(throws: DiagnosticList.self) { try SurveyFilter(text: text) }
    let found = error?.diagnostics.first
    #expect(found?.id == id)
    #expect(found?.suggestion == remedy)
    guard case .text(1, column, _)? = found?.location?.position else {
      Issue.record("\(String(describing: found?.location))")
      return
    }
  }

  @Test(arguments: [
    ("", 1), ("year", 5), ("year>=", 7), ("(year=1", 8), ("year=1)", 7), ("and", 1),
    ("year=1 kind=gpu", 8),
    ("year=1 and", 11), ("year = ;", 8), ("name=\"open", 6), ("not", 4),
  ])
  func `what is no filter is told at the place where it breaks`(text: String, column: Int) {
    let error = #expect(throws: DiagnosticList.self) { try SurveyFilter(text: text) }
    #expect(error?.diagnostics.map(\.id) == ["survey.filter-syntax"])
    guard case .text(1, column, _)? = error?.diagnostics.first?.location?.position else {
      Issue.record("\(String(describing: error?.diagnostics.first?.location))")
      return
    }
  }

  @Test func `a nest without end is refused, not followed`() {
    let text = String(repeating: "(", count: 100_000)
    let error = #expect(throws: DiagnosticList.self) { try SurveyFilter(text: text) }
    #expect(error?.diagnostics.map(\.id) == ["survey.filter-depth"])
  }

  @Test func `all slips of a filter are told at once`() {
    let error = #expect(throws: DiagnosticList.self) {
      try SurveyFilter(text: "formt=fp16 and (year>x or kind=gpuu)")
    }
    #expect(error?.diagnostics.count == 3)
  }

  @Test func `the words of a filter read back as the same filter`() throws {
    var random = SeededGenerator(seed: 4)
    func make(_ depth: Int) -> SurveyFilter {
      switch Int.random(in: 0..<(depth > 0 ? 6 : 3), using: &random) {
      case 0:
        .comparison(
          .year, .greaterOrEqual, .number(Double(Int.random(in: 1990...2030, using: &random))))
      case 1:
        .comparison(
          .name, .contains, .text(["a b", "and", "x-1"].randomElement(using: &random) ?? ""))
      case 2: .known(.area)
      case 3: .not(make(depth - 1))
      case 4: .and(make(depth - 1), make(depth - 1))
      default: .or(make(depth - 1), make(depth - 1))
      }
    }
    let table = try BuiltInTable.read()
    for _ in 0..<200 {
      let filter = make(4)
      let again = try SurveyFilter(text: filter.description)
      // Brackets of one operator may fall, so what is compared is what both mean.
      for entry in table.entries.prefix(40) {
        #expect(filter.accepts(entry) == again.accepts(entry), "\(filter)")
      }
    }
  }

  @Test func `an empty subset says which part of the filter leaves none`() throws {
    let table = SurveyTable([entry])
    let filter = try SurveyFilter(text: "year>=2020 and (kind=tpu or kind=npu)")
    let error = #expect(throws: DiagnosticList.self) {
      try SurveySubset(of: table, where: filter)
    }
    #expect(error?.diagnostics.map(\.id) == ["survey.empty-subset"])
    #expect(
      error?.diagnostics.first?.notes == [
        "'year>=2020' alone fits 1 rows", "'kind=tpu or kind=npu' alone fits 0 rows",
      ])
  }

  @Test(arguments: [
    ("formt", "did you mean 'format'?"), ("efficency", "did you mean 'efficiency_tops_per_w'?"),
    ("ridge", "did you mean 'ridge_op_per_byte'?"),
    ("norm8b", "did you mean 'norm8b_tops_per_w' or 'norm8b_tops_per_mm2'?"),
  ])
  func `a misspelt column is told the one that was meant`(name: String, remedy: String) {
    let error = #expect(throws: DiagnosticList.self) { try SurveyColumn.named(name) }
    #expect(error?.diagnostics.first?.suggestion == remedy)
  }

  @Test func `order puts unknown cells last, either way`() throws {
    let rows = [
      SurveyEntry([(.id, .text("a")), (.year, .number(2020))]), SurveyEntry([(.id, .text("b"))]),
      SurveyEntry([(.id, .text("c")), (.year, .number(2022))]),
    ]
    #expect(try SurveyOrder(text: "year").sorted(rows).map(\.id) == ["c", "a", "b"])
    #expect(try SurveyOrder(text: "+year").sorted(rows).map(\.id) == ["a", "c", "b"])
    #expect(try SurveyOrder(text: "id").sorted(rows).map(\.id) == ["a", "b", "c"])
    #expect(throws: DiagnosticList.self) { try SurveyOrder(text: "yaer") }
  }
}
