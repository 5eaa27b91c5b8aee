// SPDX-License-Identifier: Apache-2.0
import RafterAnalysis
public import RafterDiagnostics
public import RafterLevers
import RafterQuantities
import RafterWorkload

/// Pictures of what `rafter advise` answers.
public enum AdviceCharts {
  /// Arrows on both rooflines to the best step of each lever; of a single lever to its steps.
  ///
  /// - Throws: A diagnostic if the network has no place under a roof.
  public static func svg(_ advice: Advice, theme: ChartTheme = .light) throws(DiagnosticList)
    -> String
  {
    let best = Set(advice.ladders.map(\.ladder.lever)).count == 1 ? steps(advice) : fastest(advice)
    return try moves(
      advice.base, advice.outcome,
      best.map { effect in
        let (part, step) = Self.parts(effect.intervention)
        return (part, step, effect.timeSaved, effect.energySaved, effect.outcome)
      }, theme)
  }

  /// What is changed and how far, for two lines of the legend: a long name is cut in its middle, and the step must not be.
  private static func parts(_ change: Intervention) -> (part: String, step: String) {
    let (title, step) = (change.title, change.step)
    guard title != step, title.hasSuffix(" " + step) else { return (title, "") }
    return (String(title.dropLast(step.count + 1)), step + ": ")
  }

  /// The best step of each lever, the most time saved first.
  private static func fastest(_ advice: Advice) -> [Effect] {
    var best: [Effect] = []
    for effect in advice.ranking
    where !best.contains(where: { $0.intervention.lever == effect.intervention.lever }) {
      best.append(effect)
    }
    return best
  }

  /// The steps of one lever: of each target the best, then the others, as many as can be told apart; steps that save nothing
  /// come last, and show that.
  private static func steps(_ advice: Advice) -> [Effect] {
    let all = advice.ladders.flatMap(\.effects).filter { !$0.isUnfit }
    let ranked = all.enumerated().sorted {
      ($1.element.timeSaved, $0.offset) < ($0.element.timeSaved, $1.offset)
    }.map(\.element)
    var first: [Effect] = []
    var rest: [Effect] = []
    for effect in ranked {
      let isNew = !first.contains { $0.intervention.target == effect.intervention.target }
      if isNew { first.append(effect) } else { rest.append(effect) }
    }
    return Array((first + rest).prefix(MoveChart.most))
  }

  /// Arrows on both rooflines to the best trades on the same area.
  ///
  /// - Throws: A diagnostic if the network has no place under a roof.
  public static func svg(_ trades: TradeTable, theme: ChartTheme = .light) throws(DiagnosticList)
    -> String
  {
    try moves(
      trades.base, trades.outcome,
      trades.paying.map { (AdviceWords.trade($0), "", $0.timeSaved, $0.energySaved, $0.outcome) },
      theme)
  }

  /// The front of bundles: energy against time, area by size.
  ///
  /// - Throws: A diagnostic if no energy is known.
  public static func svg(_ front: BundleFront, theme: ChartTheme = .light) throws(DiagnosticList)
    -> String
  {
    guard let scene = BundleChart(front).scene else {
      throw DiagnosticList(.nothingToDraw(front.base.workload.name))
    }
    return SVGWriter.text(scene, theme: theme)
  }

  /// Bars of sensitivities, the strongest on top.
  ///
  /// - Throws: A diagnostic if nothing moves time or energy.
  public static func svg(_ table: SensitivityTable, theme: ChartTheme = .light)
    throws(DiagnosticList) -> String
  {
    guard !table.ranking.isEmpty else {
      throw DiagnosticList(.nothingToDraw(table.base.workload.name))
    }
    return SVGWriter.text(
      SensitivityChart(
        title: "What each component is worth: \(ChartHeading.title(table.base))",
        subtitle: table.base.headline.first ?? "", rows: table.ranking
      ).scene, theme: theme)
  }

  private static func moves(
    _ base: Analysis, _ outcome: Outcome,
    _ moves: [(name: String, step: String, time: Double, energy: Double?, outcome: Outcome)],
    _ theme: ChartTheme
  ) throws(DiagnosticList) -> String {
    guard let position = outcome.position else {
      throw DiagnosticList(.nothingToDraw(base.workload.name))
    }
    let drawn = moves.compactMap { move in
      move.outcome.position.map { position in
        MoveChart.Move(
          name: move.name,
          saved: move.step + "time \(AdviceWords.signed(move.time))"
            + (move.energy.map { ", energy \(AdviceWords.signed($0))" } ?? ""),
          position: position)
      }
    }
    return SVGWriter.text(
      MoveChart(
        title: "What each change does: \(ChartHeading.title(base))",
        subtitle: base.headline.first ?? "", base: position, moves: drawn
      ).scene, theme: theme)
  }
}
