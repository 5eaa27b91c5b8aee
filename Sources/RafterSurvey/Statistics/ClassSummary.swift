// SPDX-License-Identifier: Apache-2.0
public import RafterDiagnostics

/// One quantity of one class, in a few numbers.
public struct QuantitySummary: Sendable, Hashable {
  /// The quantity.
  public var quantity: SurveyColumn
  /// Its values.
  public var quantiles: Quantiles

  /// Summarises a quantity; rows without it are left out.
  public init(of quantity: SurveyColumn, in entries: [SurveyEntry]) {
    self.quantity = quantity
    quantiles = Quantiles(entries.compactMap { $0.number(quantity) })
  }

  /// The same for a column that a user named.
  ///
  /// - Throws: a diagnostic for a column of words.
  public init(checking quantity: SurveyColumn, in entries: [SurveyEntry]) throws(DiagnosticList) {
    guard quantity.isNumber else { throw DiagnosticList(.notNumeric(quantity)) }
    self.init(of: quantity, in: entries)
  }
}

/// A class of the survey in a few numbers.
public struct ClassSummary: Sendable, Hashable {
  /// The class.
  public var surveyClass: SurveyClass
  /// Its rows.
  public var rows: Int
  /// Operations per joule as published.
  public var efficiency: QuantitySummary
  /// The same, of integer rows, normalised to 8b x 8b.
  public var eightBitEfficiency: QuantitySummary
  /// Operations per second and mm2, of integer rows, normalised to 8b x 8b.
  public var eightBitDensity: QuantitySummary

  /// The classes that have rows, in the order of their list.
  public static func all(of entries: [SurveyEntry]) -> [ClassSummary] {
    SurveyClass.allCases.compactMap { surveyClass in
      let own = entries.filter { $0.surveyClass == surveyClass }
      guard !own.isEmpty else { return nil }
      let integers = own.filter { $0.family == .integer }
      return ClassSummary(
        surveyClass: surveyClass, rows: own.count,
        efficiency: QuantitySummary(of: .efficiency, in: own),
        eightBitEfficiency: QuantitySummary(of: .eightBitEfficiency, in: integers),
        eightBitDensity: QuantitySummary(of: .eightBitDensity, in: integers))
    }
  }
}
