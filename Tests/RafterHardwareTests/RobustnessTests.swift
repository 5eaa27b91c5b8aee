// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterHardware
import RafterTestSupport
import Testing

struct RobustnessTests {
  /// A text that cannot be read has an error, and one that can has none.
  func check(_ text: String) {
    do {
      _ = try AcceleratorReader.read(text: text, file: "test.yaml")
    } catch {
      #expect(error.hasErrors, "refused without an error: \(text)")
    }
  }

  @Test func `a file cut at any byte is an error or a result`() {
    let bytes = Array(tiny.utf8)
    for end in bytes.indices { check(String(decoding: bytes[..<end], as: UTF8.self)) }
  }

  @Test(arguments: BundledTests.names)
  func `a bundled file cut anywhere is an error or a result`(name: String) throws {
    let bytes = Array(try bundled(name).utf8)
    for end in stride(from: 1, to: bytes.count, by: 61) {
      check(String(decoding: bytes[..<end], as: UTF8.self))
    }
  }

  @Test func `random changes are an error or a result`() {
    var random = SeededGenerator(seed: 2025)
    let original = Array(tiny.utf8)
    let pieces = [
      "[", "]", "{", "}", ":", ": ", "- ", "&a", "*a", "!!map ", "? ", "|", ">", "\"", "'", "#",
      "\n", "\t", "\r", "%", "@", "`", "\\", "...\n", "---\n", "1e999", "-1", "nan", "0x10", "<<: ",
      "\u{0}", "\u{FEFF}", "\u{85}", "é", "99999999999999999999",
    ].map { Array($0.utf8) }
    for _ in 0..<2000 {
      var bytes = original
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
        case 1:
          bytes.insert(contentsOf: pieces.randomElement(using: &random) ?? [], at: place)
        case 2:
          let end = min(bytes.count, place + Int.random(in: 1...40, using: &random))
          bytes.removeSubrange(place..<end)
        default:
          let end = min(bytes.count, place + Int.random(in: 1...60, using: &random))
          let copy = Array(bytes[place..<end])
          bytes.insert(contentsOf: copy, at: Int.random(in: 0...bytes.count, using: &random))
        }
        if bytes.isEmpty { bytes = [UInt8(ascii: "x")] }
      }
      check(String(decoding: bytes, as: UTF8.self))
    }
  }

  @Test(
    .timeLimit(.minutes(1)),
    arguments: [
      "- {memory: a, holds: [weights], capacity: 1 B, energy: unknown, ports: [{kind: read, bandwidth: 1 B/s}]}\n",
      "- {array: {a: 1}}\n",
    ])
  func `a path without end is refused in time`(element: String) {
    let path = String(repeating: "  " + element, count: 9000)
    let found = diagnostics(of: "rafter: accelerator/1\npath:\n" + path)
    #expect(found.contains { $0.id == "document.too-many" })
  }

  @Test(.timeLimit(.minutes(1))) func `keys without end are refused in time`() {
    let keys = (0..<20_000).map { "capacity\($0): 1 B\n" }.joined()
    let found = diagnostics(of: keys + String(repeating: "name: x\n", count: 3000))
    #expect(found.contains { $0.id == "document.too-many" || $0.id == "document.duplicate-key" })
  }

  @Test func `the same text gives the same diagnostics`() throws {
    let text = try tiny(
      ("capacity: 1 GiB", "capcity: 1 GB\n    capacity: 0 B"), ("8 B/cycle", "8"),
      ("[weights, inputs, outputs]", "[weight, inputs]"))
    let first = diagnostics(of: text).map(\.json)
    for _ in 0..<5 { #expect(diagnostics(of: text).map(\.json) == first) }
  }
}
