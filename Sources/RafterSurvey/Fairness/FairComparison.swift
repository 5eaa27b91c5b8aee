// SPDX-License-Identifier: Apache-2.0
public import RafterDiagnostics
public import RafterQuantities

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What is done to figures before they are compared; nothing unless asked for.
public struct FairComparison: Sendable, Hashable {
  /// Normalisation by the bit product.
  public struct BitProduct: Sendable, Hashable {
    /// The bit product normalised to: 64 for 8b x 8b, 1 for 1b x 1b.
    public var reference: Double
    /// The power of the bit product that efficiency is taken to go with; -1 for the usual rule.
    public var exponent: Double

    /// Creates a normalisation.
    public init(reference: Double = 64, exponent: Double = -1) {
      self.reference = reference
      self.exponent = exponent
    }
  }

  /// Scaling to one node and supply.
  public struct Technology: Sendable, Hashable {
    /// The node scaled to.
    public var node: ProcessNode
    /// The supply scaled to.
    public var supply: Voltage
    /// Taken for rows that do not file a supply; nil to leave them out.
    public var assumedSupply: Voltage?

    /// Creates a scaling.
    public init(
      node: ProcessNode, supply: Voltage = Voltage(0.8), assumedSupply: Voltage? = nil
    ) {
      self.node = node
      self.supply = supply
      self.assumedSupply = assumedSupply
    }
  }

  /// Normalisation by the bit product.
  public var bits: BitProduct?
  /// Scaling to one node and supply.
  public var technology: Technology?

  /// Creates a comparison.
  public init(bits: BitProduct? = nil, technology: Technology? = nil) {
    self.bits = bits
    self.technology = technology
  }

  /// Whether nothing is done.
  public var isEmpty: Bool { bits == nil && technology == nil }

  /// Efficiency and density of a subset made comparable; everything else as it was.
  ///
  /// - Throws: a diagnostic for each class of rows that the method is not valid for.
  public func applied(to subset: SurveySubset) throws(DiagnosticList) -> SurveySubset {
    var wrong: [Diagnostic] = []
    if let bits {
      // Not-a-number is in no range.
      if !(-4...4).contains(bits.exponent) { wrong.append(.exponentRange(bits.exponent)) }
      wrong += refusalsOfBits(subset.entries)
    }
    if let technology { wrong += refusals(of: technology, subset.entries) }
    guard wrong.isEmpty else { throw DiagnosticList(wrong) }
    var result = subset
    if let bits { result = bits.applied(to: result) }
    if let technology { result = technology.applied(to: result) }
    guard !result.entries.isEmpty else {
      throw DiagnosticList(
        .emptySubset(result.predicate + "; " + result.leftOut.joined(separator: "; ")))
    }
    return result
  }

  private func refusalsOfBits(_ entries: [SurveyEntry]) -> [Diagnostic] {
    let floats = entries.filter { $0.family != .integer && Self.hasFigures($0) }
    guard let first = floats.first else { return [] }
    return [.normaliseFloat(count: floats.count, of: entries.count, example: first.id)]
  }

  private static func hasFigures(_ entry: SurveyEntry) -> Bool {
    [SurveyColumn.efficiency, .density, .oneBitEfficiency, .oneBitDensity]
      .contains { entry.number($0) != nil }
  }

  private func refusals(of technology: Technology, _ entries: [SurveyEntry]) -> [Diagnostic] {
    guard NodeScaling.nodes.contains(technology.node) else {
      return [.scaleTarget(technology.node.formatted())]
    }
    guard NodeScaling.supplies.contains(technology.supply) else {
      return [.scaleTarget(technology.supply.formatted())]
    }
    return ScalingObstacle.allCases.compactMap { obstacle in
      let hit = entries.filter(obstacle.applies)
      guard let first = hit.first else { return nil }
      return .scaleClass(
        obstacle.reason, count: hit.count, of: entries.count, example: first.id,
        remedy: obstacle.remedy)
    }
  }
}

/// Why the scaling of logic does not hold for a row.
enum ScalingObstacle: CaseIterable {
  case converters, nonvolatile, packagePower

  func applies(to entry: SurveyEntry) -> Bool {
    switch self {
    case .converters: entry.surveyClass == .aimcSRAM
    case .nonvolatile: entry.surveyClass == .aimcNonvolatile
    case .packagePower:
      // The roof of a description holds arithmetic alone, whatever its memory.
      entry.surveyClass != .library
        && (entry.surveyClass == .product || entry.domain == .card || entry.domain == .system
          || entry.number(.offChipBandwidth) != nil)
    }
  }

