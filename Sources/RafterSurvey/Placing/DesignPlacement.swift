// SPDX-License-Identifier: Apache-2.0
public import RafterDiagnostics
import RafterHardware
import RafterQuantities

/// A point of a design among the published ones that it may be compared with.
public struct DesignPlacement: Sendable, Hashable {
  /// Which point of the design.
  public enum Point: Sendable, Hashable {
    case peak
    /// On a workload of this name.
    case attained(String)
  }

  /// Where the design stands in one quantity.
  public struct Standing: Sendable, Hashable {
    /// The quantity.
    public var quantity: SurveyColumn
    /// The design's, in the unit of the column.
    public var value: Double
    /// Published rows with that quantity.
    public var n: Int
    /// The share of them that the design beats, equals counted half.
    public var rank: Double
    /// The middle of them.
    public var median: Double
    /// The best of them.
    public var best: Double
  }

  /// What the efficiency of the design is.
  public enum EfficiencyBasis: Sendable, Hashable {
    /// The energy roof: arithmetic and static power, no memory.
    case energyRoof
    /// Peak over the power cap, as data sheets of products have it.
    case powerCap
    /// Attained on a workload.
    case attained
  }

  /// A published design of the front that beats this one.
  public struct Better: Sendable, Hashable {
    /// The row.
    public var entry: SurveyEntry
    /// Its first goal over the design's.
    public var efficiencyRatio: Double
    /// Its second goal over the design's.
    public var rateRatio: Double
    /// What it did differently, in words.
    public var differences: [String]
  }

  /// The row of the design: its format and figures.
  public var entry: SurveyEntry
  /// Which point.
  public var point: Point
  /// Of what a workload reached: the part of its multiply-accumulates that ran in this format; nil for a
  /// peak.
  public var share: Double?
  /// What its efficiency is.
  public var basis: EfficiencyBasis
  /// The published rows of its class and formats.
  public var company: [SurveyEntry]
  /// Which rows these are.
  public var predicate: String
  /// Where it stands in efficiency, density and peak.
  public var standings: [Standing]
  /// The second goal of the front: density where the design's area is known, else the rate.
  public var secondGoal: SurveyColumn
  /// The factor by which both goals have to grow to reach the front; nil without both figures.
  public var distance: Double?
  /// Rows of the front.
  public var front: [SurveyEntry]
  /// Those of the front that beat it in both goals.
  public var better: [Better]
}

extension DesignPlacement {
  /// Places a design among rows.
  ///
  /// - Parameters:
  ///   - design: the design; each of its formats is placed by itself.
  ///   - subset: the rows of the chosen class, as published; of these the ones of the same family are company,
  ///     and of the same operand width unless the comparison normalises it.
  ///   - comparison: what is done to the figures of both before.
  /// - Throws: a diagnostic for a design without a multiplier, or rows that the comparison is not valid for.
  public static func all(
    of design: SurveyDesign, among subset: SurveySubset,
    comparison: FairComparison = FairComparison()
  ) throws(DiagnosticList) -> [DesignPlacement] {
    let rows = design.rows
    guard !rows.isEmpty else {
      throw DiagnosticList(.designWithoutPeak(design.accelerator.name))
    }
    let company = try comparison.applied(to: subset)
    // Where all company is of data sheets, the design's figure is made like theirs.
    let isProducts = subset.entries.allSatisfy {
      $0.surveyClass == .product || $0.surveyClass == .library
    }
    var placements: [DesignPlacement] = []
    for (format, entry) in rows {
      var peak = entry
      var basis = EfficiencyBasis.energyRoof
      if isProducts, let rate = entry.number(.peak), let cap = entry.number(.power) {
        peak[.efficiency] = .number(rate / cap)
        basis = .powerCap
      }
      var points: [(SurveyEntry, Point, EfficiencyBasis, Double?)] = [(peak, .peak, basis, nil)]
      // What a workload reached is one figure; it stands under each format that its products ran in.
      if let attained = design.attained,
        let run = attained.runs.first(where: { $0.format == format })
      {
        points.append(
          (reached(attained, by: entry), .attained(attained.workload), .attained, run.share))
      }
      for (entry, point, basis, share) in points {
        let own = try comparison.applied(to: SurveySubset(rows: [entry], predicate: "the design"))
        guard let entry = own.entries.first else { continue }
        var placement = place(entry, point, basis, among: company, anyWidth: comparison.bits != nil)
        placement.share = share
        placements.append(placement)
      }
    }
    return placements
  }

