// SPDX-License-Identifier: Apache-2.0
import Rafter
import Testing

@testable import RafterSurvey

struct SurveyReaderTests {
  private static let head =
    "id,name,venue,year,kind,domain,format,node_nm,supply_min_v,supply_max_v,peak_tops,"
    + "efficiency_tops_per_w,power_w,sparsity,evidence,computed,lever,lever_source,duplicate_of,"
    + "attribution,source,confidence\n"
  private static let good =
    "chip-a,Chip A,ISSCC,2024,npu,chip,int8,22,0.6,0.8,1,10,0.1,dense,measured,efficiency_tops_per_w,"
    + "sparsity,title,,facts,the paper,read\n"

  /// The row above with some cells replaced.
  private static func row(_ changes: [String: String]) -> String {
    let names = head.dropLast().split(separator: ",").map(String.init)
    var cells = good.dropLast().split(separator: ",", omittingEmptySubsequences: false)
      .map(String.init)
    for (name, value) in changes {
      if let i = names.firstIndex(of: name) { cells[i] = value }
    }
    return cells.joined(separator: ",") + "\n"
  }

  private static func errors(_ text: String) -> [Diagnostic] {
    do {
      return try SurveyReader.read(text: text, file: "new.csv").warnings
    } catch {
      return error.diagnostics
    }
  }

  @Test func `a good row reads into typed quantities`() throws {
    let table = try SurveyReader.read(text: Self.head + Self.good, file: "new.csv").table
    let entry = try #require(table.entries.first)
    #expect(entry.peak == Throughput(1e12))
    #expect(entry.efficiency == EnergyEfficiency(1e13))
    #expect(entry.node == ProcessNode(22.0))
    #expect(entry.supply == Voltage(0.6))
    #expect(entry.surveyClass == .digital)
    #expect(entry.family == .integer)
    #expect(entry.area == nil)
  }

  @Test(arguments: [
    ("year", "soon", "survey.not-a-number"), ("year", "2024.5", "survey.not-a-number"),
    ("year", "24", "survey.implausible"), ("kind", "gpuu", "survey.unknown-word"),
    ("format", "int8/fp99", "survey.unknown-word"), ("format", "", "survey.empty-cell"),
    ("source", "", "survey.empty-cell"), ("node_nm", "22nm", "survey.not-a-number"),
    ("node_nm", "0x10", "survey.not-a-number"), ("node_nm", "nan", "survey.not-a-number"),
    ("peak_tops", "1e9", "survey.implausible"), ("peak_tops", "-1", "survey.implausible"),
    ("supply_min_v", "600", "survey.implausible"), ("supply_min_v", "0.9", "survey.supply-order"),
    ("id", "Chip A", "survey.not-a-key"), ("duplicate_of", "chip-b", "survey.unknown-id"),
    ("duplicate_of", "chip-a", "survey.unknown-id"),
    ("lever", "", "survey.empty-cell"), ("lever_source", "", "survey.empty-cell"),
    ("lever", "quantisation", "survey.unknown-word"),
    ("lever", "unknown/sparsity", "survey.lever-unknown-and-known"),
    ("evidence", "guessed", "survey.unknown-word"),
    ("efficiency_tops_per_w", "11", "survey.figures-disagree"),
    ("efficiency_tops_per_w", "", "survey.computed-but-empty"),
  ])
  func `a wrong cell is named`(column: String, value: String, id: String) {
    let found = Self.errors(Self.head + Self.row([column: value]))
    #expect(found.map(\.id) == [id])
  }

