// SPDX-License-Identifier: Apache-2.0
import Foundation
import RafterDiagnostics
import RafterTestSupport
import Testing

@Suite struct DiagnosticJSONTests {
  private struct Parsed: Decodable {
    var id: String
    var severity: String
    var message: String
    var notes: [String]
    var suggestion: String?
    var file: String?
    var line: Int?
    var column: Int?
    var length: Int?
    var byte: Int?
    var node: String?
    var node_index: Int?
  }

  private func parse(_ diagnostic: Diagnostic) throws -> Parsed {
    try JSONDecoder().decode(Parsed.self, from: Data(diagnostic.json.utf8))
  }

  @Test func `one object on one line with sorted keys`() {
    let diagnostic = Diagnostic(
      .warning, id: "hardware.slow-port", "a port is slow",
      at: Place(file: "n.yaml", position: .text(line: 2, column: 3, length: 4)),
      suggestion: "widen it", notes: ["x"])
    #expect(
      diagnostic.json
        == #"{"column":3,"file":"n.yaml","id":"hardware.slow-port","length":4,"line":2,"#
        + #""message":"a port is slow","notes":["x"],"severity":"warning","suggestion":"widen it"}"#
    )
  }

  @Test func `any text survives`() throws {
    var random = SeededGenerator(seed: 5)
    let alphabet: [Unicode.Scalar] = [
      "\"", "\\", "\n", "\r", "\t", "\0", "\u{1}", "\u{1f}", "\u{7f}", "/", "a", "\u{e9}",
      "\u{2028}", "\u{1f680}", "{", "'",
    ]
    for _ in 0..<500 {
      var scalars = String.UnicodeScalarView()
      for _ in 0..<Int.random(in: 0...12, using: &random) {
        scalars.append(alphabet[Int.random(in: alphabet.indices, using: &random)])
      }
      let text = String(scalars)
      let parsed = try parse(
        Diagnostic(
          id: "a.b", text, at: Place(file: text, position: .node(name: text, index: 3)),
          suggestion: text, notes: [text, text]))
      #expect(parsed.message == text && parsed.file == text && parsed.node == text)
      #expect(parsed.suggestion == text && parsed.notes == [text, text] && parsed.node_index == 3)
      #expect(!Diagnostic(id: "a.b", text).json.contains("\n"))
    }
  }

  @Test func `each kind of place has its keys and no others`() throws {
    let byte = try parse(
      Diagnostic(id: "a.b", "m", at: Place(file: "f", position: .byte(7))))
    #expect(byte.byte == 7 && byte.file == "f" && byte.line == nil && byte.node == nil)
    let whole = try parse(Diagnostic(id: "a.b", "m", at: Place(file: "f")))
    #expect(whole.file == "f" && whole.byte == nil && whole.line == nil)
    let nowhere = try parse(Diagnostic(.note, id: "a.b", "m"))
    #expect(nowhere.file == nil && nowhere.severity == "note" && nowhere.suggestion == nil)
  }
}
