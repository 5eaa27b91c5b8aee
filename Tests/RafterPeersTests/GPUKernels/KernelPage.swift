// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

@testable import RafterPeers

/// The parts of `Documentation/Validation/GPU-Kernels.md` that a run writes, between two comments for each set.
///
/// To renew them: RECORD_GOLDEN=1 swift test --filter KernelSetTests
enum KernelPage {
  static let url = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Documentation/Validation/GPU-Kernels.md")
  private static let lock = NSLock()

  static func expect(_ set: ValidationSet, _ findings: ValidationSet.Findings) throws {
    try lock.withLock {
      let page = try String(contentsOf: url, encoding: .utf8)
      let (begin, end) = ("<!-- \(set.name) -->\n", "<!-- end of \(set.name) -->")
      let start = try #require(page.range(of: begin))
      let stop = try #require(page.range(of: end))
      let text = text(findings)
      if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] != nil {
        let renewed = String(page[..<start.upperBound]) + text + String(page[stop.lowerBound...])
        try Data(renewed.utf8).write(to: url)
      } else {
        #expect(page[start.upperBound..<stop.lowerBound] == text)
      }
    }
  }

  private static func text(_ findings: ValidationSet.Findings) -> String {
    var lines = ["", "| judged | quantity | found | tolerance |", "|---|---|---|---|"]
    for row in findings.rows where row.role == .judged {
      let found = row.error.map(ErrorStatistics.percent) ?? "-"
      lines.append(
        "| \(row.name) | \(row.quantity) | \(found) | \(ErrorStatistics.percent(row.tolerance)) |")
    }
    if !findings.fitted.isEmpty {
      lines += ["", "| constant | value | standard error | unit |", "|---|---|---|---|"]
      lines += findings.fitted.map {
        "| \($0.name) | \(digits($0.value)) | \($0.standardError.map(digits) ?? "-") | \($0.unit) |"
      }
    }
    lines.append("")
    lines += findings.notes.map { "- \($0)" }
    return lines.joined(separator: "\n") + "\n\n"
  }

  /// Three digits, which every compiler agrees on.
  private static func digits(_ value: Double) -> String {
    guard value != 0 else { return "0" }
    let scale = pow(10, 2 - log10(value.magnitude).rounded(.down))
    return "\((value * scale).rounded() / scale)"
  }
}