  @Test func `the place of a cell is its line and column, quotes and accents counted`() throws {
    let row = Self.row(["name": "\"Chïp, \"\"A\"\"\"", "kind": "gpuu"])
    let found = Self.errors(Self.head + Self.good + row.replacing("chip-a", with: "chip-b"))
    // chip-b,"Chïp, ""A""",ISSCC,2024,gpuu: 7 + 14 + 6 + 5 scalars before the cell.
    #expect(
      found.first?.location
        == SourceLocation(file: "new.csv", position: .text(line: 3, column: 33, length: 4)))
    #expect(found.first?.suggestion == "did you mean 'gpu'?")
  }

  @Test func `all faults of a table are told at once, in their order`() {
    let text =
      Self.head + Self.row(["year": "x", "kind": "y"])
      + Self.row(["id": "chip-b", "node_nm": "z"])
    #expect(
      Self.errors(text).map(\.id) == [
        "survey.not-a-number", "survey.unknown-word", "survey.not-a-number",
      ])
  }

  @Test func `heads are checked: unknown, twice, computed, missing`() {
    let text = "id,name,nmae,name,class\nchip-a,A,B,C,D\n"
    let ids = Self.errors(text).map(\.id)
    #expect(ids.count { $0 == "survey.unknown-column" } == 1)
    #expect(ids.count { $0 == "survey.column-twice" } == 1)
    #expect(ids.count { $0 == "survey.computed-column" } == 1)
    // venue, kind, domain, format, sparsity, evidence, lever, lever_source, attribution, source, confidence.
    #expect(ids.count { $0 == "survey.missing-column" } == 11)
  }

  @Test func `an id is unique, in the table and beside the built-in one`() throws {
    #expect(
      Self.errors(Self.head + Self.good + Self.good).map(\.id) == ["survey.id-twice"])
    let known = try SurveyReader.read(text: Self.head + Self.good, file: "old.csv").table
    #expect(throws: DiagnosticList.self) {
      try SurveyReader.read(text: Self.head + Self.good, file: "new.csv", known: known)
    }
    let other = Self.row(["id": "chip-b", "duplicate_of": "chip-a"])
    #expect(throws: Never.self) {
      try SurveyReader.read(text: Self.head + other, file: "new.csv", known: known)
    }
  }

  @Test func `a row of too few fields is told`() {
    #expect(Self.errors(Self.head + "chip-a,A\n").contains { $0.id == "survey.field-count" })
  }

  @Test func `nothing is an empty table, and so is a head alone`() {
    #expect(Self.errors("").map(\.id) == ["survey.empty-table"])
    #expect(Self.errors(Self.head).map(\.id) == ["survey.empty-table"])
  }

  @Test func `a table cut anywhere inside a row is refused`() throws {
    let second = Self.row(["id": "chip-b", "name": "\"B, of 2024\""])
    let whole = Self.head + Self.good + second
    let bytes = Array(whole.utf8)
    // Behind the last byte of a row nothing is missing.
    let ends = [Self.head + Self.good, whole].flatMap { [$0.utf8.count, $0.utf8.count - 1] }
    for count in bytes.indices where !ends.contains(count) {
      let text = String(decoding: bytes[..<count], as: UTF8.self)
      #expect(Self.errors(text).contains { $0.severity == .error }, "\(text.suffix(30))")
    }
    for count in ends {
      let text = String(decoding: bytes[..<count], as: UTF8.self)
      #expect(Self.errors(text).isEmpty)
    }
  }
}

struct CSVRecordsTests {
  private func texts(_ text: String) -> [[String]] {
    CSVRecords(text).records.map { $0.map(\.text) }
  }

  @Test func `quotes hold commas, line ends and doubled quotes`() {
    #expect(
      texts("a,\"b,\r\n\"\"c\"\"\",d\r\n1,2,3") == [["a", "b,\r\n\"c\"", "d"], ["1", "2", "3"]])
  }

  @Test func `lines end in LF, CR LF or CR, blank ones are none`() {
    #expect(texts("a,b\nc,d\r\n\re,f\n\n") == [["a", "b"], ["c", "d"], ["e", "f"]])
  }

  @Test func `empty fields count, a byte order mark does not`() {
    #expect(texts("\u{FEFF}a,,\n,b,") == [["a", "", ""], ["", "b", ""]])
  }

  @Test(arguments: [
    ("\"a", 1, 1), ("\"a\"b,c", 1, 4), ("x\na\"b", 2, 2),
  ])
  func `what is no CSV has a place`(text: String, line: Int, column: Int) {
    let fault = CSVRecords(text).faults.first
    #expect(fault?.line == line)
    #expect(fault?.column == column)
  }
}
