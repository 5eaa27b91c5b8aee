// SPDX-License-Identifier: Apache-2.0

/// How wide a text is, without asking a font.
///
/// Advances are the larger of those of the two sans-serif families that are found on most machines (one
/// with Helvetica's widths, one with Verdana's proportions), so that a layout made for them holds in either.
enum FontMetrics {
  /// What a chart's texts are set in.
  static let family = "Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif"

  /// Width in pixels at a size.
  static func width(_ text: String, size: Double, weight: TextItem.Weight = .regular) -> Double {
    var units = 0
    for scalar in text.unicodeScalars {
      let index = Int(scalar.value) - 32
      if advances.indices.contains(index) {
        units += advances[index]
      } else {
        units += 640 * DisplayWidth.of(Character(scalar))
      }
    }
    return Double(units) / 1000 * size * (weight == .bold ? 1.13 : 1)
  }

  /// Height above the baseline, as a share of the size.
  static let ascent = 0.78
  /// Depth below it.
  static let descent = 0.22

  /// The text cut in the middle so that it is at most so wide.
  static func fit(
    _ text: String, width limit: Double, size: Double, weight: TextItem.Weight = .regular
  ) -> String {
    guard width(text, size: size, weight: weight) > limit else { return text }
    // No more than the narrowest letters could fill.
    let most = Int(limit / (0.27 * size)) + 1
    var columns = min(DisplayWidth.of(text) - 1, most)
    while columns > 1 {
      let cut = PlainText.middleEllipsis(text, columns: columns)
      if width(cut, size: size, weight: weight) <= limit { return cut }
      columns -= 1
    }
    return "…"
  }

  /// Lines at most so wide, broken at spaces; what does not fit into `lines` ends in an ellipsis.
  static func wrap(_ text: String, width limit: Double, size: Double, lines most: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    let words = PlainText.oneLine(text).split(separator: " ").map(String.init)
    for (i, word) in words.enumerated() {
      let longer = line.isEmpty ? word : line + " " + word
      if width(longer, size: size) <= limit {
        line = longer
        continue
      }
      if lines.count == most - 1 {
        let rest = ([line] + words[i...]).filter { !$0.isEmpty }.joined(separator: " ")
        return lines + [fitEnd(rest, width: limit, size: size)]
      }
      if !line.isEmpty { lines.append(line) }
      line = fit(word, width: limit, size: size)
    }
    if !line.isEmpty { lines.append(line) }
    return lines
  }

  private static func fitEnd(_ text: String, width limit: Double, size: Double) -> String {
    var columns = min(DisplayWidth.of(text), Int(limit / (0.27 * size)) + 1)
    while columns > 1 {
      let cut = PlainText.endEllipsis(text, columns: columns)
      if width(cut, size: size) <= limit { return cut }
      columns -= 1
    }
    return "…"
  }

  /// Of the printable ASCII characters, in thousandths of the size.
  private static let advances = [
    318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361, 318, 337, 636, 636, 636,
    636, 636, 636, 636, 636, 636, 636, 337, 337, 838, 838, 838, 556, 1015, 684, 686, 722, 770, 667,
    611, 778, 752, 295, 500, 667, 557, 863, 748, 787, 667, 787, 722, 667, 611, 732, 684, 989, 685,
    667, 685, 390, 337, 390, 838, 556, 500, 613, 635, 550, 635, 615, 352, 635, 634, 278, 278, 579,
    278, 974, 634, 612, 635, 635, 411, 521, 392, 634, 592, 818, 592, 592, 525, 636, 337, 636, 838,
  ]
}
