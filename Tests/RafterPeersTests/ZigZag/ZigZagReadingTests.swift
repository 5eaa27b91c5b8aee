// SPDX-License-Identifier: Apache-2.0
import Rafter
import Testing

@Suite struct ZigZagReadingTests {
  private static let name = "zigzag-metaproto-conv.yaml"

  /// The diagnostics of the case file with one text replaced.
  private func faults(_ old: String, _ new: String) throws -> [Diagnostic] {
    let text = try PeerCases.text("zigzag/" + Self.name)
    let changed = text.replacing(old, with: new, maxReplacements: 1)
    #expect(changed != text)
    do {
      _ = try ZigZagCaseReader.read(text: changed, file: Self.name)
      return []
    } catch {
      return error.diagnostics
    }
  }

  @Test(arguments: [
    ("size_bits: 8\n", "size_bit: 8\n", "document.unknown-key"),
    ("size_bits: 8\n", "size_bits: many\n", "peers.not-a-number"),
    ("bw_min: 8\n", "bw_min: 0\n", "peers.not-a-number"),
    ("'I2,tl'", "'I2,up'", "peers.wrong-form"),
    ("'I2,tl'", "'I9,tl'", "peers.wrong-form"),
    ("W[g][k][c][fy][fx]", "W[g][k][c][fy][fz]", "peers.unknown-index"),
    ("equation: O[b]", "equation: O(b)", "peers.wrong-form"),
    ("IX = 1*OX + 1*FX", "IX = OX - FX", "peers.wrong-form"),
    ("IX = 1*OX + 1*FX", "IX = 1*OX + 1*FZ", "peers.unknown-dimension"),
    ("OX: 56", "OX: -56", "document.count-range"),
    ("OX: 56", "OX: 9000000000000", "document.count-range"),
    ("K: 64", "K: 900000000000", "peers.too-large"),
    ("K: 64", "K: 65", "peers.uncovered-dimension"),
    ("- - [C, 32]\n      - [FY, 3]", "- - [C, 32]\n      - [FZ, 3]", "peers.unknown-dimension"),
    ("- - [C, 32]\n      - [FY, 3]", "- - [C, 32]\n      - [FY]", "peers.wrong-form"),
    (
      "- - [C, 32]\n      - [FY, 3]\n      - [FX, 3]",
      "- - [C, 32]\n      - [FX, 3]\n      - [FY, 3]",
      "peers.loop-orders-differ"
    ),
    ("[read_to_lower, write_from_lower", "[read_to_lower, read_to_lower", "peers.wrong-form"),
    ("I: I1}", "J: I1}", "peers.wrong-form"),
    ("sizes: [32, 2, 4, 4]", "sizes: [32, 2, 4]", "peers.wrong-form"),
    ("cases:", "case:", "document.unknown-key"),
  ])
  func `what is wrong is found at its place`(old: String, new: String, id: String) throws {
    let faults = try faults(old, new)
    let found = faults.first { $0.id == id }
    #expect(found != nil, "\(faults.map(\.message))")
    #expect(found?.location?.file == Self.name)
    #expect(found?.suggestion != nil)
  }

  @Test func `all faults are told at once`() throws {
    let text = try PeerCases.text("zigzag/" + Self.name)
      .replacing("size_bits: 8\n", with: "size_bits: -1\n")
      .replacing("precision_bits: {W: 8", with: "precision_bits: {W: 80")
    #expect {
      _ = try ZigZagCaseReader.read(text: text, file: Self.name)
    } throws: { error in
      ((error as? DiagnosticList)?.diagnostics.count ?? 0) >= 2
    }
  }

  @Test(arguments: [
    "", "a: 1", "[1, 2]", "just text", "hardware: {}\ncases: []\noperand_links: {}",
  ])
  func `a file of another kind is refused, not misread`(text: String) {
    #expect(throws: DiagnosticList.self) {
      _ = try ZigZagCaseReader.read(text: text, file: "x.yaml")
    }
  }
}
