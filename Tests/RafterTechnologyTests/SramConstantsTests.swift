// SPDX-License-Identifier: Apache-2.0
import Foundation
import RafterQuantities
import RafterTechnology
import Testing

struct SramConstantsTests {
  static let constants = repository.appending(
    path: "Sources/RafterTechnology/Sram/SramConstants.swift")
  static let page = repository.appending(path: "Documentation/Validation/Technology-Model.md")

  // To renew the file: RECORD_GOLDEN=1 swift test --filter SramConstantsTests
  @Test func `the embedded laws are those that fit the embedded points`() throws {
    let laws = SramLaw.fitted(to: try sramPoints())
    if isRecording {
      try SramLaw.swiftText(of: laws).write(to: Self.constants, atomically: true, encoding: .utf8)
      return
    }
    #expect(laws.count == 18)
    #expect(SramLaw.standard.count == laws.count)
    for (embedded, fitted) in zip(SramLaw.standard, laws) {
      #expect(embedded.node == fitted.node && embedded.banks == fitted.banks)
      // Six digits are kept; the mathematics libraries of two systems may differ in the last of them.
      for kibibytes in [1.0, 64, 4096] {
        let (a, b) = (value(embedded, kibibytes), value(fitted, kibibytes))
        #expect(abs(a / b - 1) < 1e-3)
      }
    }
  }

  private func value(_ law: SramLaw, _ kibibytes: Double) -> Double {
    law.read.value(capacity: .init(kibibytes * 1024), width: .init(256.0)).value
  }

  // Issue 6: at most 8 % on memories of one bank, at most 20 % on all.
  @Test func `the median error is below what was promised`() throws {
    let rows = SramFitRow.all(SramLaw.standard, on: try sramPoints())
    let median = Dictionary(uniqueKeysWithValues: rows.map { ($0.subset, $0.median) })
    #expect(try #require(median["one bank, read and write"]) <= 0.08)
    #expect(try #require(median["one bank, read"]) <= 0.08)
    #expect(try #require(median["one bank, write"]) <= 0.08)
    #expect(try #require(median["all, read and write"]) <= 0.20)
    #expect(try #require(median["all, read"]) <= 0.20)
    #expect(rows.allSatisfy { $0.count > 0 })
  }

  @Test func `the page of validation has the table of errors`() throws {
    let table = SramFitRow.markdown(SramFitRow.all(SramLaw.standard, on: try sramPoints()))
    let text = try String(contentsOf: Self.page, encoding: .utf8)
    if isRecording, let start = text.range(of: "| points |"),
      let end = text.range(of: "\n\n", range: start.lowerBound..<text.endIndex)
    {
      let renewed = text.replacingCharacters(
        in: start.lowerBound..<end.lowerBound, with: String(table.dropLast()))
      try renewed.write(to: Self.page, atomically: true, encoding: .utf8)
      return
    }
    #expect(text.contains(table))
  }
}
