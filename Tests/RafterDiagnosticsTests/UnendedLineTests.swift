// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import Testing

@Suite struct UnendedLineTests {
  @Test func `a last line without its end is named with its last cell`() throws {
    let end = try #require(UnendedLine(of: "a,b\n1,20\n3, 4", isTable: true))
    // `3, ` are three characters, so the cell begins at the fourth.
    #expect((end.line, end.column, end.cell) == (3, 4, "4"))
    #expect(end.usualLength == nil)
    let said = try #require(Diagnostic.unendedLine(of: "a,b\n1,20\n3, 4", file: "t.csv"))
    #expect(said.severity == .warning)
    #expect(said.location?.text == "t.csv:3:4")
    #expect(said.message.contains("'4' may not be all that stood there"))
  }

  @Test(arguments: [
    "a,b\n1,2\n", "a,b\r\n1,2\r\n", "a,b\n1,2\n\n", "a,b\n1,2\n  ", "a,b\n1,2\n# cut he", "a,b", "",
    "# a note\na,b",
  ]) func `a text that ends as it should, in a comment or with its only line says nothing`(
    _ text: String
  ) {
    #expect(UnendedLine(of: text, isTable: true) == nil)
  }

  @Test func `cells of one length above a shorter one are told`() throws {
    let rows = "name,time_s\na,1.25\nb,2.50\nc,3.75\n"
    #expect(UnendedLine(of: rows + "d,4.1", isTable: true)?.usualLength == 4)
    #expect(UnendedLine(of: rows + "d,4.10", isTable: true)?.usualLength == nil)
    // Two rows that agree are chance.
    #expect(UnendedLine(of: "a,b\nx,12\ny,34\nz,5", isTable: true)?.usualLength == nil)
    #expect(UnendedLine(of: rows + "e,12\nd,4.1", isTable: true)?.usualLength == nil)
  }

  @Test func `a comma within quotes parts nothing, and an empty cell is said to be one`() throws {
    #expect(UnendedLine(of: "a,b\n1,\"x, y\"", isTable: true)?.cell == "\"x, y\"")
    let said = try #require(Diagnostic.unendedLine(of: "a,b\n1,", file: "t.csv"))
    #expect(said.message.contains("nothing stands behind its last comma"))
    // `1,` are two characters.
    #expect(said.location?.text == "t.csv:2:3")
  }

  @Test func `what is no table is named by its line`() throws {
    let end = try #require(UnendedLine(of: "cases:\n  - latency: 11", isTable: false))
    #expect((end.line, end.column, end.cell) == (2, 3, "- latency: 11"))
  }

  @Test func `every cut of a table that leaves all cells of its row is noticed`() {
    let text = "name,ops,time_us\nalpha,100,1250\nbeta,2000,3125\n"
    let last = text.utf8.count - 1
    // The last cell has four digits: a cut behind the first, second, third or fourth is a row that reads.
    for count in (last - 3)...last {
      let cut = String(decoding: text.utf8.prefix(count), as: UTF8.self)
      #expect(UnendedLine(of: cut, isTable: true) != nil, "\(count)")
    }
    #expect(UnendedLine(of: text, isTable: true) == nil)
  }
}
