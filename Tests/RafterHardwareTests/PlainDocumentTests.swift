// SPDX-License-Identifier: Apache-2.0
import Foundation
import RafterDiagnostics
import RafterLibrary
import RafterTestSupport
import Testing

@testable import RafterDocuments

/// The parser of plain YAML against the general one.
struct PlainDocumentTests {
  static let files = [BuiltIn.Kind.accelerator, .technology].flatMap { kind in
    BuiltIn.names(of: kind).filter { !$0.hasSuffix(".csv") }.compactMap {
      BuiltIn.file($0, kind: kind)
    }
  }

  /// The same tree as the general parser's, or none.
  static func agree(_ text: String) -> Bool {
    guard let plain = PlainParser.parse(text, file: "t") else { return true }
    do throws(DiagnosticList) {
      let general = try Document.general(text: text, file: "t", dialect: .own)
      return general.root == plain && general.diagnostics.isEmpty
    } catch {
      return false
    }
  }

  @Test func `every built-in description is plain, and its tree that of the general parser`() {
    for file in Self.files {
      let text = String(decoding: file.bytes, as: UTF8.self)
      #expect(PlainParser.parse(text, file: "t") != nil, "\(file.name)")
      #expect(Self.agree(text), "\(file.name)")
    }
  }

  @Test(arguments: [
    "a: 1", "a: 1 # c\nb: 'x y'\n", "a:\n- 1\n- {b: c, d: [1, 2,],}\nc: 2",
    "a:\n  - b: 1\n    c: 2\n  - d",
    "é: ü\n\"k\": v", "  a: 1\n  b: 2", "a: {b: 1,\n  c: 2 # x\n }\nd: e#f",
    "u: {x: https://a.b/c?}",
    "u: https://a.b/c?d", "a: b c  # d", "a: -5\nb: 'it' # c", "a: [b: c]", "a:\n  - # c\n    b: 1",
  ])
  func `what is plain is read alike`(text: String) {
    #expect(Self.agree(text), "\(text)")
  }

  @Test(arguments: [
    "a:", "a: &x 1", "a: *x", "a: !t 1", "a: |\n  x", "a: b\n  c", "a: \"b\\n\"", "a: 'b''c'",
    "a: 1\na: 2",
    "a: b: c", "- a", "a", "a: {b}", "a: 1\n---\n", "\ta: 1", "a: [1\nb]", "a: {b: 1} c", "a : 1",
    "? a", "a: 1\n b: 2",
    "a:\n    b: 1\n  c: 2", "a: \"x", "%YAML 1.2", "a: [1,, 2]", "a: \u{1}", "a: b\r\n",
    "a: \u{85}", "a: ? b", "",
  ])
  func `everything else is left to the general parser`(text: String) {
    #expect(PlainParser.parse(text, file: "t") == nil, "\(text)")
  }

  /// Bytes that YAML has a use for, put in, taken out or exchanged.
  static func damaged(_ text: String, _ random: inout SeededGenerator) -> String {
    var bytes = Array(text.utf8)
    let marks = Array(":-#{}[],'\"\n ?&*!|>%@`\\ab1~.".utf8)
    for _ in 0..<Int.random(in: 1...3, using: &random) where !bytes.isEmpty {
      let place = Int.random(in: bytes.indices, using: &random)
      let mark = marks.randomElement(using: &random) ?? 0x20
      switch Int.random(in: 0..<4, using: &random) {
      case 0: bytes[place] = mark
      case 1: bytes.insert(mark, at: place)
      case 2: bytes.remove(at: place)
      default: bytes.insert(contentsOf: [0x0A, 0x20, 0x20], at: place)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// A part of a built-in file, so that a run is short.
  static func piece(_ random: inout SeededGenerator) -> String {
    guard let file = files.randomElement(using: &random) else { return "" }
    let lines = String(decoding: file.bytes, as: UTF8.self).split(
      separator: "\n", omittingEmptySubsequences: false)
    // From the top every other time: from within, most pieces do not begin as a file may.
    let start =
      Bool.random(using: &random) ? 0 : Int.random(in: 0..<max(1, lines.count - 12), using: &random)
    return lines[start..<min(lines.count, start + 12)].joined(separator: "\n")
  }

  @Test func `of damaged descriptions it reads none otherwise`() {
    var random = SeededGenerator(seed: 20)
    var plain = 0
    for _ in 0..<400 {
      let text = Self.damaged(Self.piece(&random), &random)
      if PlainParser.parse(text, file: "t") != nil { plain += 1 }
      #expect(Self.agree(text), "\(text)")
    }
    // Enough of them are still plain for this to mean something.
    #expect(plain > 20)
  }
}

/// The same on many more.
struct PlainDocumentFuzz {
  /// How many; more with `RAFTER_FUZZ_RUNS`.
  static let runs =
    ProcessInfo.processInfo.environment["RAFTER_FUZZ_RUNS"].flatMap { Int($0) } ?? 4_000

  @Test func `of many damaged descriptions it reads none otherwise`() {
    var random = SeededGenerator(seed: 21)
    for _ in 0..<Self.runs {
      let text = PlainDocumentTests.damaged(PlainDocumentTests.piece(&random), &random)
      guard !PlainDocumentTests.agree(text) else { continue }
      Issue.record("\(text)")
    }
  }
}
