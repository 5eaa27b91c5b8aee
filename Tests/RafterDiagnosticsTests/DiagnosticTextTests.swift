// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import Testing

@Suite struct DiagnosticTextTests {
  private func diagnostic(
    line: Int, column: Int, length: Int, suggestion: String? = "did you mean 'bandwidth'?",
    notes: [String] = []
  ) -> Diagnostic {
    Diagnostic(
      id: "hardware.unknown-key", "unknown key 'bandwith' in memory 'sram'",
      at: Place(
        file: "npu.yaml", position: .text(line: line, column: column, length: length)),
      suggestion: suggestion, notes: notes)
  }

  @Test func `the line is shown with a caret under the stretch and the remedy after it`() {
    let source = "path:\n  - memory: sram\n    bandwith: 32 B/cycle\n"
    #expect(
      diagnostic(line: 3, column: 5, length: 8).text(source: source) == """
        npu.yaml:3:5: error: unknown key 'bandwith' in memory 'sram'
            3 |     bandwith: 32 B/cycle
              |     ^~~~~~~~ did you mean 'bandwidth'?
            [hardware.unknown-key]
        """)
  }

  @Test func `without the source the remedy has its own line`() {
    #expect(
      diagnostic(line: 3, column: 5, length: 8, notes: ["one", "two"]).text() == """
        npu.yaml:3:5: error: unknown key 'bandwith' in memory 'sram'
            did you mean 'bandwidth'?
            note: one
            note: two
            [hardware.unknown-key]
        """)
  }

  /// The two lines of an excerpt after the bar.
  private func excerpt(_ source: String, line: Int = 1, column: Int, length: Int) -> [String] {
    diagnostic(line: line, column: column, length: length, suggestion: nil).text(source: source)
      .split(separator: "\n").filter { $0.contains("|") }
      .map { String($0.drop { $0 != "|" }.dropFirst(2)) }
  }

  @Test func `a tab before the stretch is repeated, so that the caret lines up`() {
    #expect(excerpt("\tkey:\tvalue", column: 7, length: 5) == ["\tkey:\tvalue", "\t    \t^~~~~"])
  }

  @Test func `wide characters take two cells and combining ones none`() {
    // Two ideographs before the stretch are four cells; the stretch itself is one, so two marks.
    #expect(excerpt("芯片: 值", column: 5, length: 1) == ["芯片: 值", "      ^~"])
    // e and an acute accent apart: two scalars, one cell.
    #expect(excerpt("cafe\u{301}: x", column: 8, length: 1) == ["cafe\u{301}: x", "      ^"])
    #expect(excerpt("\u{1f680} key", column: 3, length: 3) == ["\u{1f680} key", "   ^~~"])
  }

  @Test func `lines may end as on other systems`() {
    #expect(excerpt("a\r\nbc\r\nd", line: 2, column: 2, length: 1) == ["bc", " ^"])
    #expect(excerpt("a\rbc\rd", line: 2, column: 2, length: 1) == ["bc", " ^"])
    #expect(excerpt("a\n\nd", line: 3, column: 1, length: 1) == ["d", "^"])
  }

  @Test func `a stretch beyond the line is marked at its end`() {
    #expect(excerpt("ab", column: 9, length: 4) == ["ab", "  ^"])
    #expect(excerpt("abc", column: 2, length: 50) == ["abc", " ^~"])
    #expect(excerpt("abc", column: 2, length: 0) == ["abc", " ^"])
    #expect(excerpt("", column: 1, length: 1) == ["", "^"])
    #expect(excerpt("abc", column: 2, length: .max) == ["abc", " ^~"])
  }

  @Test func `a line that is not there is not shown`() {
    #expect(excerpt("ab\n", line: 7, column: 1, length: 1).isEmpty)
    #expect(excerpt("ab\n", line: 0, column: 1, length: 1).isEmpty)
  }

  @Test func `a long line is cut around the stretch`() throws {
    let line = String(repeating: "x", count: 5000) + "KEY" + String(repeating: "y", count: 5000)
    let shown = excerpt(line, column: 5001, length: 3)
    try #require(shown.count == 2)
    #expect(shown[0].count == 126 && shown[0].hasPrefix("...x") && shown[0].hasSuffix("y..."))
    let marked = zip(shown[0], shown[1]).filter { $0.1 != " " }.map(\.0)
    #expect(String(marked) == "KEY")
  }

  @Test func `a name cannot steer the terminal`() {
    let hostile = Diagnostic(
      id: "onnx.x", "node '\u{1b}[2J\u{7}'", at: Place(file: "a\u{1b}.onnx"))
    #expect(
      hostile.text() == """
        a\\u{1b}.onnx: error: node '\\u{1b}[2J\\u{7}'
            [onnx.x]
        """)
    #expect(excerpt("a\u{1b}b", column: 3, length: 1) == ["a\\u{1b}b", "       ^"])
  }

  @Test func `every kind of place has its text`() {
    #expect(Place(file: "m.onnx").text == "m.onnx")
    #expect(Place(file: "m.onnx", position: .byte(4096)).text == "m.onnx: byte 4096")
    #expect(
      Place(file: "m.onnx", position: .node(name: "Conv_12", index: 12)).text
        == "m.onnx: node 'Conv_12' (#12)")
    #expect(
      Place(file: "n.yaml", position: .text(line: 5, column: 3, length: 1)).text
        == "n.yaml:5:3")
  }
}
