// SPDX-License-Identifier: Apache-2.0

/// Numbers as spreadsheets and profilers write them.
enum MeasuredNumber {
  /// Characters between groups of three digits: `1,250.00`, `1 250`, `1'250`, `1_250`.
  private static let separators: Set<Character> = [",", " ", "\u{a0}", "\u{202f}", "'", "_"]

  /// Reads a number; nil for what is none, or could be read in two ways.
  ///
  /// Groups have three digits each behind the first, all the same separator between them, and a point before decimals. So `12,5`,
  /// `1.250,5` and `1,25` are no numbers; nor is `0x10`, which is meant as something else.
  static func parse(_ text: String) -> Double? {
    if let value = Double(text) {
      return value.isFinite && !text.contains(where: { "xX".contains($0) }) ? value : nil
    }
    let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard let whole = parts.first, let separator = whole.first(where: separators.contains),
      !whole.contains(where: { separators.contains($0) && $0 != separator })
    else { return nil }
    let groups = whole.split(separator: separator, omittingEmptySubsequences: false)
    guard let first = groups.first, (1...3).contains(first.count),
      groups.dropFirst().allSatisfy({ $0.count == 3 }),
      groups.allSatisfy({ $0.allSatisfy { $0.isASCII && $0.isNumber } })
    else { return nil }
    let value = Double(groups.joined() + (parts.count > 1 ? "." + parts[1] : ""))
    return value.flatMap { $0.isFinite ? $0 : nil }
  }
}
