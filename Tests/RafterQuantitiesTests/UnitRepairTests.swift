// SPDX-License-Identifier: Apache-2.0
import RafterQuantities
import Testing

@Suite struct UnitRepairTests {
  private func suggestion(for text: String) -> String? {
    do throws(QuantityTextError) {
      _ = try ByteCount(text: text)
    } catch .unknownUnit(_, let suggestion) {
      return suggestion
    } catch {
      return nil
    }
    return nil
  }

  private static let nearMisses: [(String, String)] = [
    ("64 K", "KiB or kB"), ("64 KB", "KiB or kB"), ("64 k", "KiB or kB"), ("1 M", "MiB or MB"),
    ("1 G", "GiB or GB"), ("1 T", "TiB or TB"), ("8 Kb", "kbit"), ("8 kb", "kbit"),
    ("8 Mb", "Mbit"), ("8 Gb", "Gbit"), ("8 b", "bit"), ("8 bits", "bit"), ("8 Bytes", "B"),
    ("8 byte", "B"), ("32 KB/s", "KiB or kB/s"), ("32 B/clk", "B/cycle"),
    ("32 B/Cycle", "B/cycle"), ("32 bytes/cycle", "B/cycle"), ("7 mhz", "MHz"), ("7 Mhz", "MHz"),
    ("7 ghz", "GHz"), ("7 Ghz", "GHz"), ("4 mm^2", "mm2"), ("4 mm\u{b2}", "mm2"),
    ("4 um^2", "um2"), ("4 \u{b5}m\u{b2}", "um2"), ("3 TFLOPS", "TOPS"), ("3 GFLOP/s", "Gop/s"),
    ("3 Tops/s", "Top/s"), ("3 Gmacs/s", "GMAC/s"), ("3 macs", "MAC"), ("25 GBps", "GB/s"),
    ("25 Gbps", "Gbit/s"), ("25 KBps", "KiB or kB/s"), ("5 GB/sec", "GB/s"), ("5 GB/S", "GB/s"),
    ("9 pj/bit", "pJ/bit"), ("9 pJ/b", "pJ/bit"), ("9 pJ/Byte", "pJ/B"), ("40 mw", "mW"),
    ("40 watts", "W"), ("3 joules", "J"), ("0.8 v", "V"), ("2 gib", "GiB"), ("2 NM", "nm"),
  ]

  @Test(arguments: nearMisses)
  func `a near miss is recognised`(text: String, expected: String) {
    #expect(suggestion(for: text) == expected)
  }

  @Test(arguments: nearMisses)
  func `what is suggested can be read`(text: String, expected: String) {
    let parts = expected.split(separator: "/").map { $0.split(separator: " or ") }
    for choice in 0..<(parts.map(\.count).max() ?? 0) {
      let unit = parts.map { $0[min(choice, $0.count - 1)] }.joined(separator: "/")
      do throws(QuantityTextError) {
        _ = try ByteCount(text: "1 \(unit)")
      } catch .wrongDimension {
        // A unit of something else is a unit.
      } catch {
        Issue.record("\(unit): \(error)")
      }
    }
  }

  @Test(arguments: ["1 furlong", "1 xyz/s", "1 %", "1 B/fortnight", "1 \u{1f600}"])
  func `nothing is suggested for what is like no unit`(text: String) {
    #expect(suggestion(for: text) == nil)
  }
}
