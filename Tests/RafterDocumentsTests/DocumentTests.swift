// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterTestSupport
import Testing

@testable import RafterDocuments

struct DocumentTests {
  func parse(_ text: String) throws -> Document {
    try Document.parse(text: text, file: "t.yaml")
  }

  /// Marker, id and message of all that is wrong.
  func said(about marked: String) -> [String] {
    let text = MarkedText(marked)
    let found: [Diagnostic]
    do { found = try parse(text.text).diagnostics } catch { found = error.diagnosticsOrNone }
    return found.map { diagnostic in
      guard case .text(let line, let column, _)? = diagnostic.location?.position else {
        return "0 \(diagnostic.id) \(diagnostic.message)"
      }
      return "\(text.marker(line: line, column: column)) \(diagnostic.id) \(diagnostic.message)"
    }
  }

  @Test func `nodes know where they stand and how they are written`() throws {
    let root = try parse("a: 12 B\nlist:\n  - 'x y'\n  - {b: \"2\"}\n").root
    let a = try #require(root["a"])
    #expect(a.content == .scalar("12 B", .plain))
    #expect(a.location.position == .text(line: 1, column: 4, length: 4))
    let list = try #require(root["list"]?.elements)
    #expect(list[0].content == .scalar("x y", .quoted))
    #expect(list[0].location.position == .text(line: 3, column: 5, length: 5))
    #expect(list[1].entries?[0].keyLocation.position == .text(line: 4, column: 6, length: 1))
    #expect(list[1]["b"]?.content == .scalar("2", .quoted))
  }

  @Test func `columns count characters, not bytes`() throws {
    let root = try parse("{é: 1, b: 2}").root
    #expect(root.entries?[1].keyLocation.position == .text(line: 1, column: 8, length: 1))
  }

  @Test func `a syntax error has its place`() {
    #expect(
      said(about: "a: 1\nb: [1, 2\nc1️⃣: 3\n") == [
        "1 document.syntax this is not YAML: did not find expected ',' or ']'"
      ])
    #expect(
      said(about: "a:\n1️⃣\tb: 1\n") == [
        "1 document.syntax this is not YAML: a tab where only spaces may stand"
      ])
    #expect(
      said(about: "a: b1️⃣\u{1}\n") == [
        "1 document.syntax this is not YAML: control characters are not allowed"
      ])
    #expect(
      said(about: "a: 1\n1️⃣---\nb: 2\n") == [
        "1 document.syntax this is not YAML: but found another document"
      ])
  }

  @Test(arguments: ["", "\n\n", "# nothing\n"])
  func `a text without content is empty`(text: String) {
    #expect(said(about: text) == ["0 document.empty the file is empty"])
  }

  @Test func `every key given twice is reported, and the rest is read`() throws {
    let marked = """
      a: 1
      b: {x: 1, y: 2, 1️⃣x: 3}
      2️⃣a: 2
      list:
        - c: 1
          d: 2
          3️⃣c: 3
          4️⃣c: 4
      """
    #expect(
      said(about: marked) == [
        "1 document.duplicate-key the key 'x' is given twice",
        "2 document.duplicate-key the key 'a' is given twice",
        "3 document.duplicate-key the key 'c' is given twice",
        "4 document.duplicate-key the key 'c' is given twice",
      ])
    let document = try parse(MarkedText(marked).text)
    #expect(document.root["a"]?.scalar == "1")
    #expect(document.root["list"]?.elements?[0]["d"]?.scalar == "2")
    #expect(document.diagnostics[1].suggestion == "remove it here or in line 1")
  }

  @Test func `anchors, tags and keys that are no text are refused`() {
    #expect(
      said(about: "a: 1️⃣&x 1\nb: *x\n") == [
        "1 document.anchor anchors (&) and aliases (*) are not supported",
        "1 document.anchor anchors (&) and aliases (*) are not supported",
      ])
    #expect(said(about: "a: 1️⃣!gpu 1\n") == ["1 document.tag the tag '!gpu' is not supported"])
    #expect(said(about: "? 1️⃣[a]\n: 1\n") == ["1 document.key-not-text a key is a list"])
  }

  @Test func `a bomb of aliases is refused at once`() {
    var text = "a0: &a0 [x, x]\n"
    for i in 1..<60 { text += "a\(i): &a\(i) [*a\(i - 1), *a\(i - 1)]\n" }
    text += "? *a59\n: 1\n"
    #expect(said(about: text).first?.contains("document.anchor") == true)
  }

  @Test func `size and depth are bounded`() {
    let deep = String(repeating: "[", count: 60) + String(repeating: "]", count: 60)
    #expect(said(about: deep).first?.contains("document.too-deep") == true)
    let deeper = String(repeating: "[", count: 100_000)
    #expect(said(about: deeper).first?.contains("document.syntax") == true)
    let large = String(repeating: "#", count: (1 << 20) + 1)
    #expect(
      said(about: large) == [
        "0 document.too-large the file has 1048577 bytes; a description has at most 1048576"
      ])
  }
}

extension Error {
  fileprivate var diagnosticsOrNone: [Diagnostic] { (self as? DiagnosticList)?.diagnostics ?? [] }
}
