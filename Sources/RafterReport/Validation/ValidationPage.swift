// SPDX-License-Identifier: Apache-2.0
public import RafterPeers
import RafterQuantities

/// The page of the documentation on validation, written from a run: one table of all sets, then each set with its charts
/// and its rows.
public struct ValidationPage: Sendable {
  /// A file of the page.
  public struct File: Sendable, Hashable {
    /// The name, without a folder.
    public var name: String
    /// What it holds.
    public var text: String
  }

  private let outcomes: [ValidationOutcome]

  /// Creates a page of some outcomes.
  public init(_ outcomes: [ValidationOutcome]) { self.outcomes = outcomes }

  /// The article.
  public var article: File {
    var lines = [
      "# Validated against", "",
      "Published numbers beside ours, set by set, written by one run of `rafter validate --page`.",
      "",
      "## Overview", "",
      "Every set runs from inputs alone: hardware of the library, workloads of the sources, no number of a single row. Constants that were",
      "fitted are printed with the rows they were fitted to. Rows beyond their tolerance are shown as such.",
      "",
      "## All sets", "",
    ]
    if let overview = ValidationOverview(outcomes).scene {
      lines += ["![\(overview.title)](\(Self.overview))", ""]
    }
    lines += summary
    for outcome in outcomes { lines += section(of: outcome) }
    return File(name: "Validated-Against.md", text: lines.joined(separator: "\n") + "\n")
  }

  /// The pictures that the article shows, as SVG.
  public var charts: [File] {
    overview(.light)
      + outcomes.flatMap { outcome in
        pictures(of: outcome).map {
          File(name: $0.name + ".svg", text: SVGWriter.text($0.scene, theme: .light))
        }
      }
  }

  /// All sets in one picture, in the colours of a theme; empty where nothing can be drawn.
  public func overview(_ theme: ChartTheme) -> [File] {
    ValidationOverview(outcomes).scene.map {
      [File(name: Self.overview + ".svg", text: SVGWriter.text($0, theme: theme))]
    } ?? []
  }

  private static let overview = "validation-overview"

  /// A line for each set: what is compared, our error, the peers'; for the README.
  public var shortTable: [String] {
    var lines = [
      "| set | truth | rows | what is compared | our error | peers |", "|---|---|---:|---|---|---|",
    ]
    for outcome in outcomes {
      let set = outcome.set
      let cells = [
        set.kindOfTruth, "\(outcome.rows.count)", set.summary.compared,
        ValidationWords.headline(outcome), set.summary.peers,
      ]
      lines.append(
        "| `\(set.name)` | " + cells.map(Markdown.escape).joined(separator: " | ") + " |")
    }
    return lines
  }

  /// One table of all sets.
  public var summary: [String] {
    var lines = [
      "| set | truth | rows | within tolerance | mean error | signed | worst ratio | fitted | peers |",
      "|---|---|---|---|---|---|---|---|---|",
    ]
    for outcome in outcomes {
      let right = outcome.rows.count { $0.isRight }
      let peers = outcome.set.peers
      let cells: [String] = [
        outcome.set.name, outcome.set.kindOfTruth, "\(outcome.rows.count)",
        right == outcome.rows.count ? "all" : "\(right)",
        ValidationWords.percent(outcome.meanAbsoluteError),
        ValidationWords.percent(outcome.signedMean),
        outcome.worstRatio.map { Format.significant($0) } ?? "-",
        "\(outcome.findings.fitted.count)",
        peers.isEmpty ? "none" : peers.joined(separator: "; "),
      ]
      lines.append("| " + cells.map(Markdown.escape).joined(separator: " | ") + " |")
    }
    return lines
  }

  private func section(of outcome: ValidationOutcome) -> [String] {
    var lines = [
      "", "## \(outcome.set.name)", "", "\(outcome.set.source) (\(outcome.set.kindOfTruth)).", "",
    ]
    for picture in pictures(of: outcome) {
      lines += ["![\(picture.scene.title)](\(picture.name))", ""]
    }
    lines.append(ValidationReport([outcome]).body)
    return lines
  }

  private func pictures(of outcome: ValidationOutcome) -> [(name: String, scene: Scene)] {
    var pictures: [(String, Scene)] = []
    let name = "validation-\(outcome.set.name)"
    // Counts that are all equal need no picture.
    let isExact = outcome.rows.allSatisfy { ($0.error?.magnitude ?? 1) < 1e-3 }
    if !isExact, let scene = ValidationChart(outcome).scene { pictures.append((name, scene)) }
    let scenes = outcome.findings.rooflines.compactMap {
      MeasuredRooflineChart($0, set: outcome.set.name).scene
    }
    for (place, scene) in scenes.enumerated() {
      pictures.append(("\(name)-roofs\(place == 0 ? "" : "-\(place + 1)")", scene))
    }
    return pictures
  }
}

/// Words that the report and the page share.
enum ValidationWords {
  /// The error of a set in a few words: the first figure that is judged over its rows, or else the mean over them.
  static func headline(_ outcome: ValidationOutcome) -> String {
    let figure = outcome.rows.first {
      $0.role == .judged && $0.published == 0 && $0.unit == "1" && $0.predicted ?? 0 > 0
    }
    if let figure { return "\(percent(figure.predicted)) \(figure.quantity)" }
    let mean = percent(outcome.meanAbsoluteError)
    return "\(mean) mean"
  }

  /// A share for people: three digits, powers of ten where there is next to nothing.
  static func percent(_ value: Double?) -> String {
    guard let value, value.isFinite else { return "-" }
    let percent = value * 100
    if value != 0, percent.magnitude < 0.001 {
      // Rounding of sums: a power of ten says enough.
      var exponent = -4
      var bound = 1e-3
      while percent.magnitude < bound / 10, exponent > -20 {
        bound /= 10
        exponent -= 1
      }
      return "<1e\(exponent + 1) %"
    }
    return Format.percent(value)
  }

  /// A number of a table: counts whole, others with five digits.
  static func number(_ value: Double) -> String {
    value == value.rounded() && value.magnitude < 1e15
      ? "\(Int(value))" : Format.significant(value, digits: 5)
  }
}