  private static func reached(_ attained: SurveyDesign.Attained, by entry: SurveyEntry)
    -> SurveyEntry
  {
    var reached = entry
    reached[.peak] = .number(attained.throughput.value / 1e12)
    reached[.efficiency] = attained.efficiency.map { .number($0.value / 1e12) } ?? .missing
    reached[.density] =
      entry.area.map { .number((attained.throughput / $0).value / 1e12) } ?? .missing
    reached[.condition] = .text("reached on \(attained.workload)")
    // Ridge and memory per op/s are of the peak, and so are the filed products.
    reached[.offChipBandwidth] = .missing
    reached[.onChipMemory] = .missing
    reached[.oneBitEfficiency] = .missing
    reached[.oneBitDensity] = .missing
    return reached
  }

  /// What to say where nothing compares with it.
  public var warning: Diagnostic? {
    company.isEmpty ? .noCompany(entry.text(.format) ?? "", subset: predicate) : nil
  }

  private static func place(
    _ entry: SurveyEntry, _ point: Point, _ basis: EfficiencyBasis, among subset: SurveySubset,
    anyWidth: Bool
  ) -> DesignPlacement {
    let bits = entry.number(.activationBits)
    let company = subset.entries.filter { other in
      other.surveyClass != .library && other.family == entry.family
        && (anyWidth || other.number(.activationBits) == bits)
    }
    let width = anyWidth ? "" : " and act_bits=\(bits.map(SurveyEntry.plain) ?? "unknown")"
    let second: SurveyColumn = entry.number(.density) != nil ? .density : .peak
    let points = company.indices.compactMap { index -> ParetoFront.Point? in
      guard let x = company[index].number(.efficiency), let y = company[index].number(second)
      else { return nil }
      return ParetoFront.Point(x: x, y: y, index: index)
    }
    let front = ParetoFront(of: points)
    var placement = DesignPlacement(
      entry: entry, point: point, basis: basis, company: company,
      predicate: subset.predicate
        + "; family=\(entry.family.rawValue)\(width)"
        + subset.fairness.map { "; \($0)" }.joined(),
      standings: [SurveyColumn.efficiency, .density, .peak].compactMap {
        standing(entry, $0, company)
      }, secondGoal: second, distance: nil, front: front.points.map { company[$0.index] },
      better: [])
    if let x = entry.number(.efficiency), let y = entry.number(second), !points.isEmpty {
      placement.distance = front.distance(x: x, y: y)
      placement.better = front.dominating(x: x, y: y).map { point in
        Better(
          entry: company[point.index], efficiencyRatio: point.x / x, rateRatio: point.y / y,
          differences: differences(of: company[point.index], from: entry))
      }
    }
    return placement
  }

  private static func standing(
    _ entry: SurveyEntry, _ quantity: SurveyColumn, _ company: [SurveyEntry]
  ) -> Standing? {
    let quantiles = Quantiles(company.compactMap { $0.number(quantity) })
    guard let value = entry.number(quantity), let rank = quantiles.rank(of: value),
      let median = quantiles.median, let best = quantiles.sorted.last
    else { return nil }
    return Standing(
      quantity: quantity, value: value, n: quantiles.n, rank: rank, median: median, best: best)
  }

  /// What the other did differently, as far as the table knows.
  static func differences(of other: SurveyEntry, from own: SurveyEntry) -> [String] {
    var words: [String] = []
    if let style = other.text(.computeStyle) { words.append(style) }
    let known = own.words(.lever) + [SurveyLever.unknown.rawValue]
    let levers = other.words(.lever).filter { !known.contains($0) }
    if !levers.isEmpty { words.append("lever: \(levers.joined(separator: ", "))") }
    for (column, name) in [(SurveyColumn.node, "node"), (.supplyMinimum, "supply")] {
      guard let theirs = other.number(column), theirs != own.number(column) else { continue }
      let mine =
        own.number(column).map { " instead of \(SurveyEntry.plain($0)) \(column.unit)" } ?? ""
      words.append("\(name) \(SurveyEntry.plain(theirs)) \(column.unit)\(mine)")
    }
    if let theirs = other.number(.weightBits), let mine = own.number(.weightBits), theirs != mine {
      words.append(
        "weights of \(SurveyEntry.plain(theirs)) bit instead of \(SurveyEntry.plain(mine))")
    }
    if let theirs = other.number(.memoryPerRate), let mine = own.number(.memoryPerRate),
      max(theirs / mine, mine / theirs) > 2
    {
      words.append(
        "\(Format.significant(theirs)) KiB on chip per Top/s instead of \(Format.significant(mine))"
      )
    }
    if let domain = other.domain, domain != own.domain {
      words.append("figures of the \(domain.rawValue), not the \(own.domain?.rawValue ?? "chip")")
    }
    if other.text(.sparsity) == SurveySparsity.sparse.rawValue {
      words.append("zeros or a mild data pattern counted")
    }
    return words
  }
}
