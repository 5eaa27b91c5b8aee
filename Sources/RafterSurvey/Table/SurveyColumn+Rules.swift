// SPDX-License-Identifier: Apache-2.0

extension SurveyColumn {
  /// What a cell of a column may hold.
  public enum Rule: Sendable, Hashable {
    /// Any text.
    case text
    /// A unique key: small letters, digits and hyphens.
    case key
    /// One word of a closed list.
    case word([String])
    /// One or several words of a closed list, joined by `/`.
    case words([String])
    /// A whole number of a plausible range.
    case integer(ClosedRange<Double>)
    /// A number of a plausible range, in the unit of the column.
    case number(ClosedRange<Double>)
  }

  /// Whether a row may leave the cell empty.
  public enum Need: Sendable, Hashable {
    case required, optional
  }

  /// What the cells hold; a number beyond its range is taken for a slip of unit or prefix.
  ///
  /// The ranges are a few times what has been built from 2010 on.
  public var rule: Rule {
    switch self {
    case .id, .duplicateOf, .systemOf: .key
    case .kind: .word(SurveyKind.allCases.map(\.rawValue))
    case .domain: .word(SurveyDomain.allCases.map(\.rawValue))
    case .cell: .word(SurveyCell.allCases.map(\.rawValue))
    case .format: .words(SurveyFormat.allCases.map(\.rawValue))
    case .offChipMemory: .words(OffChipMemory.allCases.map(\.rawValue))
    case .sparsity: .word(SurveySparsity.allCases.map(\.rawValue))
    case .evidence: .word(SurveyEvidence.allCases.map(\.rawValue))
    case .confidence: .word(SurveyConfidence.allCases.map(\.rawValue))
    case .lever: .words(SurveyLever.allCases.map(\.rawValue))
    case .attribution: .words(SurveyAttribution.allCases.map(\.rawValue))
    case .computed: .words(Self.filed.filter(\.isNumber).map(\.rawValue))
    case .class: .word(SurveyClass.allCases.map(\.rawValue))
    case .family: .word(SurveyFamily.allCases.map(\.rawValue))
    case .year: .integer(1980...2100)
    case .macs: .integer(1...1e9)
    case .node: .number(1...1000)
    case .area: .number(1e-5...100_000)
    case .supplyMinimum, .supplyMaximum: .number(0.1...3.5)
    case .frequency: .number(1e-3...20_000)
    case .activationBits, .weightBits: .number(1...128)
    case .onChipMemory: .number(1e-3...1e9)
    case .offChipBandwidth: .number(1e-3...1e6)
    case .peak: .number(1e-9...1e7)
    case .efficiency: .number(1e-6...50_000)
    case .density: .number(1e-9...10_000)
    case .oneBitEfficiency: .number(1e-6...200_000)
    case .oneBitDensity: .number(1e-9...50_000)
    case .power: .number(1e-9...1e6)
    case .bitProduct, .eightBitEfficiency, .eightBitDensity, .ridge, .energyRidge, .memoryPerRate:
      .number(0...Double.infinity)
    case .name, .title, .organisation, .venue, .computeStyle, .condition, .leverSource, .source,
      .note:
      .text
    }
  }

  /// Whether a row has to fill it.
  public var need: Need {
    switch self {
    case .id, .name, .venue, .kind, .domain, .format, .sparsity, .evidence, .lever, .leverSource,
      .attribution, .source, .confidence:
      .required
    default: .optional
    }
  }

  /// Whether its cells are numbers.
  public var isNumber: Bool {
    // Spelled out, because `rule` lists numbers for `computed`.
    switch self {
    case .year, .macs, .node, .area, .supplyMinimum, .supplyMaximum, .frequency, .activationBits,
      .weightBits, .onChipMemory, .offChipBandwidth, .peak, .efficiency, .density,
      .oneBitEfficiency, .oneBitDensity, .power, .bitProduct, .eightBitEfficiency,
      .eightBitDensity, .ridge, .energyRidge, .memoryPerRate:
      true
    default: false
    }
  }

  /// The names of all columns.
  public static var names: [String] { allCases.map(\.rawValue) }

  /// The columns that hold numbers.
  public static var numbers: [SurveyColumn] { allCases.filter(\.isNumber) }
}
