// SPDX-License-Identifier: Apache-2.0
import Rafter
import RafterTestSupport
import Testing

@Suite struct CapacityReportTests {
  /// A slope by hand: traffic falls as the root of the capacity down to each operand once.
  static func report() -> CapacityReport {
    let points = (0..<9).map { i in
      let capacity = ByteCount(Double(64 << (2 * i)))
      let moved = max(65_536.0, 4_194_304 / Double(1 << i))
      return CapacityCurve.Point(
        capacity: capacity, moved: BitCount(moved * 8),
        least: BitCount(moved * (i == 3 ? 0.8 : 1) * 8),
        closedForm: BitCount(max(65_536, moved * 0.9) * 8), isOwn: i == 4)
    }
    return CapacityReport(
      CapacityCurve(
        memory: "buffer", outer: "dram", points: points, compulsory: BitCount(65_536 * 8),
        own: ByteCount(16_384), operations: Operations(8_388_608.0)),
      of: CapacityReport.Subject(workload: "net", accelerator: "chip", layer: "L01 conv"))
  }

  @Test(arguments: ChartTheme.allCases)
  func `the curve marks every point, the bounds and the machine's own capacity`(theme: ChartTheme) {
    let svg = Self.report().svg(theme: theme)
    #expect(svg == Self.report().svg(theme: theme))
    for words in [
      "capacity of buffer, bytes", "bytes to and from dram", "chip: 16.4 kB", "least, proven",
      "each operand once", "closed form",
    ] { #expect(svg.contains(words), "\(words)") }
    // The point with a gap says how far it is from what is proven: 1 / 0.8 = 1.25.
    #expect(svg.contains("at most 25 % above the least"))
  }

  @Test func `the table tells proven points from others and names the machine's own`() {
    let lines = Self.report().text(.table).split(separator: "\n").filter { $0.contains(" kB ") }
    #expect(lines.count { $0.contains("optimal") } >= 6)
    #expect(lines.count { $0.contains("gap 25 %") } == 1)
    #expect(lines.count { $0.contains("<- chip") } == 1)
  }

  @Test func `the CSV has a line for each point, and marks the machine's own`() {
    let lines = Self.report().text(.csv).split(separator: "\r\n")
    #expect(lines.count == 10)
    #expect(lines[5].hasPrefix("16384.0,262144.0,"))
    #expect(lines[5].hasSuffix(",true"))
  }
}