  var reason: String {
    switch self {
    case .converters:
      "analog computing spends its energy in converters and bit lines, whose noise limits do not "
        + "shrink with the gate"
    case .nonvolatile:
      "non-volatile cells are written and read at voltages and sizes of their own, not those of the "
        + "logic node"
    case .packagePower:
      "watts of a package hold DRAM, its interface and supply losses, which do not scale with the node"
    }
  }

  var remedy: String {
    switch self {
    case .converters: "add 'and class!=aimc-sram' to --where"
    case .nonvolatile: "add 'and class!=aimc-nonvolatile' to --where"
    case .packagePower:
      "add 'and class!=product and domain!=card and domain!=system and offchip_bandwidth_gb_s unknown' "
        + "to --where"
    }
  }
}

extension FairComparison.BitProduct {
  /// The words for a title.
  var words: String {
    let side = reference.squareRoot()
    let target =
      side == side.rounded()
      ? "\(SurveyEntry.plain(side))b x \(SurveyEntry.plain(side))b"
      : "bit product \(SurveyEntry.plain(reference))"
    return "normalised to \(target) by (bit product)^\(SurveyEntry.plain(exponent))"
  }

  /// `value * (B / B_ref)^-p`, B the bit product and p the exponent.
  ///
  /// A row that files only the 1-bit figure is first taken back to its own bits, which is exact: that
  /// figure was filed with p = -1.
  func applied(to subset: SurveySubset) -> SurveySubset {
    var result = subset
    result.fairness.append(words)
    var missing = 0
    result.entries = subset.entries.compactMap { entry in
      guard let product = entry.number(.bitProduct) else {
        missing += 1
        return nil
      }
      var entry = entry
      let factor = pow(product / reference, -exponent)
      for (column, filed) in [
        (SurveyColumn.efficiency, SurveyColumn.oneBitEfficiency), (.density, .oneBitDensity),
      ] {
        let native = entry.number(filed).map { $0 / product } ?? entry.number(column)
        entry[column] = native.map { .number($0 * factor) } ?? .missing
      }
      return entry
    }
    if missing > 0 { result.leftOut.append("\(missing) without operand bits") }
    return result
  }
}

extension FairComparison.Technology {
  /// The words for a title.
  var words: String {
    "logic energy and area scaled to \(SurveyEntry.plain(node.value)) nm, "
      + "\(SurveyEntry.plain(supply.value)) V (Stillmaker and Baas 2017)"
      + (assumedSupply.map { ", \(SurveyEntry.plain($0.value)) V assumed where none is filed" }
        ?? "")
  }

  /// Efficiency times e(own node, own supply) / e(target); density times area(own) / area(target).
  ///
  /// Density of in-memory designs is left out: their area is that of cells, which do not shrink like logic.
  func applied(to subset: SurveySubset) -> SurveySubset {
    var result = subset
    result.fairness.append(words)
    var counts = (node: 0, supply: 0, cells: 0)
    let target = NodeScaling.relativeEnergy(at: node, supply: supply) ?? 1
    let targetArea = NodeScaling.relativeArea(at: node) ?? 1
    result.entries = subset.entries.compactMap { entry in
      guard let own = entry.node, let area = NodeScaling.relativeArea(at: own) else {
        counts.node += 1
        return nil
      }
      guard let supply = entry.supply ?? assumedSupply,
        let energy = NodeScaling.relativeEnergy(at: own, supply: supply)
      else {
        counts.supply += 1
        return nil
      }
      var entry = entry
      if let value = entry.number(.efficiency) {
        entry[.efficiency] = .number(value * energy / target)
      }
      if let value = entry.number(.density) {
        if entry.surveyClass == .dimc {
          counts.cells += 1
          entry[.density] = .missing
        } else {
          entry[.density] = .number(value * area / targetArea)
        }
      }
      entry[.node] = .number(node.value)
      return entry
    }
    if counts.node > 0 { result.leftOut.append("\(counts.node) without a node of 7 to 130 nm") }
    if counts.supply > 0 { result.leftOut.append("\(counts.supply) without a supply") }
    if counts.cells > 0 {
      result.leftOut.append(
        "\(counts.cells) densities of in-memory designs (SRAM cells do not scale like logic)")
    }
    return result
  }
}
